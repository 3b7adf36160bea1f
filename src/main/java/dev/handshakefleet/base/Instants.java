package dev.handshakefleet.base;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Reads instants that people write: ISO-8601, to the millisecond. Pure. */
public final class Instants {

    private Instants() {}

    /**
     * @param field the name of the field or option
     * @param value the text, such as {@code 2026-11-23T10:00:00Z} or {@code 2026-11-23T11:00:00+01:00}
     * @throws BadInputException naming the field, the value and the accepted form
     */
    public static Instant parse(String field, String value) {
        try {
            return Instant.parse(value).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeParseException notAnInstant) {
            throw new BadInputException(field, value, "an ISO-8601 instant, such as 2026-11-23T10:00:00Z");
        }
    }
}
