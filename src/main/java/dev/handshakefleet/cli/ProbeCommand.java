package dev.handshakefleet.cli;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.fleet.ProbeRequest;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.fleet.RunSoFar;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.report.JUnitReport;
import dev.handshakefleet.report.ResultCsv;
import dev.handshakefleet.report.ResultView;
import dev.handshakefleet.report.RunDocument;
import dev.handshakefleet.report.Screen;
import dev.handshakefleet.secret.LocalSecrets;
import dev.handshakefleet.target.SecretSource;
import dev.handshakefleet.target.read.TargetList;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.terminal.Interruption;
import dev.handshakefleet.terminal.Progress;
import dev.handshakefleet.verdict.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fleet probe}: probes anything at once; stores nothing and needs no AWS. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        description = "Probes targets now: name lookup, connect, TLS handshake, certificate chain.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:OK", "1:WARNING at worst", "2:CRITICAL", "3:UNKNOWN: usage, bad target, internal error"})
final class ProbeCommand implements Callable<Integer> {

    private static final Duration LONGEST_RUN = Duration.ofHours(1);

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TARGET",
            arity = "0..*",
            description =
                    "HOST, HOST:PORT, [IPV6]:PORT or SCHEME://HOST[:PORT], such as smtp://mail.example.org:587 for"
                            + " STARTTLS or https://example.com/health for HTTP (https://example.com/ asks for /); the port is that of the scheme unless given."
                            + " - reads targets from standard input.")
    private List<String> targets = List.of();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description =
                    "Also probe the targets of this file: a list with one target a line, where # begins a comment, or a"
                            + " targets.yaml. - is standard input.")
    private List<String> files = List.of();

    @ArgGroup
    private Form form = new Form();

    /** The form of what is printed; at most one option of this group. */
    static final class Form {

        @Option(names = "--json", description = "Print the JSON of the result contract instead of text.")
        private boolean json;

        @Option(names = "--csv", description = "Print comma-separated values, one row a result, instead of text.")
        private boolean csv;
    }

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description =
                    "Also write JUnit XML to this file: a test case for each target and address, which fails if there is a"
                            + " finding.")
    private Optional<Path> junit = Optional.empty();

    @Option(
            names = "--ca",
            paramLabel = "[NAME=]FILE",
            description =
                    "Also trust the certificates of this file (PEM or DER), besides the JDK's roots; commas separate several"
                            + " files. The result names the store that trusted the chain: public, or NAME.")
    private Optional<String> ca = Optional.empty();

    @Option(
            names = "--sla",
            paramLabel = "DURATION",
            description = "A handshake longer than this is a WARNING; one longer than twice this is CRITICAL"
                    + " (ISO-8601, such as PT0.3S; default: PT0.5S).")
    private Optional<String> sla = Optional.empty();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "The longest time for one probe (ISO-8601; default: PT10S).")
    private Optional<String> timeout = Optional.empty();

    @Option(names = "--steps", description = "Show every handshake message with its time and size.")
    private boolean steps;

    @Mixin
    private TargetOptions options = new TargetOptions();

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "16",
            description = "The number of probes in flight at once, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Override
    public Integer call() {
        TargetsInput input = input();
        FleetSettings settings = settings();
        TargetReader reader = new TargetReader(settings.defaults());
        TargetsInput.Usable usable = input.usable(reader);
        junit.ifPresent(ProbeCommand::checkWritable);
        Screen screen = FleetCommand.screen(spec);
        RunReport report = probe(
                new Run(fleet(settings, input.size()), settings.region(), reader, usable, progress(usable)), screen);
        print(report, screen);
        printLeftOut(report);
        junit.ifPresent(file -> write(file, JUnitReport.of(report)));
        return ExitStatus.of(report);
    }

    /** What is probed, and by whom. */
    private record Run(
            Fleet fleet, String region, TargetReader reader, TargetsInput.Usable usable, Progress progress) {}

    /**
     * If the user ends it, the results so far are printed in the form that was asked for. Targets without one are counted; JSON and
     * JUnit XML name them.
     */
    private RunReport probe(Run run, Screen screen) {
        ProbeRequest request =
                new ProbeRequest(Optional.empty(), Optional.of(run.usable().entries()), options.fields(), false, false);
        Deadline end = Deadline.in(LONGEST_RUN);
        RunSoFar soFar = new RunSoFar(Instant.now());
        try (Progress progress = run.progress();
                Interruption _ = Interruption.then(() -> printInterrupted(soFar, run, screen))) {
            return run.fleet()
                    .probe(request, end, judged -> {
                        soFar.accept(judged);
                        progress.at(soFar.targets());
                    })
                    .alsoRejected(run.usable().rejected());
        }
    }

    private void printInterrupted(RunSoFar soFar, Run run, Screen screen) {
        run.progress().close();
        TargetList requested = run.reader().readAll(run.usable().entries(), options.fields());
        RunReport report = soFar.report(run.region(), requested, Instant.now(), "interrupted")
                .alsoRejected(run.usable().rejected());
        print(report, screen);
        PrintWriter err = spec.commandLine().getErr();
        int all = requested.targets().size();
        err.println("fleet: interrupted: " + (all - report.notProbed().size()) + " of " + all + " targets were probed");
        err.flush();
        junit.ifPresent(file -> write(file, JUnitReport.of(report)));
    }

    /** A single target is there or not; how far it is cannot be said. */
    private Progress progress(TargetsInput.Usable usable) {
        int count = usable.entries().size();
        return count < 2 ? Progress.none() : FleetCommand.progress(spec, "probing", "targets", count);
    }

    private TargetsInput input() {
        if (targets.isEmpty() && files.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required parameter: 'TARGET', or - for standard input, or --file");
        }
        TargetsInput input = new TargetsInput(System.in);
        targets.forEach(input::add);
        files.forEach(input::addFile);
        return input;
    }

    private FleetSettings settings() {
        Map<String, String> values = new HashMap<>();
        sla.ifPresent(value ->
                values.put("FLEET_SLA_TLS", Durations.positive("--sla", value).toString()));
        if (concurrency < 1 || concurrency > 1_000) {
            throw new BadInputException("--concurrency", concurrency, "a whole number from 1 to 1000");
        }
        values.put("FLEET_CONCURRENCY", String.valueOf(concurrency));
        return FleetSettings.of(values);
    }

    /** A fleet without tables and notices, which may connect to any address. */
    private Fleet fleet(FleetSettings settings, int count) {
        FleetBuilder builder = new FleetBuilder(settings, Clock.systemUTC())
                .engine(count == 1 ? Engine.cold() : Engine.warm())
                .egress(EgressPolicy.anyAddress())
                .secrets(new LocalSecrets(System.getenv(), ProbeCommand::refused));
        ca.ifPresent(file -> builder.trust(TrustStore.jdk().and(file, "--ca")));
        timeout.ifPresent(value -> builder.limits(ProbeLimits.ofTotal(Durations.positive("--timeout", value))));
        return builder.build();
    }

    private static byte[] refused(SecretSource source) {
        throw new BadInputException("clientCertificate", source, "a file: or an env: of this machine");
    }

    private void print(RunReport report, Screen screen) {
        PrintWriter out = spec.commandLine().getOut();
        if (form.json) {
            out.println(ContractJson.pretty(RunDocument.of(report)));
        } else if (form.csv) {
            ResultCsv.lines(report).forEach(out::println);
        } else {
            ResultView view = new ResultView(screen, steps);
            report.results().forEach(judged -> view.lines(judged).forEach(out::println));
            if (report.results().size() > 1) {
                out.println(summary(report));
            }
        }
        out.flush();
    }

    private void printLeftOut(RunReport report) {
        PrintWriter err = spec.commandLine().getErr();
        report.rejected().forEach(rejected -> err.println("fleet: " + rejected.target() + ": " + rejected.reason()));
        report.problems().forEach(problem -> err.println("fleet: " + problem));
        report.notProbed().forEach(left -> err.println("fleet: " + left.target() + ": not probed, " + left.reason()));
        err.flush();
    }

    /** Nobody waits for a run of thousands to learn that its file cannot be written. */
    private static void checkWritable(Path file) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        boolean isThere = Files.exists(file);
        if (Files.isDirectory(file) || !Files.isWritable(isThere ? file : folder)) {
            throw new BadInputException("--junit", file, "a file in a directory that is there and can be written to");
        }
    }

    private static void write(Path file, String text) {
        try {
            Path _ = Files.writeString(file, text);
        } catch (IOException unwritable) {
            throw new CommandFailedException(file + " cannot be written", unwritable);
        }
    }

    private static String summary(RunReport report) {
        return "%d probed: %d OK, %d WARNING, %d CRITICAL"
                .formatted(
                        report.results().size(),
                        report.count(Severity.OK),
                        report.count(Severity.WARNING),
                        report.count(Severity.CRITICAL));
    }
}
