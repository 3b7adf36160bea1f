package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HostName;
import dev.handshakefleet.certificate.SubjectNames;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells whether a certificate covers the expected name (RFC 9525).
 *
 * <ul>
 *   <li>Only the subject alternative name counts, never the common name (section 2).
 *   <li>DNS names are compared as A-labels, without regard to case or a trailing dot.
 *   <li>A wildcard is the whole left-most label and stands for exactly one label; anything else with an asterisk covers
 *       nothing.
 *   <li>A wildcard right below a top-level name ({@code *.com}) covers nothing: the RFC leaves it to policy (section
 *       7.1), and OpenSSL, curl and the browsers refuse it.
 *   <li>An IP address is compared by its bytes with IP address entries only, without wildcards.
 * </ul>
 */
public final class ServerIdentity {

    private static final String WILDCARD = "*.";

    private ServerIdentity() {}

    public static boolean covers(SubjectNames names, String expectedName) {
        String expected;
        try {
            expected = HostName.parse("serverName", expectedName);
        } catch (BadInputException noNameOfAServer) {
            return false;
        }
        Optional<InetAddress> address = HostName.literal(expected);
        return address.isPresent()
                ? names.addresses().stream().anyMatch(entry -> sameBytes(entry, address.get()))
                : names.dnsNames().stream().anyMatch(pattern -> matches(withoutTrailingDot(pattern), expected));
    }

    private static boolean sameBytes(InetAddress one, InetAddress other) {
        return Arrays.equals(one.getAddress(), other.getAddress());
    }

    private static boolean matches(String writtenPattern, String expected) {
        String pattern = writtenPattern.toLowerCase(Locale.ROOT);
        if (!pattern.startsWith(WILDCARD)) {
            return pattern.equals(expected);
        }
        String parent = pattern.substring(WILDCARD.length());
        int firstDot = expected.indexOf('.');
        return parent.contains(".")
                && firstDot > 0
                && expected.substring(firstDot + 1).equals(parent);
    }

    private static String withoutTrailingDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
