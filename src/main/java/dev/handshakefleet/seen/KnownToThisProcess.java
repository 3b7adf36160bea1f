package dev.handshakefleet.seen;

import java.util.LinkedHashSet;

/** Which leaf of which target needs no look into the table any more. Bounded: the oldest entry gives way. Thread-safe. */
final class KnownToThisProcess {

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
