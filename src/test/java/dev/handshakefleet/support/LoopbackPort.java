package dev.handshakefleet.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers of other programs. */
public final class LoopbackPort {

    /**
     * Below those that systems give to outgoing connections: a client that connects
     * to such a port again and again may be given that port itself and then connects to itself.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 25_000;
    private static final int MOST_TRIES = 100;

    /** The guard of a port is bound this far above it. */
    private static final int GUARD_DISTANCE = 5_000;

    /** Guards stay bound until this JVM ends, so two JVMs with these tests never choose the same port. */
    private static final Queue<ServerSocket> GUARDS = new ConcurrentLinkedQueue<>();

    /** How long a server may take to listen. A busy machine takes long; a server that ended is noticed at once. */
    public static final Duration LONGEST_START = Duration.ofSeconds(60);

    private LoopbackPort() {}

    /** A port without a listener. No other test gets the same one. */
    public static int free() throws IOException {
        IOException last = new IOException("no port was tried");
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try (ServerSocket _ = bound(port)) {
                GUARDS.add(bound(port + GUARD_DISTANCE));
                return port;
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw last;
    }

    private static ServerSocket bound(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
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
