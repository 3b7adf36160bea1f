package dev.handshakefleet.probe.result;

import java.util.Objects;

/**
 * The result of the HTTP exchange.
 *
 * @param version {@code HTTP/1.1}, {@code HTTP/1.0} or {@code HTTP/2}
 * @param status the status code of the final response, 200 to 599
 * @param bodyBytes bytes of the content as transferred
 */
public record HttpFacts(String version, int status, long bodyBytes) {

    public HttpFacts {
        Objects.requireNonNull(version, "version");
    }
}
