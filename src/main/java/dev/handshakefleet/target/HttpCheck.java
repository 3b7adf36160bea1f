package dev.handshakefleet.target;

import java.util.List;
import java.util.Objects;

/**
 * The HTTP exchange that follows the handshake on the same connection.
 *
 * @param method the request method
 * @param path begins with a slash; may carry a query
 * @param status the expected status codes
 */
public record HttpCheck(Method method, String path, List<StatusRange> status) {

    /** The safe methods (RFC 9110, 9.2.1). */
    public enum Method {
        GET,
        HEAD
    }

    /**
     * Status codes.
     *
     * @param from the lowest, 100 to 599
     * @param to the highest, {@code from} to 599
     */
    public record StatusRange(int from, int to) {

        /** @return whether the code lies in it */
        public boolean contains(int code) {
            return code >= from && code <= to;
        }

        /** The written form in targets. */
        @Override
        public String toString() {
            return from == to ? String.valueOf(from) : from + "-" + to;
        }
    }

    /** 200 to 399: success or a redirect. */
    public static final List<StatusRange> ANY_SUCCESS = List.of(new StatusRange(200, 399));

    public HttpCheck {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        status = List.copyOf(status);
    }

    /** @return whether the code is expected */
    public boolean expects(int code) {
        return status.stream().anyMatch(range -> range.contains(code));
    }
}
