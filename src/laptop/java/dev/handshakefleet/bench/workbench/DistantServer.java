package dev.handshakefleet.bench.workbench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy that puts a server as far away as a round trip tells: bytes of both directions arrive half of it later, in order, and a new
 * connection takes one round trip more, as its TCP handshake would. It counts connections, and the requests that wait for an answer.
 * Virtual threads; closing it ends all connections.
 */
public final class DistantServer implements AutoCloseable {

    private static final int BACKLOG = 1_024;
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final long oneWayNanos;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger mostWaiting = new AtomicInteger();

    /** Bytes that are under way, and when they arrive; none at the end of the stream. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Flight(byte[] bytes, long dueNanos) {}

    /**
     * @param server of HTTP on loopback
     * @param roundTrip how much longer an answer takes
     */
    public DistantServer(URI server, Duration roundTrip) throws IOException {
        this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort());
        this.oneWayNanos = roundTrip.dividedBy(2).toNanos();
        Thread.ofVirtual().name("distant server").start(this::accept);
    }

    /** @return the address of the server behind it */
    public URI endpoint() {
        return URI.create("http://localhost:" + listener.getLocalPort());
    }

    /** @return how many connections were made */
    public int connections() {
        return connections.get();
    }

    /** @return how many connections waited for an answer at once, at the most */
    public int mostWaiting() {
        return mostWaiting.get();
    }

    @Override
    public void close() {
        close(listener);
        open.forEach(DistantServer::close);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> connect(client));
            }
        } catch (IOException closed) {
            // The proxy has ended.
        }
    }

    private void connect(Socket client) {
        open.add(client);
        try (client;
                Socket behind = new Socket(server.getAddress(), server.getPort())) {
            open.add(behind);
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            Exchange exchange = new Exchange();
            Thread requests = pump(client, behind, 3 * oneWayNanos, exchange::asked);
            Thread answers = pump(behind, client, oneWayNanos, exchange::answered);
            requests.join();
            answers.join();
            exchange.answered();
            open.remove(behind);
        } catch (IOException unreachable) {
            // The client sees a closed connection.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    /** Whether a connection waits for an answer. */
    private final class Exchange {

        private boolean isWaiting;

        synchronized void asked() {
            if (!isWaiting) {
                isWaiting = true;
                mostWaiting.accumulateAndGet(waiting.incrementAndGet(), Math::max);
            }
        }

        synchronized void answered() {
            if (isWaiting) {
                isWaiting = false;
                waiting.decrementAndGet();
            }
        }
    }

    /** Reads at once and writes when the bytes are due. */
    private Thread pump(Socket from, Socket to, long firstNanos, Runnable onBytes) {
        BlockingQueue<Flight> underWay = new LinkedBlockingQueue<>();
        Thread writer = Thread.ofVirtual().start(() -> write(underWay, to));
        Thread.ofVirtual().start(() -> read(from, underWay, firstNanos, onBytes));
        return writer;
    }

    private void read(Socket from, BlockingQueue<Flight> underWay, long firstNanos, Runnable onBytes) {
        byte[] buffer = new byte[BUFFER];
        long delayNanos = firstNanos;
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                onBytes.run();
                byte[] bytes = new byte[length];
                System.arraycopy(buffer, 0, bytes, 0, length);
                underWay.add(new Flight(bytes, System.nanoTime() + delayNanos));
                delayNanos = oneWayNanos;
            }
        } catch (IOException gone) {
            // As an end.
        }
        underWay.add(new Flight(new byte[0], System.nanoTime()));
    }

    private static void write(BlockingQueue<Flight> underWay, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            for (Flight next = underWay.take(); next.bytes().length > 0; next = underWay.take()) {
                long leftNanos = next.dueNanos() - System.nanoTime();
                if (leftNanos > 0) {
                    Thread.sleep(Duration.ofNanos(leftNanos));
                }
                out.write(next.bytes());
                out.flush();
            }
        } catch (IOException gone) {
            // The other side has ended.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            close(to);
        }
    }

    private static void close(Closeable one) {
        try {
            one.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }
}
