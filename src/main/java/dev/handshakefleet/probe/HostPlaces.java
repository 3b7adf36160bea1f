package dev.handshakefleet.probe;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how many probes are under way at once towards one address, whatever names lead to it: many names can share one load balancer.
 * Thread-safe.
 *
 * <p>A target that has to wait gives up its place among all probes ({@link Turn}), so a busy address holds up no other. All targets take
 * the places of several addresses in one order, and none waits for an address while it holds a place among all probes: no two can wait
 * for each other. An address that nobody probes takes no memory.
 */
public final class HostPlaces {

    private static final Comparator<InetAddress> ORDER =
            Comparator.comparing(InetAddress::getAddress, Arrays::compareUnsigned);

    private final int most;
    private final Map<InetAddress, Host> hosts = new ConcurrentHashMap<>();

    /** An address and how many threads hold or want a place there; changed under the lock of its entry. */
    private static final class Host {

        private final Semaphore places;
        private int users;

        Host(int most) {
            places = new Semaphore(most, true);
        }
    }

    /** @param most how many probes are under way at once towards one address; 1 or more */
    public HostPlaces(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most: " + most + "; accepted: 1 or more");
        }
        this.most = most;
    }

    /** No bound. */
    public static HostPlaces unbounded() {
        return new HostPlaces(Integer.MAX_VALUE);
    }

    /** The places of a target, until they are closed. */
    final class Taken implements AutoCloseable {

        private final List<InetAddress> addresses;
        private final boolean waited;

        private Taken(List<InetAddress> addresses, boolean waited) {
            this.addresses = addresses;
            this.waited = waited;
        }

        /** Whether the target had to wait for them. */
        boolean hasWaited() {
            return waited;
        }

        @Override
        public void close() {
            addresses.forEach(HostPlaces.this::release);
        }
    }

    /**
     * Takes a place at each of the addresses.
     *
     * @throws NoTurnException if there was none for as long as the target could wait; it may then have lost its turn
     */
    Taken take(Collection<InetAddress> addresses, Turn turn) {
        List<InetAddress> inOrder = addresses.stream().distinct().sorted(ORDER).toList();
        if (takeAll(inOrder, 0)) {
            return new Taken(inOrder, false);
        }
        long longestNanos = Math.max(1, turn.pause().toNanos());
        if (!takeAll(inOrder, longestNanos)) {
            throw new NoTurnException();
        }
        if (!turn.resume()) {
            inOrder.forEach(this::release);
            throw new NoTurnException();
        }
        return new Taken(inOrder, true);
    }

    /** All of them or none. */
    private boolean takeAll(List<InetAddress> inOrder, long longestNanos) {
        long endNanos = System.nanoTime() + longestNanos;
        List<InetAddress> taken = new ArrayList<>();
        for (InetAddress address : inOrder) {
            if (!take(address, longestNanos == 0 ? 0 : endNanos - System.nanoTime())) {
                taken.forEach(this::release);
                return false;
            }
            taken.add(address);
        }
        return true;
    }

    private boolean take(InetAddress address, long longestNanos) {
        Host host = hosts.compute(address, (_, known) -> {
            Host used = known == null ? new Host(most) : known;
            used.users++;
            return used;
        });
        boolean taken = false;
        try {
            taken = host.places.tryAcquire(longestNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            if (!taken) {
                leave(address);
            }
        }
        return taken;
    }

    private void release(InetAddress address) {
        hosts.get(address).places.release();
        leave(address);
    }

    private void leave(InetAddress address) {
        hosts.computeIfPresent(address, (_, host) -> --host.users == 0 ? null : host);
    }
}
