package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.TimedStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.SocketTimeoutException;
import org.bouncycastle.tls.TlsServer;
import org.bouncycastle.tls.TlsServerProtocol;

/** A server in memory, run by the thread of its client. Counts the CPU time that it takes from that thread. */
final class InMemoryServer implements TimedStream {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final TlsServerProtocol protocol;
    private boolean gone;
    private long cpuNanos;

    InMemoryServer(TlsServer server) throws IOException {
        this(new TlsServerProtocol(), server);
    }

    /** @param protocol such as one that changes what the server sends */
    InMemoryServer(TlsServerProtocol protocol, TlsServer server) throws IOException {
        this.protocol = protocol;
        protocol.accept(server);
    }

    /** @return the CPU time of the server's side, in nanoseconds */
    long cpuNanos() {
        return cpuNanos;
    }

    @Override
    public Departure send(byte[] bytes, Deadline deadline) {
        long now = System.nanoTime();
        long before = THREADS.getCurrentThreadCpuTime();
        try {
            protocol.offerInput(bytes, 0, bytes.length);
        } catch (IOException | RuntimeException serverGaveUp) {
            gone = true;
        }
        cpuNanos += THREADS.getCurrentThreadCpuTime() - before;
        return () -> now;
    }

    /** A server that waits for us while we wait for it would end by the deadline; the test fails at once instead. */
    @Override
    public Arrival receive(Deadline deadline) throws IOException {
        int pending = protocol.getAvailableOutputBytes();
        if (pending == 0 && !gone) {
            throw new SocketTimeoutException("both wait");
        }
        byte[] flight = new byte[pending];
        int _ = protocol.readOutput(flight, 0, pending);
        return new Arrival(flight, System.nanoTime());
    }
}
