package dev.handshakefleet.rollup;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * The time that a rollup stands for: an hour or a day of UTC.
 *
 * @param level hour or day
 * @param start its first instant
 */
public record Span(Level level, Instant start) {

    /** How long a span is. */
    public enum Level {
        HOUR(
                ChronoUnit.HOURS,
                "hour#",
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH").withZone(ZoneOffset.UTC)),
        DAY(ChronoUnit.DAYS, "day#", DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC));

        private final ChronoUnit unit;
        private final String prefix;
        private final DateTimeFormatter format;

        Level(ChronoUnit unit, String prefix, DateTimeFormatter format) {
            this.unit = unit;
            this.prefix = prefix;
            this.format = format;
        }

        /** @return one hour or one day */
        public Duration length() {
            return unit.getDuration();
        }

        /** @return the span that holds the instant */
        public Span of(Instant instant) {
            return new Span(this, instant.truncatedTo(unit));
        }

        /** @return the first instant of a span at or after the given one */
        Instant ceiling(Instant instant) {
            Instant floor = instant.truncatedTo(unit);
            return floor.equals(instant) ? floor : floor.plus(length());
        }

        String sortKey(Instant start) {
            return prefix + format.format(start);
        }
    }

    public Span {
        Objects.requireNonNull(level, "level");
        Objects.requireNonNull(start, "start");
    }

    /** @return the first instant after it */
    public Instant end() {
        return start.plus(level.length());
    }

    String sortKey() {
        return level.sortKey(start);
    }
}
