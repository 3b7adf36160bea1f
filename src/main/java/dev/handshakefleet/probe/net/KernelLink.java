package dev.handshakefleet.probe.net;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.result.Quality;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A connection with timestamps of the kernel: {@code SO_TIMESTAMPING} in both directions, and {@code TCP_INFO}. */
final class KernelLink extends PolledLink {

    private static final Duration LATEST_STAMP = Duration.ofMillis(2);
    private static final int MOST_DEPARTURES = 1_000;

    private final KernelSocket socket;
    private final Scratch.Shelf shelf;
    private final KernelPoller poller;
    private final long number;
    private final KernelStamps stamps = new KernelStamps();
    private final Map<Integer, Long> departures = new HashMap<>();

    private Duration connectTook = Duration.ZERO;
    private long connectedNanos;
    private Duration smallestRoundTrip = Duration.ZERO;
    private boolean isConnected;
    private boolean isStamped;
    private boolean allByKernel = true;
    private int bytesSent;

    KernelLink(KernelSocket socket, Scratch.Shelf shelf, KernelPoller poller, long number) {
        this.socket = socket;
        this.shelf = shelf;
        this.poller = poller;
        this.number = number;
    }

    /**
     * The kernel's first round-trip sample is the duration of the connect, exact to the microsecond even if we read it
     * late. After a retransmitted SYN there is no sample.
     */
    void connect(InetSocketAddress peer, Deadline deadline) throws IOException {
        long start = System.nanoTime();
        socket.startConnect(peer);
        poller.watch(socket.number(), number);
        awaitWritable(deadline);
        long connected = System.nanoTime();
        KernelSocket.PathInfo path = socket.path();
        if (!path.stands()) {
            socket.throwPendingError();
        }
        boolean isMeasured = path.retransmits() == 0 && path.roundTrip().isPositive();
        connectTook = isMeasured && path.roundTrip().toNanos() < connected - start
                ? path.roundTrip()
                : Duration.ofNanos(connected - start);
        connectedNanos = start + connectTook.toNanos();
        smallestRoundTrip = path.smallestRoundTrip();
        isStamped = socket.stamp();
        allByKernel = isStamped && isMeasured;
        isConnected = true;
    }

    @Override
    Optional<Arrival> readNow() throws IOException {
        if (!isConnected) {
            // A read would consume the error of the connect.
            return Optional.empty();
        }
        Scratch scratch = shelf.take();
        try {
            int length = socket.read(scratch);
            if (length < 0) {
                return Optional.empty();
            }
            if (length == 0) {
                return Optional.of(new Arrival(new byte[0], System.nanoTime()));
            }
            scratch.eachControlMessage(stamps.reset());
            OptionalLong stamp = stamps.nanos();
            allByKernel &= stamp.isPresent();
            return Optional.of(new Arrival(scratch.bytes(length), stamp.orElseGet(System::nanoTime)));
        } finally {
            shelf.giveBack(scratch);
        }
    }

    @Override
    int writeNow(byte[] bytes, int offset) throws IOException {
        int written = socket.write(bytes, offset);
        bytesSent += written;
        return written;
    }

    @Override
    Departure departure(long calledNanos) {
        int lastByte = bytesSent - 1;
        return () -> stampOf(lastByte).orElseGet(() -> {
            allByKernel = false;
            return calledNanos;
        });
    }

    /** If the device queues packets, the stamp is a little later. */
    private OptionalLong stampOf(int lastByte) {
        OptionalLong stamp = recordedStampOf(lastByte);
        if (stamp.isEmpty() && isStamped) {
            awaitEvent(LATEST_STAMP);
            stamp = recordedStampOf(lastByte);
        }
        return stamp;
    }

    /** The stamps wait in the queue of the socket until one is asked for. After the close, the last known value is returned. */
    private OptionalLong recordedStampOf(int lastByte) {
        whileOpen(() -> {
            if (!departures.containsKey(lastByte)) {
                readDepartures();
            }
            return true;
        });
        Long nanos = departures.get(lastByte);
        return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
    }

    @Override
    boolean isWokenWhenLate() {
        return poller.checksDeadlines();
    }

    @Override
    void closeSocket() {
        readDepartures();
        poller.forget(number);
        socket.close();
    }

    @Override
    public Duration connectTook() {
        return connectTook;
    }

    @Override
    public long connectedNanos() {
        return connectedNanos;
    }

    @Override
    public Duration smallestRoundTrip() {
        whileOpen(() -> {
            refreshRoundTrip();
            return true;
        });
        return smallestRoundTrip;
    }

    @Override
    public Quality.Clock clock() {
        return allByKernel ? Quality.Clock.KERNEL : Quality.Clock.PROCESS;
    }

    private void refreshRoundTrip() {
        Duration smallest = socket.path().smallestRoundTrip();
        if (smallest.isPositive()) {
            smallestRoundTrip = smallest;
        }
    }

    private void readDepartures() {
        Scratch scratch = shelf.take();
        try {
            readDepartures(scratch);
        } finally {
            shelf.giveBack(scratch);
        }
    }

    /** A retransmitted byte gets a second stamp; the first one counts. */
    private void readDepartures(Scratch scratch) {
        while (isStamped && departures.size() < MOST_DEPARTURES && socket.readDeparture(scratch)) {
            scratch.eachControlMessage(stamps.reset());
            OptionalLong stamp = stamps.nanos();
            if (stamps.departed().isPresent() && stamp.isPresent()) {
                departures.putIfAbsent(stamps.departed().getAsInt(), stamp.getAsLong());
            }
        }
    }
}
