package dev.handshakefleet.page.server;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses requests that do not come from a page of this server or from a program of this machine. A name that an attacker lets
 * resolve to 127.0.0.1 (DNS rebinding) arrives with its own {@code Host}; a page of another origin with its own {@code Origin}. Pure.
 */
final class RequestGuard {

    private static final Set<String> FOREIGN_SITES = Set.of("cross-site", "same-site");

    private final Set<String> hosts;

    /** @param port that the server listens on */
    RequestGuard(int port) {
        this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    }

    /** @return why the request is refused; empty where it is accepted */
    Optional<String> refusal(Route.Method method, Headers headers) {
        List<String> given = headers.getOrDefault("Host", List.of());
        if (given.size() != 1 || !hosts.contains(given.getFirst())) {
            return Optional.of("Host is not an address of this server; accepted: " + String.join(", ", sorted()));
        }
        Optional<String> origin = Optional.ofNullable(headers.getFirst("Origin"));
        if (origin.filter(other -> !other.equals("http://" + given.getFirst())).isPresent()) {
            return Optional.of("Origin is another page; accepted: http://" + given.getFirst());
        }
        if (method == Route.Method.POST && origin.isEmpty()) {
            return Optional.of("Origin is missing; a form is accepted from this server's own pages");
        }
        boolean isForeign = FOREIGN_SITES.contains(
                Optional.ofNullable(headers.getFirst("Sec-Fetch-Site")).orElse(""));
        boolean isLink = method == Route.Method.GET && "navigate".equals(headers.getFirst("Sec-Fetch-Mode"));
        return isForeign && !isLink ? Optional.of("the request was made by a page of another site") : Optional.empty();
    }

    private List<String> sorted() {
        return hosts.stream().sorted().toList();
    }
}
