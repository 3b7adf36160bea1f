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
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.report.ResultView;
import dev.handshakefleet.report.RunDocument;
import dev.handshakefleet.secret.LocalSecrets;
import dev.handshakefleet.target.SecretSource;
import dev.handshakefleet.verdict.Severity;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            arity = "1..*",
            description =
                    "HOST, HOST:PORT, [IPV6]:PORT or SCHEME://HOST[:PORT], such as smtp://mail.example.org:587 for"
                            + " STARTTLS or https://example.com/health for HTTP (https://example.com/ asks for /); the port is that of the scheme unless given.")
    private List<String> targets;

    @Option(names = "--json", description = "Print the JSON of the result contract instead of text.")
    private boolean json;

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
        Fleet fleet = fleet();
        ProbeRequest request =
                new ProbeRequest(Optional.empty(), Optional.of(List.copyOf(targets)), options.fields(), false, false);
        Deadline end = Deadline.in(LONGEST_RUN);
        RunReport report = fleet.probe(request, end, end, judged -> {});
        print(report);
        return ExitStatus.of(report);
    }

    /** A fleet without tables and notices, which may connect to any address. */
    private Fleet fleet() {
        Map<String, String> values = new HashMap<>();
        sla.ifPresent(value ->
                values.put("FLEET_SLA_TLS", Durations.positive("--sla", value).toString()));
        if (concurrency < 1 || concurrency > 1_000) {
            throw new BadInputException("--concurrency", concurrency, "a whole number from 1 to 1000");
        }
        values.put("FLEET_CONCURRENCY", String.valueOf(concurrency));
        FleetBuilder builder = new FleetBuilder(FleetSettings.of(values), Clock.systemUTC())
                .engine(targets.size() == 1 ? Engine.cold() : Engine.warm())
                .egress(EgressPolicy.anyAddress())
                .secrets(new LocalSecrets(System.getenv(), ProbeCommand::refused));
        ca.ifPresent(file -> builder.trust(TrustStore.jdk().and(file, "--ca")));
        timeout.ifPresent(value -> builder.limits(ProbeLimits.ofTotal(Durations.positive("--timeout", value))));
        return builder.build();
    }

    private static byte[] refused(SecretSource source) {
        throw new BadInputException("clientCertificate", source, "a file: or an env: of this machine");
    }

    private void print(RunReport report) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (json) {
            out.println(ContractJson.pretty(RunDocument.of(report)));
        } else {
            ResultView view = new ResultView(FleetCommand.paint(), steps);
            report.results().forEach(judged -> view.lines(judged).forEach(out::println));
            if (report.results().size() > 1) {
                out.println(summary(report));
            }
        }
        report.rejected().forEach(rejected -> err.println("fleet: " + rejected.target() + ": " + rejected.reason()));
        report.problems().forEach(problem -> err.println("fleet: " + problem));
        report.notProbed().forEach(left -> err.println("fleet: " + left.target() + ": not probed, " + left.reason()));
        out.flush();
        err.flush();
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
