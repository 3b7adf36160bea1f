package dev.handshakefleet.probe.net;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One thread that waits for events of all sockets ({@code epoll}, edge-triggered) and reads the bytes that have
 * arrived. Each connection has a number that is never reused, so a late event of a closed connection is dropped.
 */
final class KernelPoller implements AutoCloseable {

    private static final int EPOLL_CLOEXEC = 0x80000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN = 0x1;
    private static final int EPOLLOUT = 0x4;
    private static final int EPOLLERR = 0x8;
    private static final int EPOLLHUP = 0x10;
    private static final int EPOLLRDHUP = 0x2000;
    private static final int EPOLLET = 1 << 31;
    private static final int WRITABLE_OR_BROKEN = EPOLLOUT | EPOLLERR | EPOLLHUP;
    private static final int ENDING = EPOLLRDHUP | EPOLLHUP;
    private static final int READABLE = EPOLLIN | ENDING;
    private static final int MOST_EVENTS = 256;
    private static final int MILLIS_WITHOUT_LINKS = 500;
    private static final long NANOS_AFTER_THE_LAST_LINK = 1_000_000_000L;

    /** How late a wait may end. */
    private static final int MILLIS_BETWEEN_CHECKS = 10;

    private static final long NANOS_BETWEEN_CHECKS = MILLIS_BETWEEN_CHECKS * 1_000_000L;

    /** {@code struct epoll_event} is packed on x86-64 only. */
    private final boolean isPacked = !System.getProperty("os.arch", "").equals("aarch64");

    private final int eventSize = isPacked ? 12 : 16;
    private final int eventData = isPacked ? 4 : 8;
    private final Libc libc;
    private final Scratch.Shelf shelf;
    private final int epoll;
    private final Map<Long, PolledLink> links = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean checksDeadlines;
    private long nextCheck = System.nanoTime();
    private long lastLinkSeen = System.nanoTime();

    KernelPoller(Libc libc, Scratch.Shelf shelf) throws IOException {
        this.libc = libc;
        this.shelf = shelf;
        Scratch scratch = shelf.take();
        epoll = libc.epollCreate(scratch.state, EPOLL_CLOEXEC);
        shelf.giveBack(scratch);
        if (epoll < 0) {
            throw new IOException("epoll_create1: errno " + -epoll);
        }
        thread = Thread.ofPlatform().daemon().name("link poller").unstarted(this::poll);
        thread.start();
    }

    /** Must be called before {@link #watch}. */
    void register(long number, PolledLink link) {
        links.put(number, link);
    }

    void watch(int socket, long number) throws IOException {
        Scratch scratch = shelf.take();
        try {
            scratch.option.set(JAVA_INT_UNALIGNED, 0, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
            scratch.option.set(JAVA_LONG_UNALIGNED, eventData, number);
            int result = libc.epollControl(scratch.state, epoll, EPOLL_CTL_ADD, socket, scratch.option);
            if (result < 0) {
                throw new IOException("epoll_ctl: errno " + -result);
            }
        } finally {
            shelf.giveBack(scratch);
        }
    }

    /** Whether the wait of a registered link is ended by this thread. A while after the last link it sleeps longer, and does not. */
    boolean checksDeadlines() {
        return checksDeadlines;
    }

    void forget(long number) {
        links.remove(number);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void poll() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate((long) MOST_EVENTS * eventSize, Long.BYTES);
            MemorySegment state = arena.allocate(Libc.callState());
            pollUntilClosed(events, state);
            libc.close(state, epoll);
        } finally {
            checksDeadlines = false;
            links.values().forEach(PolledLink::wake);
        }
    }

    private void pollUntilClosed(MemorySegment events, MemorySegment state) {
        while (!closed) {
            int count = libc.epollWait(state, epoll, events, MOST_EVENTS, untilNextCheck());
            for (int index = 0; index < count; index++) {
                long at = (long) index * eventSize;
                int what = events.get(JAVA_INT_UNALIGNED, at);
                PolledLink link = links.get(events.get(JAVA_LONG_UNALIGNED, at + eventData));
                if (link != null) {
                    link.onEvent((what & READABLE) != 0, (what & WRITABLE_OR_BROKEN) != 0, (what & ENDING) != 0);
                }
            }
            checkDeadlines();
        }
    }

    /**
     * A link is registered before it asks {@link #checksDeadlines}. So a link that this misses has seen {@code false}. For a while after
     * the last link the calls stay short, because a JVM that exits waits up to 300 ms for a thread that is in a foreign call.
     */
    private int untilNextCheck() {
        checksDeadlines = false;
        long now = System.nanoTime();
        if (!links.isEmpty()) {
            lastLinkSeen = now;
        }
        checksDeadlines = now - lastLinkSeen < NANOS_AFTER_THE_LAST_LINK;
        return checksDeadlines ? MILLIS_BETWEEN_CHECKS : MILLIS_WITHOUT_LINKS;
    }

    private void checkDeadlines() {
        long now = System.nanoTime();
        if (now - nextCheck >= 0) {
            nextCheck = now + NANOS_BETWEEN_CHECKS;
            links.values().forEach(link -> link.wakeIfLate(now));
        }
    }
}
