package dev.handshakefleet.local.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Ports of 127.0.0.1 for servers of other programs that cannot say which port the system gave them. Each port is given to
 * one caller only, in this JVM and in all others that use this class, so no two servers ever try the same port. Safe for
 * use by several threads.
 */
public final class LoopbackPort {

    /** How long a server may take to listen. A busy machine takes long; a server that ended is noticed at once. */
    public static final Duration LONGEST_START = Duration.ofSeconds(60);

    /**
     * Below those that systems give to outgoing connections: a client that connects
     * to such a port again and again may be given that port itself and then connects to itself.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 25_000;
    private static final int MOST_TRIES = 100;

    /** The guard of a port is bound this far above it. */
    private static final int GUARD_DISTANCE = 5_000;

    /** Guards stay bound until this JVM ends, so two JVMs never choose the same port. */
    private static final Queue<ServerSocket> GUARDS = new ConcurrentLinkedQueue<>();

    private static final Duration BETWEEN_CONNECTS = Duration.ofMillis(10);

    private LoopbackPort() {}

    /**
     * @return a port of 127.0.0.1 without a listener, which no other caller gets
     * @throws IOException when no such port was found
     */
    public static int free() throws IOException {
        IOException last = new IOException("no port was tried");
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            try {
                ServerSocket guard = bound(port + GUARD_DISTANCE);
                try (ServerSocket _ = bound(port)) {
                    GUARDS.add(guard);
                    return port;
                } catch (IOException taken) {
                    guard.close();
                    throw taken;
                }
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
     * @throws IOException when it ends, or does not listen within {@link #LONGEST_START}
     */
    public static void awaitListening(int port, Process server) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LONGEST_START.toNanos() && (server.isAlive() || server.exitValue() == 0)) {
            try (Socket _ = new Socket(loopback(), port)) {
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(BETWEEN_CONNECTS.toNanos()); // leaves the CPU to the server
            }
        }
        throw new IOException("the server does not listen on port " + port);
    }

    private static ServerSocket bound(int port) throws IOException {
        return new ServerSocket(port, 1, loopback());
    }

    private static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }
}
