package dev.handshakefleet.page;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.catalog.CatalogEntry;
import dev.handshakefleet.cli.ExitStatus;
import dev.handshakefleet.cli.FleetChoice;
import dev.handshakefleet.cli.OpenedFleet;
import dev.handshakefleet.cli.TargetsFile;
import dev.handshakefleet.cli.TargetsReading;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.page.metrics.FleetMetrics;
import dev.handshakefleet.page.metrics.ProbeRoute;
import dev.handshakefleet.page.model.FleetWatch;
import dev.handshakefleet.page.model.LastResults;
import dev.handshakefleet.page.server.PageServer;
import dev.handshakefleet.page.server.Route;
import dev.handshakefleet.page.server.ServerEvents;
import dev.handshakefleet.page.view.Pages;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.terminal.Interruption;
import dev.handshakefleet.verdict.Severity;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fleet up}: the fleet of this machine on a schedule, with its page on loopback; or the page of the deployed fleet. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the fleet of this machine on a schedule and serves its page on loopback, until Ctrl-C.",
            "With --aws it serves the page of the deployed fleet: it only reads, with the credentials of the environment.",
            "Prometheus can scrape /metrics, and /probe?target=...&module=... like blackbox_exporter."
        })
public final class UpCommand implements Callable<Integer> {

    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
    private static final Path TARGETS_FILE = Path.of("targets.yaml");

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description =
                    "The targets. Without it, those that were applied, or else FLEET_TARGETS, or else targets.yaml in this"
                            + " directory.")
    private Optional<Path> file = Optional.empty();

    @Mixin
    private FleetChoice choice;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8440",
            description = "The port on 127.0.0.1; 0 takes any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "PT1M",
            description = "Between two runs, or with --aws between two reads (ISO-8601, PT10S to P1D; default:"
                    + " ${DEFAULT-VALUE}).")
    private String interval;

    private final AtomicInteger runsMade = new AtomicInteger();
    private final AtomicLong results = new AtomicLong();

    @Override
    public Integer call() throws InterruptedException {
        Duration every = Durations.positive("--interval", interval);
        if (every.compareTo(SHORTEST_INTERVAL) < 0 || every.compareTo(LONGEST_INTERVAL) > 0) {
            throw new BadInputException("--interval", interval, "an ISO-8601 duration from PT10S to P1D, such as PT1M");
        }
        Optional<Path> directory = choice.directory();
        if (directory.isEmpty() && file.isPresent()) {
            throw new BadInputException(
                    "FILE", file.get(), "no file with --aws, which shows the targets that were applied");
        }
        ServerEvents events = new ServerEvents();
        try (OpenedFleet opened = choice.open(directory.isPresent() ? Engine.warm() : Engine.cold(), this::notice)) {
            serve(opened, directory, every, events);
        }
        return ExitStatus.OK;
    }

    private void serve(OpenedFleet opened, Optional<Path> directory, Duration every, ServerEvents events)
            throws InterruptedException {
        TargetReader reader = new TargetReader(opened.settings().defaults());
        Optional<List<CatalogEntry>> entries = targetsFile(opened, directory)
                .map(path -> TargetsReading.targets(TargetsFile.read(path), reader, "nothing was applied"));
        Supplier<WithProblems<List<Target>>> targets = entries.<Supplier<WithProblems<List<Target>>>>map(written -> {
                    List<Target> read = written.stream()
                            .map(entry -> reader.read(entry.written()))
                            .toList();
                    return () -> WithProblems.none(read);
                })
                .orElse(opened.fleet()::scheduledTargets);
        FleetWatch watch = new FleetWatch(opened.fleet(), targets, Clock.systemUTC());
        String pace = "every " + DurationText.roughSpan(every);
        Pages pages = new Pages(
                directory.isPresent() ? "this machine, " + pace : "the deployed fleet, read " + pace,
                directory.isPresent() ? "" : " --aws");
        Site site = new Site(opened.fleet(), watch, pages, directory);
        watch.refresh();
        directory.map(LastResults::read).ifPresent(watch::addKept);
        FleetMetrics metrics = new FleetMetrics(watch::snapshot, every);
        List<Route> routes = Stream.concat(
                        site.routes().stream(),
                        Stream.of(metrics.route(), new ProbeRoute(opened.fleet(), reader).route()))
                .toList();
        try (PageServer server = PageServer.start(port, routes, events);
                Interruption _ = Interruption.then(() -> say(lastWords(directory)))) {
            say("The page is at " + server.address() + "  (Ctrl-C ends it)");
            if (watch.snapshot().targets().isEmpty()) {
                say("There is nothing to probe yet: give a targets.yaml, or apply one with ./fleet apply targets.yaml");
            }
            watch.snapshot().problems().forEach(this::say);
            if (directory.isPresent()) {
                run(
                        new LocalRuns(
                                opened.fleet(),
                                entries.map(written -> written.stream()
                                        .map(CatalogEntry::written)
                                        .toList()),
                                watch,
                                directory.get(),
                                every,
                                Clock.systemUTC()),
                        events,
                        watch,
                        metrics);
            } else {
                read(watch, events, metrics, every);
            }
        }
    }

    /** A file that nobody named is taken where there is nothing else to probe. */
    private Optional<Path> targetsFile(OpenedFleet opened, Optional<Path> directory) {
        if (file.isPresent() || directory.isEmpty() || !isEmpty(opened.fleet().scheduledTargets())) {
            return file;
        }
        Optional<Path> here = Optional.of(TARGETS_FILE).filter(Files::isRegularFile);
        here.ifPresent(
                found -> say("Nothing was applied, so the targets are those of " + found + " in this directory"));
        return here;
    }

    private static boolean isEmpty(WithProblems<List<Target>> targets) {
        return targets.value().isEmpty() && targets.problems().isEmpty();
    }

    private void run(LocalRuns runs, ServerEvents events, FleetWatch watch, FleetMetrics metrics)
            throws InterruptedException {
        while (true) {
            RunReport report = runs.runOnce(this::say);
            metrics.ran(report);
            results.addAndGet(report.results().size());
            runsMade.incrementAndGet();
            say(summary(report));
            report.problems().forEach(this::say);
            events.send("run", watch.snapshot().at().toString());
            Thread.sleep(runs.untilNext());
        }
    }

    private static void read(FleetWatch watch, ServerEvents events, FleetMetrics metrics, Duration every)
            throws InterruptedException {
        while (true) {
            Thread.sleep(every);
            watch.refresh();
            metrics.observe();
            events.send("run", watch.snapshot().at().toString());
        }
    }

    /** What a run that is under way has not stored yet is lost; the next {@code up} goes on from what is stored. */
    private String lastWords(Optional<Path> directory) {
        return directory
                .map(data -> "fleet: interrupted after %s with %s; all of it is in %s"
                        .formatted(counted(runsMade.get(), "run"), counted(results.get(), "result"), data))
                .orElse("fleet: interrupted; the deployed fleet was only read");
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String summary(RunReport report) {
        return "%s  %d probed: %d OK, %d WARNING, %d CRITICAL; %s"
                .formatted(
                        report.scheduledTime().orElse(report.started()),
                        report.results().size(),
                        report.count(Severity.OK),
                        report.count(Severity.WARNING),
                        report.count(Severity.CRITICAL),
                        DurationText.seconds(report.took()));
    }

    private void notice(String text) {
        text.lines().findFirst().ifPresent(first -> say("notice: " + first));
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
