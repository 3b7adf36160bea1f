package dev.handshakefleet.target.read;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HiddenText;
import dev.handshakefleet.base.HostName;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.Target;
import java.util.Locale;
import java.util.Optional;

/**
 * The address part of a target written as text: {@code HOST}, {@code HOST:PORT}, {@code [IPV6]:PORT}, a bare IPv6
 * address, any of them behind {@code SCHEME://} and with a slash at the end; behind {@code https://} a path, a query or both may
 * follow (RFC 3986, 3; an empty path with a query is {@code /}, RFC 9110, 4.2.3).
 *
 * @param protocol by the scheme
 * @param host in its one form (see {@link HostName})
 * @param port as written, else that of the scheme
 * @param path the path and query of the HTTP request; empty behind another scheme than {@code https}, and where neither a slash
 *     nor a query is written
 */
record TargetText(Protocol protocol, String host, int port, Optional<String> path) {

    static final String ACCEPTED =
            "HOST, HOST:PORT, [IPV6]:PORT or SCHEME://HOST[:PORT]; a path or a query behind https:// only";
    private static final String NO_USER = ", without a user and a password";
    static final String ACCEPTED_PORT = "a whole number from 1 to 65535";

    private static final String SCHEME_END = "://";

    /** @throws BadInputException without the value where that may hold a user name and a password */
    static TargetText parse(String written) {
        try {
            return read(written);
        } catch (BadInputException bad) {
            boolean mayHoldASecret = written.contains("@") || written.strip().matches("\\S+\\s.*");
            throw mayHoldASecret ? new BadInputException("target", HiddenText.word(written), ACCEPTED + NO_USER) : bad;
        }
    }

    private static TargetText read(String written) {
        String text = written.strip();
        String scheme = "tls";
        int schemeEnd = text.indexOf(SCHEME_END);
        if (schemeEnd >= 0) {
            scheme = text.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
            text = text.substring(schemeEnd + SCHEME_END.length());
        }
        Scheme known = Scheme.of(scheme);
        int authorityEnd = authorityEnd(text);
        String address = text.substring(0, authorityEnd);
        String behind = text.substring(authorityEnd);
        boolean isHttps = scheme.equals("https");
        if (address.isEmpty() || (!isHttps && !behind.isEmpty() && !behind.equals("/"))) {
            throw new BadInputException("target", written, ACCEPTED);
        }
        Optional<String> path = Optional.of(behind.startsWith("?") ? "/" + behind : behind)
                .filter(given -> isHttps && !given.isEmpty());
        int portColon = portColon(address);
        return portColon < 0
                ? new TargetText(known.protocol(), HostName.parse("host", address), known.defaultPort(), path)
                : new TargetText(
                        known.protocol(),
                        HostName.parse("host", address.substring(0, portColon)),
                        port(address.substring(portColon + 1)),
                        path);
    }

    private static int authorityEnd(String text) {
        for (int index = 0; index < text.length(); index++) {
            if (text.charAt(index) == '/' || text.charAt(index) == '?') {
                return index;
            }
        }
        return text.length();
    }

    /**
     * The index of the colon before the port: behind the bracket, or the only colon. Several colons without brackets
     * are IPv6.
     */
    private static int portColon(String text) {
        if (text.startsWith("[")) {
            int behind = text.indexOf(']') + 1;
            return behind > 0 && behind < text.length() && text.charAt(behind) == ':' ? behind : -1;
        }
        int first = text.indexOf(':');
        return first == text.lastIndexOf(':') ? first : -1;
    }

    private static int port(String digits) {
        int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > Target.HIGHEST_PORT) {
            throw new BadInputException("port", digits, ACCEPTED_PORT);
        }
        return port;
    }
}
