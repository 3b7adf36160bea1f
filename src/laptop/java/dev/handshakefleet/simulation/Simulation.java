package dev.handshakefleet.simulation;

import dev.handshakefleet.cost.MonthlyBill;
import dev.handshakefleet.cost.ShardPlan;
import dev.handshakefleet.cost.TemplateFacts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Simulates a scenario. The same scenario gives the same report. */
final class Simulation {

    private static final double NANOS_A_SECOND = 1e9;
    private static final BigDecimal SECONDS_A_MONTH = BigDecimal.valueOf(730L * 3_600);
    private static final int MESSAGES_A_REQUEST = 10;
    private static final int REQUESTS_A_SHARD = 2;

    /** The pointer and the record of the division. */
    private static final int CALLS_OF_A_DISPATCH = 2;

    private final Scenario scenario;
    private final String priceRegion;
    private final ShardPlan plan;
    private final double interval;

    /** @param priceRegion whose prices */
    Simulation(Scenario scenario, String priceRegion) {
        this.scenario = scenario;
        this.priceRegion = priceRegion;
        this.plan = scenario.plan();
        this.interval = scenario.fleet().interval().toNanos() / NANOS_A_SECOND;
    }

    /** @param regionDone is told after each region */
    SimulationReport report(Runnable regionDone) {
        List<List<WorkedShard>> worked = new ArrayList<>();
        for (int region = 0; region < scenario.fleet().regions(); region++) {
            worked.add(RegionSimulation.of(scenario, region).run());
            regionDone.run();
        }
        IntervalRow first = figures(0, worked).row();
        IntervalFigures ofLast = figures(scenario.fleet().intervals() - 1, worked);
        IntervalRow last = ofLast.row();
        return new SimulationReport(
                scenario.fleet().targets(),
                scenario.fleet().regions(),
                scenario.fleet().interval(),
                scenario.seed(),
                plan.shards(),
                plan.slot(),
                rounded(scenario.pace(), 1),
                first,
                last,
                ofLast.moments(),
                bill(last),
                warnings(last, worked),
                assumptions());
    }

    private IntervalFigures figures(int index, List<List<WorkedShard>> worked) {
        List<Double> dispatches = IntStream.range(0, worked.size())
                .mapToObj(region -> RegionSimulation.sent(plan.shards() - 1)
                        + CALLS_OF_A_DISPATCH * scenario.latencySeconds(region))
                .toList();
        return new IntervalFigures(
                index, interval, worked, scenario.function().runtime().megabytes(), dispatches);
    }

    private MonthlyBill bill(IntervalRow last) {
        BigDecimal intervals = SECONDS_A_MONTH.divide(BigDecimal.valueOf(interval), MathContext.DECIMAL64);
        long requests = Math.ceilDiv(plan.shards(), MESSAGES_A_REQUEST) + (long) REQUESTS_A_SHARD * plan.shards();
        return MonthlyBill.of(
                new MonthlyBill.Fleet(
                        scenario.fleet().targets(),
                        scenario.fleet().regions(),
                        scenario.fleet().interval()),
                new MonthlyBill.Counted(
                        intervals.multiply(BigDecimal.valueOf(last.invocations())),
                        intervals.multiply(last.gigabyteSeconds()),
                        intervals.multiply(
                                BigDecimal.valueOf(requests * scenario.fleet().regions()))),
                priceRegion);
    }

    private List<String> warnings(IntervalRow last, List<List<WorkedShard>> worked) {
        List<String> warnings = new ArrayList<>();
        double longest = worked.stream()
                .flatMap(List::stream)
                .mapToDouble(WorkedShard::billed)
                .max()
                .orElse(0);
        double timeout = TemplateFacts.TIMEOUT.toSeconds();
        if (longest > timeout) {
            warnings.add("The longest invocation takes %s s, and the function may take %s s."
                    .formatted(rounded(longest, 0), rounded(timeout, 0)));
        }
        if (last.waitedMostSeconds().doubleValue() > interval) {
            warnings.add("Messages wait for longer than an interval: the queue grows. Raise the concurrency.");
        }
        return warnings;
    }

    private List<String> assumptions() {
        Scenario.Service service = scenario.service();
        Scenario.Probes probes = scenario.probes();
        return List.of(
                "Runs are divided as the function does: shards of at most 15 s of work, their starts spread over the interval in"
                        + " whole seconds, the starts of their probes over " + seconds(plan.slot()) + ".",
                "A probe of a healthy target takes " + seconds(probes.mean())
                        + " in the mean (--probe-time), log-normal with"
                        + " sigma " + ProbeTimes.SIGMA + "; "
                        + rounded(probes.troubledShare() * 100, 0).toPlainString() + " % are in trouble and take "
                        + seconds(probes.troubled()) + ", two attempts to their limit.",
                "A probe computes " + seconds(probes.cpu()) + " (--cpu-time, measured by ./fleet bench load), on "
                        + rounded(scenario.function().runtime().processors(), 2).toPlainString() + " processors of "
                        + scenario.function().runtime().megabytes()
                        + " MB. Storing and deciding run beside the probing.",
                "DynamoDB is " + seconds(service.home()) + " away in the home region and " + seconds(service.farthest())
                        + " in the farthest, and takes what it is given: two calls before the first probe of a shard, four after"
                        + " the last.",
                "Lambda reads the queue with " + service.firstAtOnce() + " invocations at once and up to "
                        + service.moreAMinute()
                        + " more a minute, evenly, while messages wait (AWS documentation), at most "
                        + service.mostAtOnce()
                        + " (--shard-concurrency). Where none waits, it gives up all that are not busy"
                        + " and more than the first: the worst that it may do.",
                "An invocation begins " + seconds(service.delivery()) + " after its message may be received, and "
                        + seconds(service.coldStart())
                        + " later in a new environment. No environment ends, nothing fails,"
                        + " nothing is throttled, the schedule is on time.");
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos())
                        .movePointLeft(9)
                        .setScale(4, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + " s";
    }

    private static BigDecimal rounded(double value, int decimals) {
        return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    }
}
