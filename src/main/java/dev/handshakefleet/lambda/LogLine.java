package dev.handshakefleet.lambda;

import dev.handshakefleet.base.AddressText;
import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.fleet.NotProbed;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.measurement.StoreOutcome;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.region.RunPace;
import dev.handshakefleet.spread.DispatchReport;
import dev.handshakefleet.spread.Shard;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A line of the log, as a text for people and as fields for programs. It holds nothing that may be secret and nothing of a certificate
 * but the days that are left.
 *
 * @param text one line
 * @param fields the values by their names, in order
 */
record LogLine(String text, Map<String, Object> fields) {

    LogLine {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The line of a run. The alarm on silence counts the texts with "scheduled run completed". */
    static LogLine ofRun(RunReport report) {
        return ofRun(report, report.scheduledTime().isPresent() ? "scheduled" : "ad-hoc", Map.of());
    }

    /** The line of a part of a scheduled run that was divided. */
    static LogLine ofShard(RunReport report, Shard shard) {
        Map<String, Object> which = new LinkedHashMap<>();
        which.put("catalogVersion", shard.catalogVersion());
        which.put("shard", shard.number());
        which.put("shards", shard.of());
        return ofRun(report, "shard", which);
    }

    /** The line of a scheduled run that was divided. The alarm on silence counts it, too. */
    static LogLine ofDispatch(DispatchReport report) {
        List<String> problems = report.problems().stream().map(SafeText::line).toList();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("region", report.region());
        fields.put("scheduledTime", report.scheduledTime());
        fields.put("catalogVersion", report.catalogVersion());
        fields.put("targets", report.targets());
        fields.put("shards", report.shards());
        fields.put("pace", Math.round(report.pace()));
        fields.put("measured", report.measured());
        String text = "scheduled run completed, divided: " + listed(fields) + " problems=" + problems;
        fields.put("event", "dispatch");
        fields.put("problems", String.join(" | ", problems));
        return new LogLine(text, fields);
    }

    private static LogLine ofRun(RunReport report, String kind, Map<String, Object> which) {
        List<String> problems = problems(report);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", "run");
        fields.put("run", kind);
        fields.put("complete", report.isComplete());
        fields.put("region", report.region());
        report.scheduledTime().ifPresent(time -> fields.put("scheduledTime", time));
        fields.putAll(which);
        fields.put("probed", report.results().size());
        for (Severity severity : Severity.values()) {
            fields.put(severity.name().toLowerCase(Locale.ROOT), report.count(severity));
        }
        Map<String, Integer> counts = RunMetrics.counts(report.shortfall());
        report.stored()
                .map(StoreOutcome::spooled)
                .filter(spooled -> spooled > 0)
                .ifPresent(spooled -> counts.put(RunMetrics.SPOOLED, spooled));
        fields.putAll(counts);
        fields.put("worst", report.worst());
        fields.put("tookMillis", report.took().toMillis());
        Map<String, BigDecimal> paces = paces(report.pace());
        fields.putAll(paces);
        fields.put("problems", String.join(" | ", problems));
        String text = "%s %s region=%s%s probed=%d %s worst=%s tookMillis=%d %s problems=%s"
                .formatted(
                        kind,
                        report.isComplete() ? "run completed" : "run incomplete",
                        report.region(),
                        which.isEmpty() ? "" : " " + listed(which),
                        report.results().size(),
                        listed(counts),
                        report.worst(),
                        report.took().toMillis(),
                        listed(paces),
                        problems);
        return new LogLine(text, fields);
    }

    /**
     * The line of a probe: target, address, verdict, finding codes, phases in milliseconds, phase and kind of a failure. The detail of a
     * failure may quote the peer and is left to the result.
     */
    static LogLine ofProbe(String region, JudgedProbe probe) {
        ProbeResult result = probe.result();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("region", region);
        fields.put("target", result.target().id());
        result.address().ifPresent(address -> fields.put("address", AddressText.of(address)));
        fields.put("verdict", probe.verdict().severity());
        fields.put(
                "findings",
                probe.verdict().findings().stream()
                        .map(finding -> finding.code().name())
                        .collect(Collectors.joining(",")));
        result.phases()
                .forEach((phase, took) ->
                        fields.put(phase.name().toLowerCase(Locale.ROOT) + "Millis", DurationText.jsonMillis(took)));
        result.failure().ifPresent(failure -> {
            fields.put("failedPhase", failure.phase().name().toLowerCase(Locale.ROOT));
            fields.put("failure", failure.kind());
        });
        probe.leaf().ifPresent(leaf -> fields.put("leafDaysLeft", leaf.daysLeft(probe.judgedAt())));
        fields.put("attempts", result.quality().attempts());
        String text = "probe " + listed(fields);
        fields.put("event", "probe");
        return new LogLine(text, fields);
    }

    /** Targets a second, with one decimal. */
    private static Map<String, BigDecimal> paces(RunPace pace) {
        Map<String, BigDecimal> paces = new LinkedHashMap<>();
        paces.put("targetsPerSecond", decimal(pace.run()));
        paces.put("probingPerSecond", decimal(pace.probing()));
        paces.put("storingPerSecond", decimal(pace.storing()));
        paces.put("decidingPerSecond", decimal(pace.deciding()));
        return paces;
    }

    private static BigDecimal decimal(double value) {
        return BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
    }

    private static String listed(Map<String, ?> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining(" "));
    }

    /** The answer of a scheduled run is read by nobody, so its reasons for not probing are in the line too. */
    private static List<String> problems(RunReport report) {
        Map<String, List<String>> targetsByReason = report.notProbed().stream()
                .collect(Collectors.groupingBy(
                        NotProbed::reason,
                        LinkedHashMap::new,
                        Collectors.mapping(NotProbed::target, Collectors.toList())));
        return Stream.concat(
                        report.problems().stream(),
                        targetsByReason.entrySet().stream().map(entry -> notProbed(entry.getValue(), entry.getKey())))
                .map(SafeText::line)
                .toList();
    }

    private static String notProbed(List<String> targets, String reason) {
        int more = targets.size() - 1;
        return targets.getFirst() + (more > 0 ? " and " + more + " more" : "") + " not probed: " + reason;
    }
}
