package dev.handshakefleet.probe.starttls;

import java.util.Map;

/**
 * One tag of an XML stream.
 *
 * @param kind whether the tag opens an element, closes it, or does both
 * @param name the name as written, with its prefix
 * @param attributes the attributes as written, namespace declarations included; references are not resolved
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

    /** @return whether the tag declares that namespace for its own element */
    boolean declares(String namespace) {
        int colon = name.indexOf(':');
        String declaration = colon < 0 ? "xmlns" : "xmlns:" + name.substring(0, colon);
        return namespace.equals(attributes.get(declaration));
    }
}
