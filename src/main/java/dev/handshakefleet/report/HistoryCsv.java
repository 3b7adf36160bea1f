package dev.handshakefleet.report;

import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.history.HistoryReport;
import dev.handshakefleet.history.ObjectiveStanding;
import dev.handshakefleet.measurement.Percentiles;
import dev.handshakefleet.rollup.RegionRollup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The summary of a history as comma-separated values (RFC 4180): one row a region and phase, below the names of the columns. A region
 * without any duration has one row with empty fields.
 */
public final class HistoryCsv {

    private static final String COLUMNS =
            "target,from,to,region,runs,measurements,failed,availability,breaches,phase,count,"
                    + "p50Millis,p90Millis,p95Millis,p99Millis,maxMillis";

    private HistoryCsv() {}

    /** @return the rows, the names of the columns first, without line ends */
    public static List<String> lines(HistoryReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(COLUMNS);
        report.summary().regions().forEach((name, region) -> {
            List<Object> common = common(report, name, region);
            if (region.sketches().isEmpty()) {
                lines.add(row(common, List.of("", "", "", "", "", "", "")));
            }
            region.sketches()
                    .forEach((series, sketch) -> lines.add(row(common, phase(series.label(), sketch.percentiles()))));
        });
        return lines;
    }

    private static List<Object> common(HistoryReport report, String name, RegionRollup region) {
        return List.of(
                report.targetId(),
                report.from(),
                report.to(),
                name,
                region.counts().runs(),
                region.counts().probes(),
                region.counts().failed(),
                Optional.of(ObjectiveStanding.availability(region)),
                HistorySummary.breaches(region));
    }

    private static List<Object> phase(String label, Percentiles found) {
        return List.of(
                label,
                found.count(),
                DurationText.jsonMillis(found.p50()),
                DurationText.jsonMillis(found.p90()),
                DurationText.jsonMillis(found.p95()),
                DurationText.jsonMillis(found.p99()),
                DurationText.jsonMillis(found.max()));
    }

    private static String row(List<Object> common, List<? extends Object> phase) {
        return Stream.concat(common.stream(), phase.stream())
                .map(ResultCsv::field)
                .collect(Collectors.joining(","));
    }
}
