package dev.handshakefleet.bench;

import dev.handshakefleet.bench.cost.CostBenchmark;
import dev.handshakefleet.bench.cost.CostRow;
import dev.handshakefleet.bench.history.HistoryBenchmark;
import dev.handshakefleet.bench.history.HistoryRow;
import dev.handshakefleet.bench.memory.MemoryRow;
import dev.handshakefleet.bench.truth.TruthRow;
import dev.handshakefleet.rollup.RollupMaker;
import dev.handshakefleet.target.TlsOffer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A figure with a goal.
 *
 * @param what the figure, with its unit
 * @param atMost what it may be
 * @param measured what it is
 * @param met whether it is within
 */
record Goal(String what, BigDecimal atMost, BigDecimal measured, boolean met) {

    private static final int MANY = 100;

    /** The goals with a figure in this run. */
    static List<Goal> of(List<TruthRow> truth, List<CostRow> cost, List<MemoryRow> memory) {
        List<Goal> goals = new ArrayList<>();
        waitOf(truth, 1).ifPresent(alone -> {
            goals.add(of("error of wait, alone, p50 (µs)", "20", alone.p50Micros()));
            goals.add(of("error of wait, alone, p99 (µs)", "100", alone.p99Micros()));
        });
        waitOf(truth, MANY)
                .ifPresent(many -> goals.add(of("error of wait, 100 in flight, p99 (µs)", "200", many.p99Micros())));
        cost.stream()
                .filter(row -> row.client().equals(CostBenchmark.OURS))
                .forEach(row -> row.ratio()
                        .ifPresent(ratio -> goals.add(of(
                                "CPU a probe, " + row.key() + ", " + row.offer().orElseThrow()
                                        + " (× blackbox_exporter)",
                                isClassic(row) ? "1.0" : "1.2",
                                ratio))));
        memory.stream()
                .filter(row -> row.client().equals(CostBenchmark.OURS))
                .forEach(row -> goals.add(
                        of("memory over idle, " + row.inFlight() + " in flight (MiB)", "64", row.overIdleMib())));
        return goals;
    }

    /** The goals of reading back with a figure in this run. */
    static List<Goal> ofHistory(List<HistoryRow> history) {
        List<Goal> goals = new ArrayList<>();
        for (HistoryRow row : history) {
            switch (row.what()) {
                case HistoryBenchmark.MAKING ->
                    goals.add(of(
                            "write units of rollups (% of those of the measurements)",
                            String.valueOf(RollupMaker.MOST_OF_BOTH),
                            row.writeUnits()
                                    .multiply(BigDecimal.valueOf(100))
                                    .divide(BigDecimal.valueOf(row.measurements()), 2, RoundingMode.UP)));
                case HistoryBenchmark.REPORT -> goals.add(of(row.what() + " (s)", "5", row.seconds()));
                default -> {
                    // A figure beside another one.
                }
            }
        }
        return goals;
    }

    /** Only this offer asks for the same cryptography as blackbox_exporter's. */
    private static boolean isClassic(CostRow row) {
        return row.offer().equals(Optional.of(TlsOffer.Profile.CLASSIC.label()));
    }

    private static Optional<TruthRow> waitOf(List<TruthRow> truth, int inFlight) {
        return truth.stream()
                .filter(row -> row.client().equals(CostBenchmark.OURS)
                        && row.time().equals("wait")
                        && row.inFlight() == inFlight)
                .findFirst();
    }

    private static Goal of(String what, String atMost, BigDecimal measured) {
        BigDecimal limit = new BigDecimal(atMost);
        return new Goal(what, limit, measured, measured.compareTo(limit) <= 0);
    }
}
