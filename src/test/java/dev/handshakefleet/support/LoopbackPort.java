package dev.handshakefleet.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers of other programs. */
public final class LoopbackPort {

    /**
     * Below those that systems give to outgoing connections: whoever connects to such a port of his own machine again and
     * again, until somebody listens, may be given the same port for himself, and is then connected with himself.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 30_000;
    private static final int MOST_TRIES = 100;

    private LoopbackPort() {}

    /** A port where nobody listened a moment ago. */
    public static int free() throws IOException {
        IOException last = new IOException("no port was tried");
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw last;
    }

    /**
     * Waits until a server listens.
     *
     * @param server ends the waiting when it ends, unless with 0: then it has put itself into the background
     * @throws IOException when it ends or takes too long
     */
    public static void awaitListening(int port, Process server, Duration longest) throws IOException {
        long end = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < end && (server.isAlive() || server.exitValue() == 0)) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new IOException("the server does not listen on port " + port);
    }
}
