package dev.handshakefleet.probe;

/** This machine has no route to any address of a target, which is no fault of the target. */
public final class NoRouteException extends RuntimeException {

    static final String NO_IPV6 = "IPv6 addresses were not probed: this machine has no IPv6 route";

    private static final long serialVersionUID = 1;

    NoRouteException() {
        super(NO_IPV6);
    }
}
