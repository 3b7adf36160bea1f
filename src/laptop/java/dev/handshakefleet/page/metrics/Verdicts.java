package dev.handshakefleet.page.metrics;

import dev.handshakefleet.verdict.Severity;

/** The number that stands for a verdict in a metric. */
final class Verdicts {

    private Verdicts() {}

    /** @return 0 for OK, 1 for WARNING, 2 for CRITICAL */
    static int number(Severity severity) {
        return switch (severity) {
            case OK -> 0;
            case WARNING -> 1;
            case CRITICAL -> 2;
        };
    }
}
