package dev.handshakefleet.cli;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.fleet.HistoryReport;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.report.HistoryDocument;
import dev.handshakefleet.report.HistoryView;
import dev.handshakefleet.terminal.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
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
        description = "Shows the stored measurements of one target: percentiles, then the measurements, newest first.")
final class HistoryCommand implements Callable<Integer> {

    private static final int HIGHEST_LIMIT = 10_000;

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
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "The largest number of measurements, 1 to 10000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Print the JSON that the function returns.")
    private boolean json;

    @Override
    public Integer call() {
        if (limit < 1 || limit > HIGHEST_LIMIT) {
            throw new BadInputException("--limit", limit, "a whole number from 1 to " + HIGHEST_LIMIT);
        }
        PrintWriter out = spec.commandLine().getOut();
        Duration period = Durations.positive("--window", window);
        try (OpenedFleet opened = choice.open(Engine.cold(), notice -> {})) {
            HistoryReport report;
            try (Progress _ = FleetCommand.progress(spec, "reading the history", "measurements", 0)) {
                report = opened.fleet().history(target, period, limit);
            }
            if (json) {
                out.println(ContractJson.pretty(HistoryDocument.of(report)));
            } else {
                new HistoryView(FleetCommand.screen(spec)).lines(report).forEach(out::println);
            }
        } catch (StoreUnavailableException unavailable) {
            throw new CommandFailedException(unavailable.getMessage(), unavailable);
        }
        return ExitStatus.OK;
    }
}
