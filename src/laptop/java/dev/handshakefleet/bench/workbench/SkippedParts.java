package dev.handshakefleet.bench.workbench;

import java.util.ArrayList;
import java.util.List;

/** The skipped parts of the bench, in the order of their discovery. Used by one thread. */
public final class SkippedParts {

    private final List<Skipped> parts = new ArrayList<>();

    /** One skipped item: its part, and the item and the reason in one line. */
    public record Skipped(String part, String reason) {}

    public void add(String part, String reason) {
        parts.add(new Skipped(part, reason));
    }

    public List<Skipped> all() {
        return List.copyOf(parts);
    }
}
