package dev.handshakefleet.imports.draft;

import dev.handshakefleet.imports.source.GoDuration;
import dev.handshakefleet.imports.source.Place;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How often a source probes. All targets of a fleet are probed at one interval, which the template's parameter {@code
 * RateMinutes} sets. Used by one thread.
 */
public final class Intervals {

    /** The values of {@code RateMinutes} in template.yaml. */
    private static final List<Integer> RATES = List.of(1, 5, 10, 15, 30, 60);

    private final Map<Place, Duration> all = new LinkedHashMap<>();

    /** @param written a duration of Go; another text is passed over */
    public void add(Place place, String written) {
        GoDuration.of(written).ifPresent(interval -> all.put(place, interval));
    }

    /** @param remarks gets the rate to deploy with, and each interval that differs from it */
    public void remark(Remarks remarks) {
        Optional<Duration> shortest = new TreeSet<>(all.values()).stream().findFirst();
        if (shortest.isEmpty()) {
            return;
        }
        int rate = RATES.stream()
                .filter(minutes -> Duration.ofMinutes(minutes).compareTo(shortest.get()) <= 0)
                .reduce(1, Math::max);
        all.forEach((place, interval) -> {
            if (interval.equals(Duration.ofMinutes(rate))) {
                remarks.note(place, "an interval of " + interval + ": deploy with RateMinutes=" + rate);
            } else {
                remarks.lost(
                        place,
                        "interval of " + interval,
                        "all targets have one interval; RateMinutes=" + rate + " fits best");
            }
        });
    }
}
