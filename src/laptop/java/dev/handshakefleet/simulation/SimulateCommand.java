package dev.handshakefleet.simulation;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.cli.ExitStatus;
import dev.handshakefleet.cli.FleetCommand;
import dev.handshakefleet.cost.MonthlyBill;
import dev.handshakefleet.cost.TemplateFacts;
import dev.handshakefleet.cost.TemplateFacts.FunctionRuntime;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.terminal.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fleet simulate}: a large fleet through some intervals. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description =
                "Simulates a fleet whose runs are spread over many invocations: how many run at once, how long messages"
                        + " wait, what it costs. It is no AWS: the numbers rest on the assumptions that are printed below them.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:simulated", "3:UNKNOWN: usage"})
public final class SimulateCommand implements Callable<Integer> {

    private static final int MOST_TARGETS = 1_000_000;
    private static final int MOST_REGIONS = 50;
    private static final int MOST_INTERVALS = 60;
    private static final long MOST_PROBES = 20_000_000;
    private static final int MOST_PLACES = 1_000;
    private static final Duration SHORTEST_RATE = Duration.ofMinutes(1);
    private static final Duration LONGEST_RATE = Duration.ofHours(1);
    private static final Duration LONGEST_PROBE = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Option(names = "--targets", description = "Targets of each region (default: ${DEFAULT-VALUE}).")
    private int targets = 100_000;

    @Option(names = "--regions", description = "Regions that probe (default: ${DEFAULT-VALUE}).")
    private int regions = 10;

    @Option(names = "--rate", description = "How often each target is probed (default: ${DEFAULT-VALUE}).")
    private String rate = "PT1M";

    @Option(names = "--intervals", description = "How many intervals follow each other (default: ${DEFAULT-VALUE}).")
    private int intervals = 5;

    @Option(
            names = "--probe-time",
            description = "The mean time of a healthy target's probe (default: ${DEFAULT-VALUE}, as ./fleet cost).")
    private String probeTime = "PT0.5S";

    @Option(
            names = "--cpu-time",
            description = "CPU of a probe (default: ${DEFAULT-VALUE}; ./fleet bench load measures it).")
    private String cpuTime = TemplateFacts.CPU_TIME.toString();

    @Option(
            names = "--concurrency",
            description = "Probes under way at once in an invocation (default: ${DEFAULT-VALUE}, as Concurrency).")
    private int concurrency = TemplateFacts.CONCURRENCY;

    @Option(
            names = "--shard-concurrency",
            description = "The most invocations at once in a region (default: ${DEFAULT-VALUE}; as ShardConcurrency).")
    private int shardConcurrency = 200;

    @Option(
            names = "--runtime",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}), each with its memory.")
    private FunctionRuntime runtime = FunctionRuntime.NATIVE;

    @Option(
            names = "--farthest",
            description = "How far DynamoDB is from the farthest region (default: ${DEFAULT-VALUE}).")
    private String farthest = "PT0.26S";

    @Option(
            names = "--price-region",
            description = "Whose prices (default: ${DEFAULT-VALUE}; built in: us-east-1, eu-west-1).")
    private String priceRegion = "us-east-1";

    @Option(names = "--seed", description = "Of the random numbers (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Scenario scenario = scenario();
        SimulationReport report;
        try (Progress progress = FleetCommand.progress(spec, "simulating", "regions", regions)) {
            report = new Simulation(scenario, priceRegion).report(progress::advance);
        }
        if (json) {
            out.println(ContractJson.pretty(report));
        } else {
            new SimulationView(report, FleetCommand.screen(spec)).lines().forEach(out::println);
        }
        out.flush();
        return ExitStatus.OK;
    }

    private Scenario scenario() {
        within("--targets", targets, 1, MOST_TARGETS);
        within("--regions", regions, 1, MOST_REGIONS);
        within("--intervals", intervals, 2, MOST_INTERVALS);
        within("--concurrency", concurrency, 1, MOST_PLACES);
        within("--shard-concurrency", shardConcurrency, 2, MOST_PLACES);
        if ((long) targets * regions * intervals > MOST_PROBES) {
            throw new BadInputException(
                    "--targets", targets, "fewer, so that all regions and intervals have at most 20,000,000 probes");
        }
        Duration interval = Durations.positive("--rate", rate);
        if (interval.compareTo(SHORTEST_RATE) < 0 || interval.compareTo(LONGEST_RATE) > 0) {
            throw new BadInputException("--rate", rate, "an ISO-8601 duration from PT1M to PT1H, such as PT5M");
        }
        MonthlyBill.requireRegion(priceRegion);
        return new Scenario(
                new Scenario.Fleet(targets, regions, interval, intervals),
                new Scenario.Probes(
                        atMostTenSeconds("--probe-time", probeTime),
                        LONGEST_PROBE.multipliedBy(2),
                        TemplateFacts.TROUBLED_SHARE,
                        atMostTenSeconds("--cpu-time", cpuTime)),
                new Scenario.Function(concurrency, runtime),
                new Scenario.Service(
                        Duration.ofMillis(5),
                        atMostTenSeconds("--farthest", farthest),
                        Duration.ofMillis(50),
                        Duration.ofMillis(500),
                        5,
                        300,
                        shardConcurrency),
                seed);
    }

    private static Duration atMostTenSeconds(String option, String value) {
        Duration duration = Durations.positive(option, value);
        if (duration.compareTo(LONGEST_PROBE) > 0) {
            throw new BadInputException(option, value, "an ISO-8601 duration above zero, at most PT10S");
        }
        return duration;
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new BadInputException(option, value, "a whole number from " + least + " to " + most);
        }
    }
}
