package dev.handshakefleet.report;

import dev.handshakefleet.base.AddressText;
import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.revocation.Revocation;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.HandshakeStep;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows one result on a terminal: verdict, times, negotiated parameters, chain, findings and advice. */
public final class ResultView {

    private static final String INDENT = "  ";
    private static final String FURTHER = INDENT + INDENT;
    private static final Duration NOTABLE_STALL = Duration.ofMillis(1);

    private final Screen screen;
    private final Paint paint;
    private final boolean withSteps;

    /**
     * @param screen what it is shown on
     * @param withSteps whether to show every handshake message
     */
    public ResultView(Screen screen, boolean withSteps) {
        this.screen = screen;
        this.paint = screen.paint();
        this.withSteps = withSteps;
    }

    /** The lines of a result, its head first. */
    public List<String> lines(JudgedProbe judged) {
        List<String> lines = new ArrayList<>();
        lines.add(head(judged));
        lines.addAll(screen.lines(INDENT, FURTHER, INDENT, times(judged.result())));
        List<String> agreed = judged.result().tls().map(ResultView::agreed).orElse(List.of());
        if (!agreed.isEmpty()) {
            screen.lines(INDENT, INDENT, INDENT, agreed)
                    .forEach(line -> lines.add(INDENT + paint.faint(line.substring(INDENT.length()))));
        }
        Stream.of(answer(judged.result()), second(judged.result()))
                .flatMap(Optional::stream)
                .forEach(line -> lines.addAll(screen.sentence(INDENT, FURTHER, line)));
        if (withSteps) {
            lines.addAll(steps(judged.result()));
        }
        lines.addAll(certificates(judged));
        judged.verdict().findings().forEach(finding -> lines.addAll(finding(finding)));
        return lines;
    }

    private String head(JudgedProbe judged) {
        ProbeResult result = judged.result();
        Severity severity = judged.verdict().severity();
        String address = result.address()
                .map(AddressText::of)
                .filter(shown -> !shown.equals(result.target().host()))
                .map(shown -> INDENT + paint.faint(shown))
                .orElse("");
        return paint.severity(severity, severity.name())
                + INDENT
                + paint.bold(result.target().id())
                + result.target()
                        .name()
                        .map(_ -> INDENT + result.target().endpoint())
                        .orElse("")
                + address;
    }

    private List<String> times(ProbeResult result) {
        Stream<String> phases = result.phases().entrySet().stream()
                .map(entry -> entry.getKey().label() + " " + DurationText.compactMillis(entry.getValue())
                        + split(entry.getKey(), result));
        List<String> remarks = Stream.of(
                        Optional.of("first handshake of this process")
                                .filter(remark -> result.quality().cold()),
                        Optional.of("stamped by the process, not by the kernel")
                                .filter(remark -> result.tls().isPresent()
                                        && result.quality().clock() == Quality.Clock.PROCESS),
                        Optional.of("our threads waited for the CPU for "
                                        + DurationText.compactMillis(
                                                result.quality().stalled()))
                                .filter(remark -> result.quality().stalled().compareTo(NOTABLE_STALL) > 0),
                        Optional.of("second attempt")
                                .filter(remark -> result.quality().attempts() > 1),
                        Optional.of("no time for a second attempt")
                                .filter(remark -> result.quality().attempts() == 1
                                        && result.failure()
                                                .filter(failure ->
                                                        failure.kind() != Failure.Kind.ADDRESS_REFUSED_BY_POLICY)
                                                .isPresent()))
                .flatMap(Optional::stream)
                .toList();
        return Stream.concat(
                        phases,
                        Stream.of(remarks)
                                .filter(some -> !some.isEmpty())
                                .map(some -> paint.faint("(" + String.join(", ", some) + ")")))
                .toList();
    }

    private static String split(Phase phase, ProbeResult result) {
        if (phase != Phase.TLS) {
            return "";
        }
        return result.tls()
                .map(tls -> " (" + share(result) + "wait " + DurationText.compactNumber(tls.waited()) + path(tls)
                        + ", local " + DurationText.compactNumber(tls.local()) + ")")
                .orElse("");
    }

    /** The share of the handshake in the total, if the total has more phases than connecting. */
    private static String share(ProbeResult result) {
        Duration tls = result.phases().get(Phase.TLS);
        Duration total = result.phases().getOrDefault(Phase.TOTAL, Duration.ZERO);
        return result.http().isEmpty() || !total.isPositive()
                ? ""
                : Math.round(100.0 * tls.toNanos() / total.toNanos()) + " % of all; ";
    }

    private static String path(TlsFacts tls) {
        return tls.network()
                .flatMap(network -> tls.server()
                        .map(server -> " = network " + DurationText.compactNumber(network) + " + server "
                                + DurationText.compactNumber(server)))
                .orElse("");
    }

    private static Optional<String> second(ProbeResult result) {
        return result.resumption().map(second -> {
            String took = second.took().map(DurationText::compactMillis).orElse("");
            boolean isResumed = second.tls().filter(TlsFacts::resumed).isPresent();
            return second.problem()
                    .map(problem -> "resumption: " + problem)
                    .orElse(isResumed ? "resumed in " + took : "not resumed: a full handshake again, " + took);
        });
    }

    private static Optional<String> answer(ProbeResult result) {
        return result.http()
                .map(http -> http.version() + " " + http.status() + ", " + http.bodyBytes() + " bytes of content");
    }

    /** The handshake messages with their instants and sizes. */
    private List<String> steps(ProbeResult result) {
        List<HandshakeStep> steps = result.tls().map(TlsFacts::steps).orElse(List.of());
        if (steps.isEmpty()) {
            return List.of();
        }
        Table table = new Table(
                Table.Column.right("  at ms"),
                Table.Column.left("from"),
                Table.Column.right("bytes"),
                Table.Column.left("message"));
        for (HandshakeStep step : steps) {
            table.add(
                    DurationText.compactNumber(step.at()),
                    step.from().name().toLowerCase(Locale.ROOT),
                    String.valueOf(step.bytes()),
                    step.name());
        }
        return table.lines(screen);
    }

    private static List<String> agreed(TlsFacts tls) {
        return Stream.of(tls.version(), tls.cipher(), tls.group(), tls.signatureScheme(), tls.alpn())
                .flatMap(Optional::stream)
                .toList();
    }

    private List<String> certificates(JudgedProbe judged) {
        if (judged.chain().path().isEmpty()) {
            return List.of();
        }
        Table table = new Table(
                Table.Column.left("  certificate"),
                Table.Column.right("days left"),
                Table.Column.left("expires"),
                Table.Column.left("key"),
                Table.Column.left("subject"));
        for (CertificateFacts facts : judged.chain().path()) {
            table.add(
                    INDENT + facts.role().label() + (facts.sent() ? "" : " (not sent)"),
                    String.valueOf(facts.daysLeft(judged.judgedAt())),
                    date(facts.notAfter()),
                    facts.key(),
                    facts.displayName());
        }
        List<String> lines = new ArrayList<>(table.lines(screen));
        trust(judged).ifPresent(line -> lines.addAll(screen.sentence(INDENT, FURTHER, line)));
        return lines;
    }

    /** The stores that trust the path, and the source of the leaf's good status. */
    private static Optional<String> trust(JudgedProbe judged) {
        List<String> stores = judged.chain().trustedBy();
        Optional<String> trusted = Optional.of(stores)
                .filter(names -> !names.isEmpty())
                .map(names -> "trusted by " + String.join(", ", names));
        Optional<String> notRevoked = judged.leaf()
                .flatMap(leaf -> Optional.ofNullable(judged.revocations().get(leaf.sha256())))
                .filter(Revocation.Good.class::isInstance)
                .map(good -> "not revoked (%s)"
                        .formatted(
                                switch (good.source()) {
                                    case STAPLE -> "OCSP staple";
                                    case OCSP -> "OCSP";
                                    case CRL -> "CRL";
                                }));
        return Stream.of(trusted, notRevoked).flatMap(Optional::stream).reduce((one, other) -> one + ", " + other);
    }

    private List<String> finding(Finding finding) {
        String code = paint.severity(finding.severity(), finding.severity() + " " + finding.code());
        List<String> lines = new ArrayList<>(screen.sentence(INDENT + code + INDENT, FURTHER, finding.message()));
        screen.sentence(FURTHER, FURTHER, finding.advice())
                .forEach(line -> lines.add(FURTHER + paint.faint(line.substring(FURTHER.length()))));
        return lines;
    }

    private static String date(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC).toString();
    }
}
