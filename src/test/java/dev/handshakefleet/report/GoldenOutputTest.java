package dev.handshakefleet.report;

import dev.handshakefleet.alert.ListedAlert;
import dev.handshakefleet.alert.decide.Acknowledgement;
import dev.handshakefleet.alert.decide.AlertKey;
import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.alert.silence.SilenceMatcher;
import dev.handshakefleet.catalog.CatalogPointer;
import dev.handshakefleet.catalog.CatalogVersion;
import dev.handshakefleet.fleet.AlertList;
import dev.handshakefleet.fleet.SilenceList;
import dev.handshakefleet.history.HistoryReport;
import dev.handshakefleet.history.ObjectiveStanding;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementHistory;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.rollup.WindowRollup;
import dev.handshakefleet.support.GoldenLines;
import dev.handshakefleet.support.Measurements;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.support.SampleMeasurements;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.LeafRecord;
import dev.handshakefleet.verdict.Severity;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Text of the views as it stands on a terminal, beside files in {@code src/test/resources/terminal}: at 80 and 120 columns, with and
 * without colour (see {@link GoldenLines}). To renew the files, run {@code ./mvnw test -Dtest=GoldenOutputTest -Dgolden.renew=true}, which fails, and read what {@code git diff} says.
 */
class GoldenOutputTest {

    private static final Path FILES = Path.of("src/test/resources/terminal");
    private static final Instant AT = Probes.AT;

    /** A view of fixed input. */
    private interface View {
        List<String> lines(Screen screen);
    }

    private static final Map<String, View> VIEWS = new TreeMap<>(Map.of(
            "results", GoldenOutputTest::results,
            "steps", screen -> new ResultView(screen, true).lines(Probes.healthy("example.com")),
            "history", screen -> new HistoryView(screen).lines(history()),
            "history-month", screen -> new HistoryView(screen).lines(month()),
            "history-empty", screen -> new HistoryView(screen).lines(empty()),
            "alerts", screen -> new AlertView(screen).lines(alerts()),
            "catalog", screen -> CatalogView.lines(catalog(), screen),
            "silences", screen -> SilenceView.lines(silences(), screen)));

    static Stream<Arguments> forms() {
        return VIEWS.keySet().stream()
                .flatMap(view -> Stream.of(80, 120)
                        .flatMap(width ->
                                Stream.of(Paint.PLAIN, Paint.COLOURED).map(paint -> Arguments.of(view, width, paint))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void textIsThatOfTheFile(String view, int width, Paint paint) throws IOException {
        Path file = FILES.resolve(view + "-" + width + (paint == Paint.COLOURED ? "-colour" : "") + ".txt");

        GoldenLines.assertThatFileHas(file, VIEWS.get(view).lines(Screen.of(paint, width)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyLineFits(String view, int width, Paint paint) {
        GoldenLines.assertThatEachFits(width, VIEWS.get(view).lines(Screen.of(paint, width)));
    }

    private static List<String> results(Screen screen) {
        ResultView view = new ResultView(screen, false);
        Failure failure = new Failure(Phase.TLS, Failure.Kind.ALERT_RECEIVED, "handshake_failure(40)");
        JudgedProbe found = Probes.with(
                "shop.example.com",
                new Finding(
                        FindingCode.HOSTNAME_MISMATCH,
                        Severity.CRITICAL,
                        "Leaf certificate does not cover shop.example.com: it is for www.example.com, example.com and 3 others.",
                        "Add the name to the certificate, or correct the host or server name of the target; check that the server"
                                + " picks the certificate by SNI."),
                Probes.finding(FindingCode.CERT_EXPIRING, Severity.WARNING));
        return Stream.of(Probes.healthy("example.com"), found, Probes.failed("mail.example.org", failure))
                .flatMap(judged -> view.lines(judged).stream())
                .toList();
    }

    private static HistoryReport history() {
        LeafRecord leaf = LeafRecord.builder()
                .sha256("ab".repeat(32))
                .keySha256("cd".repeat(32))
                .issuer("CN=Example CA 1, O=Example Trust Services of Some Length, C=GB")
                .subject("CN=example.com")
                .notBefore(AT.minus(Duration.ofDays(10)))
                .notAfter(AT.plus(Duration.ofDays(80)))
                .firstSeen(AT)
                .region("ap-southeast-2")
                .address(Optional.of("203.0.113.7"))
                .replaced(Optional.of("ef".repeat(32)))
                .build();
        List<Measurement> measurements =
                List.of(Measurements.good(AT, "ap-southeast-2"), Measurements.failed(AT.minusSeconds(60), "eu-west-1"));
        return new HistoryReport(
                "example.com:443",
                AT.minus(Duration.ofDays(1)),
                AT,
                WindowRollup.of(measurements),
                new MeasurementHistory(measurements, false),
                List.of(leaf),
                List.of(),
                alerts().alerts(),
                List.of("Something could not be read."));
    }

    private static HistoryReport month() {
        Instant from = AT.minus(Duration.ofDays(30));
        List<Measurement> measurements = new SampleMeasurements(1)
                .every(Duration.ofHours(1), "example.com:443", from, AT, "ap-southeast-2", "eu-west-1", "us-east-1")
                .reversed();
        return new HistoryReport(
                "example.com:443",
                from,
                AT,
                WindowRollup.of(measurements),
                new MeasurementHistory(measurements.subList(0, 12), true),
                List.of(),
                List.of(
                        new ObjectiveStanding(
                                "availability",
                                "99.9 % available over 30 days",
                                false,
                                Optional.empty(),
                                Optional.of(new BigDecimal("99.814")),
                                Optional.of(new BigDecimal("-86.0"))),
                        new ObjectiveStanding(
                                "p95-tls",
                                "p95 of tls at most 500 ms",
                                true,
                                Optional.of(Duration.ofNanos(62_500_000)),
                                Optional.empty(),
                                Optional.empty())),
                List.of(),
                List.of());
    }

    private static HistoryReport empty() {
        return new HistoryReport(
                "exampel.com:443",
                AT.minus(Duration.ofDays(1)),
                AT,
                WindowRollup.of(List.of()),
                new MeasurementHistory(List.of(), false),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        "exampel.com:443 is not among the targets of scheduled runs, and nothing was measured of it in this"
                                + " window. Near names: example.com."));
    }

    private static AlertList alerts() {
        return new AlertList(
                AT,
                3,
                List.of(
                        new ListedAlert(
                                new AlertKey("shop.example.com:443", Check.LEAF, AT),
                                ListedAlert.State.ACKNOWLEDGED,
                                Severity.CRITICAL,
                                false,
                                new TreeMap<>(
                                        Map.of("eu-west-1", Severity.CRITICAL, "ap-southeast-2", Severity.CRITICAL)),
                                List.of(FindingCode.CERT_EXPIRED, FindingCode.HOSTNAME_MISMATCH),
                                Optional.of(new Acknowledgement("alice", "ordered", AT)),
                                12),
                        new ListedAlert(
                                new AlertKey("mail", Check.sla(Phase.TLS), AT),
                                ListedAlert.State.OPEN,
                                Severity.WARNING,
                                true,
                                new TreeMap<>(Map.of("eu-west-1", Severity.WARNING, "us-east-1", Severity.OK)),
                                List.of(FindingCode.SLA_BREACHED),
                                Optional.empty(),
                                0)),
                List.of("The alerts of 1 target could not be read."));
    }

    private static CatalogPointer catalog() {
        CatalogVersion first = new CatalogVersion(7, 98, 1, AT.minusSeconds(3_600), Optional.of("alice"));
        CatalogVersion second = new CatalogVersion(8, 12_345, 1, AT, Optional.empty());
        return new CatalogPointer(9, first, AT.plusSeconds(60), Optional.of("bob"), List.of(first, second));
    }

    private static SilenceList silences() {
        return new SilenceList(
                AT,
                List.of(
                        new Silence(
                                "0a1b2c3d",
                                new SilenceMatcher(
                                        Optional.of("*.example.com"), Optional.of("team=web"), Optional.empty()),
                                AT.minusSeconds(60),
                                AT.plusSeconds(7_200),
                                "planned work on the load balancers, see the calendar of the team",
                                Optional.of("alice"),
                                AT,
                                3),
                        new Silence(
                                "4e5f6a7b",
                                new SilenceMatcher(Optional.of("mail"), Optional.empty(), Optional.empty()),
                                AT.plusSeconds(60),
                                AT.plusSeconds(120),
                                "move",
                                Optional.empty(),
                                AT,
                                0)));
    }
}
