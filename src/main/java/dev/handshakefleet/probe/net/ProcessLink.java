package dev.handshakefleet.probe.net;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.result.Quality;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/** A connection with timestamps of the process: a read by the polling thread, and the start of the sending call. */
final class ProcessLink extends PolledLink {

    private final SocketChannel channel;
    private final HiccupMeter.Reading hiccups;
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_SIZE);

    private Optional<SelectionKey> key = Optional.empty();
    private Duration connectTook = Duration.ZERO;
    private long connectedNanos;
    private boolean isConnected;

    ProcessLink(SocketChannel channel, HiccupMeter.Reading hiccups) {
        this.channel = channel;
        this.hiccups = hiccups;
    }

    void connect(InetSocketAddress peer, Deadline deadline, BiFunction<ProcessLink, SocketChannel, SelectionKey> watch)
            throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        long start = System.nanoTime();
        boolean atOnce = channel.connect(peer);
        SelectionKey watched = watch.apply(this, channel);
        key = Optional.of(watched);
        if (!atOnce) {
            awaitWritable(deadline);
            channel.finishConnect();
        }
        connectedNanos = System.nanoTime();
        connectTook = Duration.ofNanos(connectedNanos - start);
        isConnected = true;
        watched.interestOps(SelectionKey.OP_READ);
        watched.selector().wakeup();
    }

    /** Called by the polling thread. */
    void ready(SelectionKey ready) {
        try {
            boolean writable = ready.isConnectable() || ready.isWritable();
            if (writable) {
                ready.interestOpsAnd(~(SelectionKey.OP_CONNECT | SelectionKey.OP_WRITE));
            }
            onEvent(true, writable, true);
        } catch (CancelledKeyException closedMeanwhile) {
            // The owner of the connection closed it.
        }
    }

    @Override
    Optional<Arrival> readNow() throws IOException {
        if (!isConnected) {
            return Optional.empty();
        }
        buffer.clear();
        int length = channel.read(buffer);
        long now = System.nanoTime();
        if (length == 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[Math.max(length, 0)];
        buffer.flip().get(bytes);
        return Optional.of(new Arrival(bytes, now));
    }

    @Override
    int writeNow(byte[] bytes, int offset) throws IOException {
        int written = channel.write(ByteBuffer.wrap(bytes, offset, bytes.length - offset));
        if (written < bytes.length - offset) {
            key.ifPresent(watched -> {
                watched.interestOpsOr(SelectionKey.OP_WRITE);
                watched.selector().wakeup();
            });
        }
        return written;
    }

    @Override
    Departure departure(long calledNanos) {
        return () -> calledNanos;
    }

    @Override
    void listen(boolean toArrivals) {
        key.filter(watched -> watched.isValid() && isConnected).ifPresent(watched -> {
            boolean listens = (watched.interestOps() & SelectionKey.OP_READ) != 0;
            if (toArrivals && !listens) {
                watched.interestOpsOr(SelectionKey.OP_READ);
                watched.selector().wakeup();
            } else if (!toArrivals && listens) {
                watched.interestOpsAnd(~SelectionKey.OP_READ);
            }
        });
    }

    @Override
    void closeSocket() {
        hiccups.end();
        try {
            channel.close();
            // The descriptor of a closed channel stays open until the selector has deregistered it.
            key.ifPresent(watched -> watched.selector().wakeup());
        } catch (IOException alreadyGone) {
            // There is nothing left to close.
        }
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
        return connectTook;
    }

    @Override
    public Duration stalled() {
        return hiccups.stalled();
    }

    @Override
    public Quality.Clock clock() {
        return Quality.Clock.PROCESS;
    }
}
