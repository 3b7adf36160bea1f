package dev.handshakefleet.probe.tls;

/**
 * A running server on loopback, ended by {@link #close}.
 *
 * @param port where it listens
 * @param name its make and version
 * @param end ends it
 */
record Peer(int port, String name, AutoCloseable end) implements AutoCloseable {

    @Override
    public void close() {
        try {
            end.close();
        } catch (Exception notEnded) {
            throw new AssertionError(name + " did not end", notEnded);
        }
    }
}
