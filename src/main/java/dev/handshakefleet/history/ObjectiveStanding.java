package dev.handshakefleet.history;

import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.rollup.RegionRollup;
import dev.handshakefleet.rollup.Series;
import dev.handshakefleet.rollup.Sketch;
import dev.handshakefleet.target.AvailabilityObjective;
import dev.handshakefleet.target.PercentileObjective;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How an objective of a target stands. Pure.
 *
 * @param name tells it from the other objectives of the target, such as {@code p95-tls}
 * @param promise in words, such as {@code 99.9 % available over 30 days}
 * @param kept whether it is kept
 * @param found the percentile; empty for availability
 * @param availability percent of the probes that succeeded, rounded down to three decimals; empty for a percentile
 * @param budgetLeft percent of the error budget that is left, rounded down; below zero where more failed than may; empty for a percentile
 */
public record ObjectiveStanding(
        String name,
        String promise,
        boolean kept,
        Optional<Duration> found,
        Optional<BigDecimal> availability,
        Optional<BigDecimal> budgetLeft) {

    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);
    private static final int DECIMALS = 3;

    public ObjectiveStanding {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(promise, "promise");
    }

    /** @return how the percentile stands in these measurements; empty where none has the phase */
    static Optional<ObjectiveStanding> of(PercentileObjective objective, RegionRollup measured) {
        Duration limit = objective.limit().warning();
        return measured.sketch(Series.of(objective.phase()))
                .map((Sketch sketch) -> sketch.percentile(objective.percent()))
                .map(found -> new ObjectiveStanding(
                        objective.name(),
                        "p%d of %s at most %d ms"
                                .formatted(
                                        objective.percent(), objective.phase().label(), limit.toMillis()),
                        found.compareTo(limit) <= 0,
                        Optional.of(found),
                        Optional.empty(),
                        Optional.empty()));
    }

    /**
     * @param measured the measurements of the objective's own window
     * @return how the availability stands; empty where there is none
     */
    static Optional<ObjectiveStanding> of(AvailabilityObjective objective, RegionRollup measured) {
        int probes = measured.counts().probes();
        if (probes == 0) {
            return Optional.empty();
        }
        BigDecimal failed = BigDecimal.valueOf(measured.counts().failed());
        BigDecimal allowed = objective.budgetPercent().multiply(BigDecimal.valueOf(probes));
        BigDecimal spent = failed.multiply(PERCENT).multiply(PERCENT).divide(allowed, 1, RoundingMode.UP);
        return Optional.of(new ObjectiveStanding(
                objective.name(),
                objective.percent().toPlainString() + " % available over "
                        + DurationText.largestUnit(objective.window()),
                spent.compareTo(PERCENT) <= 0,
                Optional.empty(),
                availability(measured),
                Optional.of(PERCENT.subtract(spent))));
    }

    /** @return percent of the probes that succeeded, rounded down to three decimals; empty where there was none */
    public static Optional<BigDecimal> availability(RegionRollup measured) {
        int probes = measured.counts().probes();
        return probes == 0
                ? Optional.empty()
                : Optional.of(BigDecimal.valueOf(probes - measured.counts().failed())
                        .multiply(PERCENT)
                        .divide(BigDecimal.valueOf(probes), DECIMALS, RoundingMode.DOWN));
    }
}
