package dev.handshakefleet.probe.starttls;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the tags of an XML stream one by one and skips the text between them. It accepts only the XML of RFC 6120,
 * 11.1: no comments, no processing instruction except the leading declaration, no DTD and therefore no entities. It
 * never reads beyond the end of a tag. Used by one thread.
 */
final class XmlScan {

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?";
    private static final Pattern TAG =
            Pattern.compile("(/?)(" + NAME + ")((?:\\s+" + NAME + "\\s*=\\s*(?:'[^'<]*'|\"[^\"<]*\"))*+)\\s*(/?)");
    private static final Pattern ATTRIBUTE = Pattern.compile("(" + NAME + ")\\s*=\\s*(?:'([^']*)'|\"([^\"]*)\")");

    private final ClearTextChannel channel;
    private boolean begun;

    XmlScan(ClearTextChannel channel) {
        this.channel = channel;
    }

    /** @return the next tag */
    XmlTag next() throws UpgradeFailedException {
        String inside = insideOfTag();
        if (!begun && inside.startsWith("?xml ") && inside.endsWith("?")) {
            begun = true;
            inside = insideOfTag();
        }
        begun = true;
        Matcher tag = TAG.matcher(inside);
        if (!tag.matches() || (!tag.group(1).isEmpty() && !tag.group(4).isEmpty())) {
            throw channel.unexpected("<" + inside + ">");
        }
        return new XmlTag(kind(tag), tag.group(2), attributes(tag.group(3)));
    }

    private static XmlTag.Kind kind(Matcher tag) {
        if (!tag.group(1).isEmpty()) {
            return XmlTag.Kind.CLOSE;
        }
        return tag.group(4).isEmpty() ? XmlTag.Kind.OPEN : XmlTag.Kind.EMPTY;
    }

    private static Map<String, String> attributes(String written) {
        Map<String, String> attributes = new HashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(written);
        while (attribute.find()) {
            String value = attribute.group(2) != null ? attribute.group(2) : attribute.group(3);
            attributes.put(attribute.group(1), value);
        }
        return attributes;
    }

    /** The text between {@code <} and the {@code >} that ends the tag; a {@code >} in quotes does not end it. */
    private String insideOfTag() throws UpgradeFailedException {
        passText();
        StringBuilder inside = new StringBuilder();
        int quote = 0;
        for (int octet = channel.octet(); octet != '>' || quote != 0; octet = channel.octet()) {
            if (inside.length() == ClearTextChannel.LONGEST_LINE || (inside.isEmpty() && octet == '!')) {
                throw channel.unexpected("<" + inside + (char) octet);
            }
            inside.append((char) octet);
            if (quote == 0 && (octet == '\'' || octet == '"')) {
                quote = octet;
            } else if (octet == quote) {
                quote = 0;
            }
        }
        return inside.toString();
    }

    /** Before the first tag, only white space is allowed. */
    private void passText() throws UpgradeFailedException {
        StringBuilder passed = new StringBuilder();
        for (int octet = channel.octet(); octet != '<'; octet = channel.octet()) {
            passed.append((char) octet);
            if (!begun && !passed.toString().isBlank() && (octet == '\n' || passed.length() > Byte.MAX_VALUE)) {
                throw channel.unexpected(passed.toString());
            }
        }
        if (!begun && !passed.toString().isBlank()) {
            throw channel.unexpected(passed.toString());
        }
    }
}
