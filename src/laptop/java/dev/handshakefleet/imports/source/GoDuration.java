package dev.handshakefleet.imports.source;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go programs write them: {@code 300ms}, {@code 1m30s}, {@code 48h}; in Prometheus also {@code 1d}. Pure. */
public final class GoDuration {

    private static final int LONGEST = 40;
    private static final Pattern PART = Pattern.compile("\\G(\\d{1,6}(?:\\.\\d{1,6})?)(ns|us|µs|ms|s|m|h|d|w|y)");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "ms", 1_000_000L,
            "s", Duration.ofSeconds(1).toNanos(),
            "m", Duration.ofMinutes(1).toNanos(),
            "h", Duration.ofHours(1).toNanos(),
            "d", Duration.ofDays(1).toNanos(),
            "w", Duration.ofDays(7).toNanos(),
            "y", Duration.ofDays(365).toNanos());

    /** Ten years, as the fleet's own durations. */
    private static final double MOST_NANOS = Duration.ofDays(3_650).toNanos();

    private GoDuration() {}

    /** @return the duration, above zero and at most ten years; empty for any other text */
    public static Optional<Duration> of(String written) {
        if (written.isEmpty() || written.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher part = PART.matcher(written);
        double nanos = 0;
        int end = 0;
        while (part.find()) {
            nanos += Double.parseDouble(part.group(1)) * NANOS.get(part.group(2));
            end = part.end();
        }
        return end == written.length() && nanos >= 1 && nanos <= MOST_NANOS
                ? Optional.of(Duration.ofNanos(Math.round(nanos)))
                : Optional.empty();
    }
}
