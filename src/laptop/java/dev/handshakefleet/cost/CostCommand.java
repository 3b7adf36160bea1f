package dev.handshakefleet.cost;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.cli.ExitStatus;
import dev.handshakefleet.cli.FleetCommand;
import dev.handshakefleet.cli.TargetsFile;
import dev.handshakefleet.cli.TargetsReading;
import dev.handshakefleet.cost.TemplateFacts.Architecture;
import dev.handshakefleet.cost.TemplateFacts.FunctionRuntime;
import dev.handshakefleet.lambda.MetricsTag;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fleet cost}: the monthly bill of a file of targets. */
@Command(
        name = "cost",
        mixinStandardHelpOptions = true,
        description =
                "Estimates the monthly bill of AWS for a file of targets, by part, beside that of the same checks as"
                        + " canaries of CloudWatch Synthetics. The prices are a list with its day; check them.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:estimated", "3:UNKNOWN: usage, a file or a price list that cannot be used"})
public final class CostCommand implements Callable<Integer> {

    private static final int MOST_REGIONS = 50;
    private static final int HIGHEST_CONCURRENCY = 1_000;
    private static final int MOST_ADDRESSES = 16;
    private static final int MOST_DAYS = 3_650;
    private static final Duration SHORTEST_RATE = Duration.ofMinutes(1);
    private static final Duration LONGEST_RATE = Duration.ofDays(1);

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "YAML with a list of targets under the key 'targets'.")
    private Path file;

    @Option(
            names = "--regions",
            description = "Regions that probe, the home region among them (default: ${DEFAULT-VALUE}).")
    private int regions = 1;

    @Option(
            names = "--rate",
            description = "How often each target is probed (default: ${DEFAULT-VALUE}, as RateMinutes).")
    private String rate = "PT5M";

    @Option(
            names = "--probe-time",
            description =
                    "The mean time of a probe (default: ${DEFAULT-VALUE}, the usual limit of a handshake, so more than"
                            + " healthy targets take; ./fleet history TARGET shows yours).")
    private String probeTime = "PT0.5S";

    @Option(
            names = "--cpu-time",
            description =
                    "CPU of a probe, with storing and deciding (default: ${DEFAULT-VALUE}; ./fleet bench load measures it)."
                            + " 1,769 MB have one processor.")
    private String cpuTime = TemplateFacts.CPU_TIME.toString();

    @Option(
            names = "--overhead",
            description = "What an invocation takes besides: catalog, alerts, storing (default: ${DEFAULT-VALUE}).")
    private String overhead = "PT0.3S";

    @Option(names = "--concurrency", description = "Probes under way at once (default: ${DEFAULT-VALUE}).")
    private int concurrency = TemplateFacts.CONCURRENCY;

    @Option(
            names = "--addresses",
            description =
                    "Addresses of a target that probes all of them (default: ${DEFAULT-VALUE}; at most 16 are probed).")
    private int addresses = 2;

    @Option(
            names = "--runtime",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}), each with its memory.")
    private FunctionRuntime runtime = FunctionRuntime.NATIVE;

    @Option(names = "--architecture", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Architecture architecture = Architecture.ARM64;

    @Option(names = "--retention-days", description = "How long measurements are kept (default: ${DEFAULT-VALUE}).")
    private int retentionDays = TemplateFacts.RETENTION_DAYS;

    @Option(names = "--log-retention-days", description = "How long logs are kept (default: ${DEFAULT-VALUE}).")
    private int logRetentionDays = TemplateFacts.LOG_RETENTION_DAYS;

    @Option(
            names = "--metrics-tag",
            paramLabel = "NAME=VALUE",
            description = "The tag of targets with metrics of their own, as MetricsTag; at most 500 are counted.")
    private String metricsTag;

    @Option(
            names = "--price-region",
            description = "Whose prices (default: ${DEFAULT-VALUE}; built in: us-east-1, eu-west-1).")
    private String priceRegion = "us-east-1";

    @Option(names = "--prices", paramLabel = "FILE", description = "A price list in place of the one that is built in.")
    private Path prices;

    @Option(names = "--print-prices", description = "Print the price list that is built in, to be changed, and end.")
    private boolean printPrices;

    @Option(names = "--free-tier", description = "Subtract the free tiers of an account without other use.")
    private boolean freeTier;

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (printPrices) {
            out.print(PriceList.builtInText());
            out.flush();
            return ExitStatus.OK;
        }
        if (file == null) {
            throw new ParameterException(spec.commandLine(), "FILE is missing");
        }
        CostReport report = new Estimate(
                        workload(), PriceList.of(Optional.ofNullable(prices), priceRegion), freeTier, addresses)
                .report();
        if (json) {
            out.println(ContractJson.pretty(report));
        } else {
            new CostView(report, FleetCommand.screen(spec)).lines().forEach(out::println);
        }
        out.flush();
        return ExitStatus.OK;
    }

    private Workload workload() {
        within("--regions", regions, MOST_REGIONS);
        within("--concurrency", concurrency, HIGHEST_CONCURRENCY);
        within("--addresses", addresses, MOST_ADDRESSES);
        within("--retention-days", retentionDays, MOST_DAYS);
        within("--log-retention-days", logRetentionDays, MOST_DAYS);
        Duration interval = Durations.positive("--rate", rate);
        if (interval.compareTo(SHORTEST_RATE) < 0 || interval.compareTo(LONGEST_RATE) > 0) {
            throw new BadInputException("--rate", rate, "an ISO-8601 duration from PT1M to P1D, such as PT5M");
        }
        return new Workload(
                load(),
                regions,
                interval,
                new Workload.Pace(
                        Durations.positive("--probe-time", probeTime),
                        Durations.positive("--cpu-time", cpuTime),
                        Durations.positive("--overhead", overhead),
                        concurrency,
                        runtime,
                        architecture),
                new Workload.Kept(retentionDays, logRetentionDays));
    }

    private Workload.Load load() {
        TargetsFile read = TargetsFile.read(file);
        TargetReader reader = new TargetReader(TargetDefaults.BUILT_IN);
        List<Target> targets = TargetsReading.targets(read, reader, "nothing was counted").stream()
                .map(entry -> reader.read(entry.written()))
                .toList();
        return Workload.Load.of(targets, addresses, ownMetrics());
    }

    private Predicate<Target> ownMetrics() {
        return metricsTag == null ? target -> false : MetricsTag.read("--metrics-tag", metricsTag)::isOn;
    }

    private static void within(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new BadInputException(option, value, "a whole number from 1 to " + most);
        }
    }
}
