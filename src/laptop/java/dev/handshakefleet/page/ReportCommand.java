package dev.handshakefleet.page;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.cli.ExitStatus;
import dev.handshakefleet.cli.FleetChoice;
import dev.handshakefleet.cli.OpenedFleet;
import dev.handshakefleet.page.model.FleetWatch;
import dev.handshakefleet.probe.Engine;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fleet report}: the page in one file. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Writes the page of the fleet as one HTML file, which needs nothing else and can be read without script.")
public final class ReportCommand implements Callable<Integer> {

    private static final Duration LONGEST_WINDOW = Duration.ofDays(90);
    private static final int MOST_DETAILS = 10_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetChoice choice;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "report.html",
            description = "The file to write; it is replaced where it exists (default: ${DEFAULT-VALUE}).")
    private Path output;

    @Option(
            names = "--window",
            paramLabel = "DURATION",
            defaultValue = "PT24H",
            description = "How far back the view of a target goes (ISO-8601, at most P90D; default: ${DEFAULT-VALUE}).")
    private String window;

    @Option(
            names = "--details",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many targets have a view of their own, the worst first (default: ${DEFAULT-VALUE}).")
    private int details;

    @Override
    public Integer call() {
        Duration length = Durations.positive("--window", window);
        if (length.compareTo(LONGEST_WINDOW) > 0) {
            throw new BadInputException("--window", window, "at most P90D");
        }
        if (details < 0 || details > MOST_DETAILS) {
            throw new BadInputException("--details", details, "a whole number from 0 to " + MOST_DETAILS);
        }
        try (OpenedFleet opened = choice.open(Engine.cold(), _ -> {})) {
            FleetWatch watch = new FleetWatch(opened.fleet(), opened.fleet()::scheduledTargets, Clock.systemUTC());
            int targets = ReportFile.write(
                    watch,
                    choice.directory(),
                    choice.directory().isPresent() ? "the fleet of this machine" : "the deployed fleet",
                    length,
                    details,
                    output);
            spec.commandLine().getOut().println(targets + (targets == 1 ? " target in " : " targets in ") + output);
            watch.snapshot()
                    .problems()
                    .forEach(problem -> spec.commandLine().getErr().println("fleet: " + problem));
        }
        return ExitStatus.OK;
    }
}
