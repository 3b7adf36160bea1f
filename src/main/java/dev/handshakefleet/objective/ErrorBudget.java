package dev.handshakefleet.objective;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.target.AvailabilityObjective;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/**
 * How fast an error budget is spent: the share of probes that failed, divided by the share that may fail. At a burn
 * rate of 1
 * it lasts exactly as long as the objective's window. Source: Google SRE Workbook, "Alerting on SLOs". Decisions use
 * exact values; shown values are rounded down.
 *
 * @param failed how many probes failed
 * @param probes how many there were
 * @param objective the objective
 */
record ErrorBudget(int failed, int probes, AvailabilityObjective objective) {

    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    static ErrorBudget of(List<Measurement> measurements, AvailabilityObjective objective) {
        int failed = (int) measurements.stream()
                .filter(measurement -> !measurement.succeeded())
                .count();
        return new ErrorBudget(failed, measurements.size(), objective);
    }

    /**
     * @param factor a burn rate; where no share of failures is that fast, because too many may fail, it is reached when
     *     all
     *     have failed
     * @return false where there were no probes
     */
    boolean burnsAtLeast(BigDecimal factor) {
        BigDecimal share = factor.multiply(objective.budgetPercent()).min(PERCENT);
        return probes > 0
                && BigDecimal.valueOf(failed).multiply(PERCENT).compareTo(share.multiply(BigDecimal.valueOf(probes)))
                        >= 0;
    }

    /** @return the share that failed; 0 to 1 */
    double failedShare() {
        return (double) failed / probes;
    }

    /** @return percent of the probes that succeeded, with a decimal more than the objective has */
    BigDecimal availability() {
        int decimals = objective.percent().scale() + 1;
        return shown(BigDecimal.valueOf(probes - failed)
                .multiply(PERCENT)
                .divide(BigDecimal.valueOf(probes), decimals, RoundingMode.DOWN));
    }

    /** @return the burn rate, with one decimal */
    BigDecimal burnRate() {
        return shown(BigDecimal.valueOf(failed)
                .multiply(PERCENT)
                .divide(objective.budgetPercent().multiply(BigDecimal.valueOf(probes)), 1, RoundingMode.DOWN));
    }

    /** @return how long a whole budget lasts at this rate; the burn rate is above zero */
    Duration exhaustionTime() {
        BigDecimal seconds = BigDecimal.valueOf(objective.window().toSeconds())
                .multiply(objective.budgetPercent())
                .multiply(BigDecimal.valueOf(probes))
                .divide(PERCENT.multiply(BigDecimal.valueOf(failed)), 0, RoundingMode.DOWN);
        return Duration.ofSeconds(seconds.longValueExact());
    }

    private static BigDecimal shown(BigDecimal number) {
        return number.signum() == 0
                ? BigDecimal.ZERO
                : new BigDecimal(number.stripTrailingZeros().toPlainString());
    }
}
