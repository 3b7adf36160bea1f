package dev.handshakefleet.bench.workbench;

import java.util.ArrayList;
import java.util.List;

/** What the bench could not do on this machine, in the order in which it found out. Used by one thread. */
public final class SkippedParts {

    private final List<Skipped> parts = new ArrayList<>();

    /** One thing left out: of which part, and what and why in one line. */
    public record Skipped(String part, String reason) {}

    public void add(String part, String reason) {
        parts.add(new Skipped(part, reason));
    }

    public List<Skipped> all() {
        return List.copyOf(parts);
    }
}
