package dev.handshakefleet.imports.draft;

import java.util.Locale;
import java.util.Optional;

/**
 * An address of a source, taken apart and not checked: the fleet's own reader checks what becomes of it.
 *
 * @param scheme in lower case; empty where none is written
 * @param host as written, IPv6 without its brackets
 * @param port as written; empty where none is written
 * @param path path and query, without the fragment; empty where neither is written
 * @param hasUser whether a user stood in it, which is left out
 */
public record SourceAddress(
        Optional<String> scheme, String host, Optional<String> port, Optional<String> path, boolean hasUser) {

    private static final String SCHEME_END = "://";

    /** @param written {@code HOST}, {@code HOST:PORT}, {@code [IPV6]:PORT} or {@code SCHEME://AUTHORITY/PATH?QUERY#FRAGMENT} */
    public static SourceAddress of(String written) {
        String rest = written.strip();
        int schemeEnd = rest.indexOf(SCHEME_END);
        Optional<String> scheme = schemeEnd < 0
                ? Optional.empty()
                : Optional.of(rest.substring(0, schemeEnd).toLowerCase(Locale.ROOT));
        rest = schemeEnd < 0 ? rest : rest.substring(schemeEnd + SCHEME_END.length());
        int fragment = rest.indexOf('#');
        rest = fragment < 0 ? rest : rest.substring(0, fragment);
        int end = authorityEnd(rest);
        String authority = rest.substring(0, end);
        String path = rest.substring(end);
        int user = authority.lastIndexOf('@');
        authority = authority.substring(user + 1);
        int colon = portColon(authority);
        String host = colon < 0 ? authority : authority.substring(0, colon);
        return new SourceAddress(
                scheme,
                host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host,
                colon < 0 ? Optional.empty() : Optional.of(authority.substring(colon + 1)),
                path.isEmpty() ? Optional.empty() : Optional.of(path.startsWith("?") ? "/" + path : path),
                user >= 0);
    }

    /** @return whether the scheme is this one */
    public boolean isOf(String name) {
        return scheme.filter(name::equals).isPresent();
    }

    private static int authorityEnd(String rest) {
        for (int index = 0; index < rest.length(); index++) {
            if (rest.charAt(index) == '/' || rest.charAt(index) == '?') {
                return index;
            }
        }
        return rest.length();
    }

    /** Several colons without brackets are IPv6. */
    private static int portColon(String authority) {
        int behind = authority.indexOf(']');
        int colon = authority.indexOf(':', behind + 1);
        return behind < 0 && colon != authority.lastIndexOf(':') ? -1 : colon;
    }
}
