package dev.handshakefleet.seen;

import java.util.LinkedHashSet;

/**
 * A cache of leaves that need no further read of the table, by target. Bounded: the oldest entry is dropped.
 * Thread-safe.
 */
final class LeafCache {

    private static final int MOST = 10_000;

    private final LinkedHashSet<Entry> entries = new LinkedHashSet<>();

    private record Entry(String targetId, String sha256) {}

    synchronized boolean has(String targetId, String sha256) {
        return entries.contains(new Entry(targetId, sha256));
    }

    synchronized void add(String targetId, String sha256) {
        if (entries.size() >= MOST) {
            entries.removeFirst();
        }
        entries.add(new Entry(targetId, sha256));
    }
}
