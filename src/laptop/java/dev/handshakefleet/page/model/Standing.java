package dev.handshakefleet.page.model;

import dev.handshakefleet.verdict.Severity;
import java.util.Locale;

/** How a target stands, the best first. */
public enum Standing {
    OK,
    /** There is no measurement, or none that can be read. */
    UNKNOWN,
    WARNING,
    CRITICAL;

    static Standing of(Severity severity) {
        return switch (severity) {
            case OK -> OK;
            case WARNING -> WARNING;
            case CRITICAL -> CRITICAL;
        };
    }

    /** @return the word in addresses and class names, such as {@code critical} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
