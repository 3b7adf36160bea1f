package dev.handshakefleet.report;

import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.base.Fingerprint;
import dev.handshakefleet.fleet.HistoryReport;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.Percentiles;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.LeafRecord;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows a history on a terminal. */
public final class HistoryView {

    private static final int MOST_SHOWN = 50;
    private static final int MOST_CERTIFICATES_SHOWN = 10;

    private final Screen screen;
    private final Paint paint;

    /** @param screen what it is shown on */
    public HistoryView(Screen screen) {
        this.screen = screen;
        this.paint = screen.paint();
    }

    /**
     * The lines: the number of measurements, percentiles of the phases, the newest certificates and the newest
     * measurements.
     */
    public List<String> lines(HistoryReport report) {
        List<Measurement> measurements = report.history().measurements();
        List<String> lines = new ArrayList<>();
        lines.addAll(screen.sentence(
                paint.bold(report.targetId()) + "  ",
                "  ",
                counted(measurements.size()) + " from " + report.from() + " to " + report.to()
                        + (report.history().truncated() ? ", older ones left out" : "")));
        if (measurements.isEmpty()) {
            lines.add("This window has no measurement of the target.");
        } else {
            lines.add("");
            lines.addAll(percentiles(measurements));
        }
        if (!report.certificates().isEmpty()) {
            lines.add("");
            lines.addAll(certificates(report.certificates()));
        }
        if (!measurements.isEmpty()) {
            lines.add("");
            lines.addAll(newest(measurements));
        }
        if (!report.problems().isEmpty()) {
            lines.add("");
            lines.addAll(report.problems());
        }
        return lines;
    }

    private static String counted(int measurements) {
        return measurements == 1 ? "1 measurement" : measurements + " measurements";
    }

    private List<String> percentiles(List<Measurement> measurements) {
        Table table = new Table(
                Table.Column.left("phase"),
                Table.Column.right("count"),
                Table.Column.right("p50 ms"),
                Table.Column.right("p90"),
                Table.Column.right("p95"),
                Table.Column.right("p99"),
                Table.Column.right("max"));
        Percentiles.ofAll(measurements)
                .forEach((name, found) -> table.add(
                        name,
                        String.valueOf(found.count()),
                        DurationText.compactNumber(found.p50()),
                        DurationText.compactNumber(found.p90()),
                        DurationText.compactNumber(found.p95()),
                        DurationText.compactNumber(found.p99()),
                        DurationText.compactNumber(found.max())));
        return table.lines(screen);
    }

    private List<String> certificates(List<LeafRecord> seen) {
        Table table = new Table(
                Table.Column.left("certificate"),
                Table.Column.left("first seen"),
                Table.Column.left("region"),
                Table.Column.left("expires"),
                Table.Column.left("replaced"),
                Table.Column.left("issuer"));
        seen.stream()
                .limit(MOST_CERTIFICATES_SHOWN)
                .forEach(leaf -> table.add(
                        Fingerprint.shortened(leaf.sha256()),
                        leaf.firstSeen().truncatedTo(ChronoUnit.SECONDS).toString(),
                        leaf.region(),
                        LocalDate.ofInstant(leaf.notAfter(), ZoneOffset.UTC).toString(),
                        leaf.replaced().map(Fingerprint::shortened).orElse(""),
                        leaf.issuer()));
        List<String> lines = new ArrayList<>(table.lines(screen));
        if (seen.size() > MOST_CERTIFICATES_SHOWN) {
            lines.add("… and " + (seen.size() - MOST_CERTIFICATES_SHOWN) + " older ones; --json prints more");
        }
        return lines;
    }

    private List<String> newest(List<Measurement> measurements) {
        Table table = new Table(
                Table.Column.left("scheduled"),
                Table.Column.left("region"),
                Table.Column.left("verdict").colouredBy(paint::severityName),
                Table.Column.right("connect ms"),
                Table.Column.right("tls ms"),
                Table.Column.left("findings"));
        measurements.stream()
                .limit(MOST_SHOWN)
                .forEach(kept -> table.add(
                        kept.scheduledAt().toString(),
                        kept.region(),
                        kept.verdict().name(),
                        millis(kept, Phase.CONNECT),
                        millis(kept, Phase.TLS),
                        findings(kept)));
        List<String> lines = new ArrayList<>(table.lines(screen));
        if (measurements.size() > MOST_SHOWN) {
            lines.add("… and " + (measurements.size() - MOST_SHOWN) + " older ones; --json prints all");
        }
        return lines;
    }

    private static String millis(Measurement kept, Phase phase) {
        return Optional.ofNullable(kept.phases().get(phase))
                .map(DurationText::compactNumber)
                .orElse("");
    }

    private static String findings(Measurement kept) {
        String codes = kept.findings().keySet().stream().map(FindingCode::name).collect(Collectors.joining(" "));
        return codes + kept.failure().map(HistoryView::kind).orElse("");
    }

    private static String kind(Failure failure) {
        return " (" + failure.phase().failureLabel() + " " + failure.kind() + ")";
    }
}
