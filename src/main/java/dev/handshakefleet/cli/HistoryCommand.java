package dev.handshakefleet.cli;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.base.Instants;
import dev.handshakefleet.history.HistoryReport;
import dev.handshakefleet.history.HistoryRequest;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.report.HistoryCsv;
import dev.handshakefleet.report.HistoryDocument;
import dev.handshakefleet.report.HistoryView;
import dev.handshakefleet.terminal.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fleet history}: shows the history of one target. */
@Command(
        name = "history",
        mixinStandardHelpOptions = true,
        description =
                "Shows what was measured of one target in a window: by region runs, availability, percentiles and a sparkline,"
                        + " objectives and error budget, alerts, certificates and the newest measurements. A window of more than a day is"
                        + " read from rollups where there are any.")
final class HistoryCommand implements Callable<Integer> {

    private static final int SHOWN_OF_A_LONG_TIME = 10;
    private static final Duration LONG = Duration.ofDays(1);

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TARGET",
            description = "The target as it was probed: its name, HOST, HOST:PORT, or its id in a result.")
    private String target;

    @Mixin
    private FleetChoice choice;

    @Option(
            names = "--window",
            paramLabel = "DURATION",
            defaultValue = "PT24H",
            description = "The period up to now (ISO-8601, such as PT1H or P7D; default: ${DEFAULT-VALUE}).")
    private String window;

    @Option(
            names = "--until",
            paramLabel = "INSTANT",
            description = "The end of the window, such as 2026-11-23T10:00:00Z (default: now).")
    private Optional<String> until = Optional.empty();

    @Option(names = "--region", paramLabel = "REGION", description = "The measurements of one region alone.")
    private Optional<String> region = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "The largest number of single measurements, 1 to 10000 (default: 1000; 10 as text where the window is"
                            + " longer than a day). The other numbers are of the whole window.")
    private Integer limit;

    @ArgGroup(exclusive = true)
    private Form form = new Form();

    /** The form of the output; text unless one is chosen. */
    static final class Form {
        @Option(names = "--json", description = "Print the JSON that the function returns.")
        private boolean json;

        @Option(names = "--csv", description = "Print comma-separated values, one row a region and phase.")
        private boolean csv;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        HistoryRequest request = request();
        try (OpenedFleet opened = choice.open(Engine.cold(), notice -> {})) {
            HistoryReport report;
            try (Progress _ = FleetCommand.progress(spec, "reading the history", "measurements", 0)) {
                report = opened.fleet().history(request);
            }
            if (form.json) {
                out.println(ContractJson.pretty(HistoryDocument.of(report)));
            } else if (form.csv) {
                HistoryCsv.lines(report).forEach(out::println);
                report.problems().forEach(spec.commandLine().getErr()::println);
            } else {
                new HistoryView(FleetCommand.screen(spec)).lines(report).forEach(out::println);
            }
        } catch (StoreUnavailableException unavailable) {
            throw new CommandFailedException(unavailable.getMessage(), unavailable);
        }
        return ExitStatus.OK;
    }

    private HistoryRequest request() {
        Duration period = Durations.positive("--window", window);
        if (limit != null && (limit < 1 || limit > HistoryRequest.HIGHEST_LIMIT)) {
            throw new BadInputException("--limit", limit, "a whole number from 1 to " + HistoryRequest.HIGHEST_LIMIT);
        }
        int most = limit != null
                ? limit
                : !form.json && period.compareTo(LONG) > 0 ? SHOWN_OF_A_LONG_TIME : HistoryRequest.DEFAULT_LIMIT;
        return new HistoryRequest(
                target, period, until.map(instant -> Instants.parse("--until", instant)), region, most);
    }
}
