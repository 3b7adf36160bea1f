package dev.handshakefleet.probe.starttls;

import java.util.Map;

/**
 * One tag of an XML stream.
 *
 * @param kind whether it opens an element, closes it, or does both
 * @param name as written, with its prefix
 * @param attributes as written, namespace declarations among them; references are not resolved
 */
record XmlTag(Kind kind, String name, Map<String, String> attributes) {

    enum Kind {
        OPEN,
        CLOSE,
        EMPTY
    }

    XmlTag {
        attributes = Map.copyOf(attributes);
    }

    /** @return the name without its prefix */
    String localName() {
        return name.substring(name.indexOf(':') + 1);
    }

    boolean begins(String local) {
        return kind != Kind.CLOSE && localName().equals(local);
    }

    /** @return whether the tag itself declares its element to be in that namespace */
    boolean declares(String namespace) {
        int colon = name.indexOf(':');
        String declaration = colon < 0 ? "xmlns" : "xmlns:" + name.substring(0, colon);
        return namespace.equals(attributes.get(declaration));
    }
}
