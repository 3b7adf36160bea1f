package dev.handshakefleet.report;

import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.base.Fingerprint;
import dev.handshakefleet.history.HistoryReport;
import dev.handshakefleet.history.ObjectiveStanding;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.Percentiles;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.rollup.RegionRollup;
import dev.handshakefleet.rollup.Series;
import dev.handshakefleet.rollup.Sketch;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.LeafRecord;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows a history on a terminal. */
public final class HistoryView {

    private static final int MOST_SHOWN = 50;
    private static final int SHOWN_OF_A_LONG_TIME = 10;
    private static final Duration ONE_DAY = Duration.ofDays(1);
    private static final int MOST_CERTIFICATES_SHOWN = 10;

    private final Screen screen;
    private final Paint paint;

    /** @param screen what it is shown on */
    public HistoryView(Screen screen) {
        this.screen = screen;
        this.paint = screen.paint();
    }

    /**
     * The lines: the number of measurements, a row a region with a sparkline, objectives, percentiles of the phases, alerts, the newest
     * certificates and the newest measurements.
     */
    public List<String> lines(HistoryReport report) {
        List<String> lines = new ArrayList<>(heading(report));
        Stream.of(
                        regions(report),
                        objectives(report),
                        percentiles(report.summary().total()),
                        alerts(report),
                        certificates(report),
                        newest(report),
                        problems(report))
                .filter(part -> !part.isEmpty())
                .forEach(part -> {
                    lines.add("");
                    lines.addAll(part);
                });
        return lines;
    }

    private List<String> problems(HistoryReport report) {
        return report.problems().stream()
                .flatMap(problem -> screen.sentence("", "  ", problem).stream())
                .toList();
    }

    private List<String> heading(HistoryReport report) {
        int measurements = report.summary().probes();
        List<String> lines = new ArrayList<>(screen.sentence(
                paint.bold(report.targetId()) + "  ",
                "  ",
                counted(measurements, "measurement") + " from " + report.from() + " to " + report.to()));
        if (measurements == 0) {
            lines.add("This window has no measurement of the target.");
        }
        return lines;
    }

    private static String counted(int count, String what) {
        return count == 1 ? "1 " + what : count + " " + what + "s";
    }

    private List<String> regions(HistoryReport report) {
        if (report.summary().regions().isEmpty()) {
            return List.of();
        }
        HistoryTrend trend = HistoryTrend.of(report);
        Table table = new Table(
                Table.Column.left("region"),
                Table.Column.right("runs"),
                Table.Column.right("available"),
                Table.Column.right("failed"),
                Table.Column.right("over limit"),
                Table.Column.right("p50 tls ms"),
                Table.Column.right("p95"),
                Table.Column.right("p99"),
                Table.Column.right("max"),
                Table.Column.left("tls p95, each character " + DurationText.largestUnit(trend.step())));
        report.summary().regions().forEach((name, region) -> {
            Optional<Percentiles> tls = region.sketch(Series.TLS).map(Sketch::percentiles);
            table.add(
                    name,
                    String.valueOf(region.counts().runs()),
                    ObjectiveStanding.availability(region)
                            .map(percent -> percent.stripTrailingZeros().toPlainString() + " %")
                            .orElse(""),
                    String.valueOf(region.counts().failed()),
                    String.valueOf(HistorySummary.breaches(region)),
                    millis(tls.map(Percentiles::p50)),
                    millis(tls.map(Percentiles::p95)),
                    millis(tls.map(Percentiles::p99)),
                    millis(tls.map(Percentiles::max)),
                    trend.sparkline(name));
        });
        return table.lines(screen);
    }

    private List<String> objectives(HistoryReport report) {
        return report.objectives().stream()
                .flatMap(standing -> screen.sentence("", "  ", standing.promise() + ": " + state(standing)).stream())
                .toList();
    }

    private String state(ObjectiveStanding standing) {
        String found = standing.found()
                .map(DurationText::compactMillis)
                .or(() -> standing.availability()
                        .map(percent -> percent.stripTrailingZeros().toPlainString() + " %"))
                .orElse("");
        String budget = standing.budgetLeft()
                .map(left -> left.signum() < 0
                        ? ", the budget is overspent by " + left.negate().toPlainString() + " %"
                        : ", " + left.toPlainString() + " % of the budget is left")
                .orElse("");
        return paint.severity(standing.kept() ? Severity.OK : Severity.CRITICAL, standing.kept() ? "kept" : "broken")
                + ", " + found + budget;
    }

    private List<String> percentiles(RegionRollup total) {
        if (total.sketches().isEmpty()) {
            return List.of();
        }
        Table table = new Table(
                Table.Column.left("phase"),
                Table.Column.right("count"),
                Table.Column.right("p50 ms"),
                Table.Column.right("p90"),
                Table.Column.right("p95"),
                Table.Column.right("p99"),
                Table.Column.right("max"));
        total.sketches().forEach((series, sketch) -> {
            Percentiles found = sketch.percentiles();
            table.add(
                    series.label(),
                    String.valueOf(found.count()),
                    DurationText.compactNumber(found.p50()),
                    DurationText.compactNumber(found.p90()),
                    DurationText.compactNumber(found.p95()),
                    DurationText.compactNumber(found.p99()),
                    DurationText.compactNumber(found.max()));
        });
        return table.lines(screen);
    }

    private List<String> alerts(HistoryReport report) {
        if (report.alerts().isEmpty()) {
            return List.of();
        }
        Table table = new Table(
                Table.Column.left("alert"),
                Table.Column.left("severity").colouredBy(paint::severityName),
                Table.Column.left("state"),
                Table.Column.left("since"));
        report.alerts()
                .forEach(alert -> table.add(
                        alert.check().name(),
                        alert.severity().name(),
                        alert.state().name().toLowerCase(Locale.ROOT),
                        alert.since().truncatedTo(ChronoUnit.SECONDS).toString()));
        return table.lines(screen);
    }

    private List<String> certificates(HistoryReport report) {
        if (report.certificates().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(certificates(report.certificates()));
        int changes = report.certificateChanges();
        if (changes > 0) {
            lines.add(counted(changes, "certificate") + " replaced another one in this window");
        }
        return lines;
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

    private List<String> newest(HistoryReport report) {
        List<Measurement> measurements = report.history().measurements();
        if (measurements.isEmpty()) {
            return List.of();
        }
        int shown =
                Duration.between(report.from(), report.to()).compareTo(ONE_DAY) > 0 ? SHOWN_OF_A_LONG_TIME : MOST_SHOWN;
        Table table = new Table(
                Table.Column.left("scheduled"),
                Table.Column.left("region"),
                Table.Column.left("verdict").colouredBy(paint::severityName),
                Table.Column.right("connect ms"),
                Table.Column.right("tls ms"),
                Table.Column.left("findings"));
        measurements.stream()
                .limit(shown)
                .forEach(kept -> table.add(
                        kept.scheduledAt().toString(),
                        kept.region(),
                        kept.verdict().name(),
                        millis(kept, Phase.CONNECT),
                        millis(kept, Phase.TLS),
                        findings(kept)));
        List<String> lines = new ArrayList<>(table.lines(screen));
        int older = report.summary().probes() - Math.min(shown, measurements.size());
        if (older > 0) {
            lines.add("… and " + older + " older ones; --json prints "
                    + (report.history().truncated() ? "as many as --limit" : "all"));
        }
        return lines;
    }

    private static String millis(Measurement kept, Phase phase) {
        return millis(kept.took(phase));
    }

    private static String millis(Optional<Duration> duration) {
        return duration.map(DurationText::compactNumber).orElse("");
    }

    private static String findings(Measurement kept) {
        String codes = kept.findings().keySet().stream().map(FindingCode::name).collect(Collectors.joining(" "));
        return codes + kept.failure().map(HistoryView::kind).orElse("");
    }

    private static String kind(Failure failure) {
        return " (" + failure.phase().failureLabel() + " " + failure.kind() + ")";
    }
}
