package dev.handshakefleet.base;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a DNS name or an IP literal and returns its canonical form: lower case, A-labels (RFC 5890) by UTS #46 (see {@link
 * InternationalName}), no trailing dot; IPv6 as RFC 5952 writes it, without brackets. Pure.
 */
public final class HostName {

    private static final String ACCEPTED =
            "a DNS name (labels of 1 to 63 letters, digits, '-' or '_', 253 characters in all), an IPv4 address or an"
                    + " IPv6 address in brackets";
    private static final int LONGEST = 253;
    private static final int LONGEST_WRITTEN = 1_000;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern ALL_DIGITS = Pattern.compile("\\d+|0x[0-9a-f]*");
    private static final Pattern DOTTED_QUAD =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.|$)){4}(?<!\\.)");

    private HostName() {}

    /**
     * @param field the name of the value in an error
     * @param written the name or address; IPv6 with or without brackets
     * @return the canonical form
     * @throws BadInputException if it is neither a DNS name nor an IP address
     */
    public static String parse(String field, String written) {
        String text = written.strip();
        if (text.length() > LONGEST_WRITTEN) {
            throw new BadInputException(field, written, ACCEPTED);
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            return ipv6(field, written, text.substring(1, text.length() - 1));
        }
        if (text.contains(":")) {
            return ipv6(field, written, text);
        }
        return dnsNameOrIpv4(field, written, text);
    }

    /** @return the address, if the name (in its canonical form) is an IP literal; no lookup is made */
    public static Optional<InetAddress> literal(String host) {
        boolean isLiteral = host.contains(":") || DOTTED_QUAD.matcher(host).matches();
        return isLiteral ? Optional.of(InetAddress.ofLiteral(host)) : Optional.empty();
    }

    private static String ipv6(String field, String written, String text) {
        if (text.contains("%")) {
            throw new BadInputException(field, written, ACCEPTED + ", without a zone");
        }
        if (!text.contains(":")) {
            throw new BadInputException(field, written, ACCEPTED);
        }
        try {
            return AddressText.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException notAnAddress) {
            throw new BadInputException(field, written, ACCEPTED);
        }
    }

    private static String dnsNameOrIpv4(String field, String written, String text) {
        String ascii = toAscii(field, written, text);
        if (ascii.endsWith(".")) {
            ascii = ascii.substring(0, ascii.length() - 1);
        }
        if (ascii.isEmpty() || ascii.length() > LONGEST) {
            throw new BadInputException(field, written, ACCEPTED);
        }
        String[] labels = ascii.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw new BadInputException(field, written, ACCEPTED);
            }
        }
        // A name whose last label is a number is an IPv4 address or a mistake (WHATWG URL, "ends in a number").
        boolean endsInNumber = ALL_DIGITS.matcher(labels[labels.length - 1]).matches();
        if (endsInNumber && !DOTTED_QUAD.matcher(ascii).matches()) {
            throw new BadInputException(field, written, ACCEPTED);
        }
        return ascii;
    }

    private static String toAscii(String field, String written, String text) {
        try {
            return InternationalName.toAscii(text);
        } catch (IllegalArgumentException refused) {
            throw new BadInputException(
                    field,
                    written,
                    ACCEPTED + "; as an international name (UTS #46) it is refused: " + refused.getMessage());
        }
    }
}
