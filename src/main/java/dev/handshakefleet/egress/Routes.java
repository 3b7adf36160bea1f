package dev.handshakefleet.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;

/** The routes of this machine. */
public final class Routes {

    /** The discard service (RFC 863). No packet is sent to it. */
    private static final int ANY_PORT = 9;

    private Routes() {}

    /**
     * Tells whether this machine has a route to an address. It connects a datagram socket, which only looks up the route and
     * sends nothing (connect(2)).
     */
    public static boolean hasRouteTo(InetAddress address) {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(new InetSocketAddress(address, ANY_PORT));
            return true;
        } catch (IOException noRoute) {
            return false;
        }
    }
}
