package dev.handshakefleet.page.server;

import java.util.Objects;

/**
 * What answers the requests of one method and path.
 *
 * @param method GET, which must change nothing and answers HEAD too, or POST, which is accepted from this server's own pages alone
 * @param path the exact path, such as {@code /certificates}
 * @param handler makes the answer, on a virtual thread of its own
 */
public record Route(Method method, String path, Handler handler) {

    /** The methods that routes have. */
    public enum Method {
        GET,
        POST
    }

    /** Makes an answer. A {@link dev.handshakefleet.base.BadInputException} becomes status 400 with its message. */
    @FunctionalInterface
    public interface Handler {

        /** @return the answer to the request */
        Answer answer(Request request);
    }

    public Route {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(handler, "handler");
    }

    /** @return a route that changes nothing */
    public static Route get(String path, Handler handler) {
        return new Route(Method.GET, path, handler);
    }

    /** @return a route for a form of this server's own pages */
    public static Route post(String path, Handler handler) {
        return new Route(Method.POST, path, handler);
    }
}
