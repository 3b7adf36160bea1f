package dev.handshakefleet.probe.net;

import dev.handshakefleet.base.Deadline;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The common part of both kinds of connections. The polling thread reads bytes from the socket as they arrive and
 * buffers them with their timestamps for the probe's thread. Every access to the socket holds the lock, so that a
 * closed socket is never used.
 */
abstract class PolledLink implements Link {

    /** The most bytes of one read. */
    static final int READ_SIZE = 16 * 1024;

    private static final int MOST_UNREAD = 32 * 1024;
    private static final String IN_TIME = "no answer in time";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Arrival> inbox = new ArrayDeque<>();
    private int unread;
    private boolean ended;
    private boolean closed;
    private boolean writable;
    private boolean endIsNear;
    private boolean isFull;
    private Optional<IOException> broken = Optional.empty();
    private long stalledNanos;
    private volatile Awaited awaited = Awaited.NOTHING;
    private volatile long lateAt;

    /** What the thread of the probe waits for. Other events do not wake it. */
    private enum Awaited {
        NOTHING,
        WRITABLE,
        ARRIVAL,
        ANY_EVENT
    }

    /**
     * Reads available bytes without waiting. Returns empty if there are none. An arrival without bytes is the end of
     * the stream.
     */
    abstract Optional<Arrival> readNow() throws IOException;

    /** Offers bytes to the socket without waiting. Returns the number of bytes accepted. */
    abstract int writeNow(byte[] bytes, int offset) throws IOException;

    /** The departure of the bytes that the last {@link #writeNow} accepted. */
    abstract Departure departure(long calledNanos);

    /** Closes the socket. */
    abstract void closeSocket();

    /** Turns the polling for arrivals on or off. */
    void listen(boolean toArrivals) {}

    /**
     * Whether the polling thread calls {@link #wakeIfLate} from now on, so that a wait needs no timer of its own. A timer wakes two
     * threads more for each wait.
     */
    boolean isWokenWhenLate() {
        return false;
    }

    /**
     * Called by the polling thread after an event of the socket.
     *
     * @param readable whether bytes, the end of the stream or an error can be read
     * @param nowWritable whether the socket is writable or has failed
     * @param ending whether the peer has ended its stream or the socket has failed, so that reads go on until they show it
     */
    final void onEvent(boolean readable, boolean nowWritable, boolean ending) {
        lock.lock();
        try {
            if (!closed) {
                writable |= nowWritable;
                endIsNear |= ending;
                if (readable) {
                    drain();
                }
                if (isAwaited()) {
                    changed.signalAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isAwaited() {
        return switch (awaited) {
            case NOTHING -> false;
            case WRITABLE -> writable || broken.isPresent();
            case ARRIVAL -> !inbox.isEmpty() || ended || broken.isPresent();
            case ANY_EVENT -> true;
        };
    }

    /** Called by the polling thread every few milliseconds. Wakes a wait whose time is over. */
    final void wakeIfLate(long nanoTime) {
        if (awaited != Awaited.NOTHING && nanoTime - lateAt >= 0) {
            wake();
        }
    }

    /** Wakes the wait, which looks at its condition and its time again. */
    final void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the socket is writable or has failed. Either is the end of a connect. */
    final void awaitWritable(Deadline deadline) throws IOException {
        lock.lock();
        try {
            while (!writable) {
                await(Awaited.WRITABLE, deadline);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The number of buffered bytes; for tests. */
    final int unread() {
        lock.lock();
        try {
            return unread;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final Departure send(byte[] bytes, Deadline deadline) throws IOException {
        lock.lock();
        try {
            int offset = 0;
            long called = System.nanoTime();
            while (true) {
                throwIfBroken();
                writable = false;
                called = System.nanoTime();
                offset += writeNow(bytes, offset);
                if (offset == bytes.length) {
                    return departure(called);
                }
                while (!writable) {
                    await(Awaited.WRITABLE, deadline);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final Arrival receive(Deadline deadline) throws IOException {
        lock.lock();
        try {
            long began = System.nanoTime();
            if (inbox.isEmpty() || isFull) {
                drain();
            }
            boolean waited = false;
            while (inbox.isEmpty() && !ended) {
                throwIfBroken();
                await(Awaited.ARRIVAL, deadline);
                waited = true;
            }
            if (inbox.isEmpty()) {
                return new Arrival(new byte[0], System.nanoTime());
            }
            Arrival next = inbox.remove();
            unread -= next.bytes().length;
            if (waited) {
                stalledNanos += System.nanoTime() - Math.max(began, next.nanos());
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Duration stalled() {
        lock.lock();
        try {
            return Duration.ofNanos(stalledNanos);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public final void close() {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                inbox.clear();
                closeSocket();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until an event of the socket or the end of the time. */
    @SuppressWarnings("WaitNotInLoop") // the caller checks the state in every case
    final void awaitEvent(Duration longest) {
        lock.lock();
        try {
            if (!closed) {
                awaited = Awaited.ANY_EVENT;
                boolean _ = changed.await(longest.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            awaited = Awaited.NOTHING;
            lock.unlock();
        }
    }

    /** Runs an access to the socket unless the socket is closed. */
    final <T> Optional<T> whileOpen(Supplier<T> question) {
        lock.lock();
        try {
            return closed ? Optional.empty() : Optional.of(question.get());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads what has arrived. A read that does not fill its buffer has emptied the socket (epoll(7)), unless the end of the stream
     * is behind it.
     */
    private void drain() {
        isFull = false;
        while (!ended && broken.isEmpty() && !closed && unread < MOST_UNREAD) {
            try {
                Optional<Arrival> next = readNow();
                if (next.isEmpty()) {
                    listen(true);
                    return;
                }
                ended = next.get().isEnd();
                if (!ended) {
                    inbox.add(next.get());
                    unread += next.get().bytes().length;
                    if (next.get().bytes().length < READ_SIZE && !endIsNear) {
                        listen(true);
                        return;
                    }
                }
            } catch (IOException failure) {
                broken = Optional.of(failure);
            }
        }
        isFull = true;
        listen(false);
    }

    @SuppressWarnings("WaitNotInLoop") // every caller checks again in a loop
    private void await(Awaited what, Deadline deadline) throws IOException {
        if (closed) {
            throw new SocketException("Socket closed");
        }
        long left = deadline.remaining().toNanos();
        if (left <= 0) {
            throw new SocketTimeoutException(IN_TIME);
        }
        try {
            lateAt = System.nanoTime() + left;
            awaited = what;
            if (isWokenWhenLate()) {
                changed.await();
            } else if (!changed.await(left, TimeUnit.NANOSECONDS)) {
                throw new SocketTimeoutException(IN_TIME);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SocketTimeoutException("the probe was interrupted");
        } finally {
            awaited = Awaited.NOTHING;
        }
    }

    private void throwIfBroken() throws IOException {
        if (broken.isPresent()) {
            throw broken.get();
        }
    }
}
