package dev.handshakefleet.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.fleet.Shortfall;
import dev.handshakefleet.measurement.StoreOutcome;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.JudgedProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.cloudwatchlogs.emf.model.Unit;

/**
 * The metrics of a scheduled run, as lines of CloudWatch's embedded metric format, from which CloudWatch makes metrics without a call
 * of ours. A custom metric is charged for each hour in which it has a value, and each value of a dimension is a metric. So a count of
 * zero is no metric, the kinds of failure are a closed set, and a target has metrics of its own only where its tag asks for them.
 *
 * <pre>
 *   dimensions             metric              value
 *   FunctionName           probes              results
 *                          handshake           each handshake that completed, in milliseconds: CloudWatch computes the percentiles
 *                          soonestExpiryDays   of all certificates of all paths
 *                          rejected, …         each kind of {@link Shortfall}, where it is not zero
 *                          spooled             measurements that wait in the queue of the region since this run, where it is not zero
 *                          fromSpool           measurements of a message from that queue
 *                          oldestUnstored      how long the oldest of them has waited, in seconds
 *   FunctionName, kind     failures            probes that failed, by {@link Failure.Kind}
 *   FunctionName, target   handshake, failures, soonestExpiryDays, of a target with the tag
 * </pre>
 *
 * A further line without metrics names each of the targets with the soonest expiries, for a query of the log. Pure.
 */
final class RunMetrics {

    /** The namespace of all metrics. */
    static final String NAMESPACE = "HandshakeFleet";

    static final String FUNCTION = "FunctionName";
    static final String KIND = "kind";
    static final String TARGET = "target";
    static final String PROBES = "probes";
    static final String HANDSHAKE = "handshake";
    static final String FAILURES = "failures";
    static final String SPOOLED = "spooled";
    static final String FROM_SPOOL = "fromSpool";
    static final String OLDEST_UNSTORED = "oldestUnstored";
    static final String SOONEST_EXPIRY = "soonestExpiryDays";
    static final String EXPIRING_TARGET = "expiringTarget";
    static final String EXPIRING_DAYS = "expiringDays";

    /** The most targets with metrics of their own in a run. */
    static final int MOST_TARGETS = 500;

    /** The most targets that are named with their expiry. */
    static final int MOST_EXPIRING = 10;

    /** A target with more days left is not named. */
    static final long EXPIRING_WITHIN_DAYS = 30;

    private final Optional<MetricsTag> tag;

    /** @param tag of the targets with metrics of their own */
    RunMetrics(Optional<MetricsTag> tag) {
        this.tag = tag;
    }

    /**
     * @param functionName the dimension that all of them have
     * @param at their instant
     * @return each a document of JSON; none for an ad hoc run
     */
    List<String> lines(RunReport report, String functionName, Instant at) {
        if (report.scheduledTime().isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(ofRun(report, functionName, at));
        failures(report.results())
                .forEach((kind, count) -> lines.addAll(document(functionName, KIND, kind.name(), at)
                        .add(FAILURES, count, Unit.COUNT)
                        .lines()));
        ownTargets(report)
                .forEach(
                        (target, probes) -> lines.addAll(ofTarget(probes, document(functionName, TARGET, target, at))));
        lines.addAll(expiring(report.results()));
        return lines;
    }

    /**
     * @param measurements of a message of the queue of the region
     * @param waited how long the oldest of them has waited
     */
    static List<String> ofSpool(int measurements, Duration waited, String functionName, Instant at) {
        return new MetricDocument(NAMESPACE, Map.of(FUNCTION, functionName), at)
                .add(FROM_SPOOL, measurements, Unit.COUNT)
                .add(OLDEST_UNSTORED, (double) waited.toSeconds(), Unit.SECONDS)
                .lines();
    }

    /** Each kind of shortfall by the name of its metric. */
    static Map<String, Integer> counts(Shortfall shortfall) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("rejected", shortfall.rejected());
        counts.put("notProbed", shortfall.notProbed());
        counts.put("notStored", shortfall.notStored());
        counts.put("undecided", shortfall.undecided());
        counts.put("unsent", shortfall.unsent());
        counts.put("catalogUnread", shortfall.catalogUnread() ? 1 : 0);
        counts.put("nothingToProbe", shortfall.nothingToProbe() ? 1 : 0);
        return counts;
    }

    private List<String> ofRun(RunReport report, String functionName, Instant at) {
        MetricDocument document = new MetricDocument(NAMESPACE, Map.of(FUNCTION, functionName), at)
                .note("region", report.region())
                .add(PROBES, report.results().size(), Unit.COUNT);
        counts(report.shortfall()).forEach((name, count) -> {
            if (count > 0) {
                document.add(name, count, Unit.COUNT);
            } else {
                document.note(name, count);
            }
        });
        report.stored()
                .map(StoreOutcome::spooled)
                .filter(spooled -> spooled > 0)
                .ifPresent(spooled -> document.add(SPOOLED, spooled, Unit.COUNT));
        long leftOut = tagged(report).count() - ownTargets(report).size();
        if (leftOut > 0) {
            document.note("targetsWithoutOwnMetrics", leftOut);
        }
        addTimesAndExpiry(report.results(), document);
        return document.lines();
    }

    private static List<String> ofTarget(List<JudgedProbe> probes, MetricDocument document) {
        int failed = Math.toIntExact(probes.stream()
                .filter(probe -> probe.result().failure().isPresent())
                .count());
        if (failed > 0) {
            document.add(FAILURES, failed, Unit.COUNT);
        }
        addTimesAndExpiry(probes, document);
        return document.lines();
    }

    private static void addTimesAndExpiry(List<JudgedProbe> probes, MetricDocument document) {
        probes.stream()
                .flatMap(probe -> Optional.ofNullable(probe.result().phases().get(Phase.TLS)).stream())
                .forEach(handshake -> document.add(HANDSHAKE, millis(handshake), Unit.MILLISECONDS));
        probes.stream()
                .map(RunMetrics::daysLeft)
                .flatMapToLong(OptionalLong::stream)
                .min()
                .ifPresent(days -> document.add(SOONEST_EXPIRY, (double) days, Unit.NONE));
    }

    private static Map<Failure.Kind, Integer> failures(List<JudgedProbe> probes) {
        Map<Failure.Kind, Integer> failures = new EnumMap<>(Failure.Kind.class);
        probes.forEach(probe ->
                probe.result().failure().ifPresent(failure -> failures.merge(failure.kind(), 1, Integer::sum)));
        return failures;
    }

    /** The probes of each target with metrics of its own, in the order of the targets. */
    private Map<String, List<JudgedProbe>> ownTargets(RunReport report) {
        Map<String, List<JudgedProbe>> own = new LinkedHashMap<>();
        tag.ifPresent(wanted -> report.results().stream()
                .filter(probe -> wanted.isOn(probe.result().target()))
                .forEach(probe -> {
                    String id = probe.result().target().id();
                    if (own.size() < MOST_TARGETS || own.containsKey(id)) {
                        own.computeIfAbsent(id, first -> new ArrayList<>()).add(probe);
                    }
                }));
        return own;
    }

    private Stream<String> tagged(RunReport report) {
        return report.results().stream()
                .map(probe -> probe.result().target())
                .filter(target -> tag.map(wanted -> wanted.isOn(target)).orElse(false))
                .map(target -> target.id())
                .distinct();
    }

    /** A line for each of the targets with the fewest days left, the fewest first. */
    private static List<String> expiring(List<JudgedProbe> probes) {
        Map<String, Long> days = new TreeMap<>();
        probes.forEach(probe -> daysLeft(probe)
                .ifPresent(left -> days.merge(probe.result().target().id(), left, Math::min)));
        return days.entrySet().stream()
                .filter(target -> target.getValue() <= EXPIRING_WITHIN_DAYS)
                .sorted(Comparator.comparing(Map.Entry::getValue))
                .limit(MOST_EXPIRING)
                .map(target -> JsonNodeFactory.instance
                        .objectNode()
                        .put(EXPIRING_TARGET, target.getKey())
                        .put(EXPIRING_DAYS, target.getValue())
                        .toString())
                .toList();
    }

    /** Until the first certificate of the path expires. */
    private static OptionalLong daysLeft(JudgedProbe probe) {
        return probe.chain().path().stream()
                .mapToLong((CertificateFacts certificate) -> certificate.daysLeft(probe.judgedAt()))
                .min();
    }

    private static MetricDocument document(String functionName, String dimension, String value, Instant at) {
        Map<String, String> dimensions = new LinkedHashMap<>();
        dimensions.put(FUNCTION, functionName);
        dimensions.put(dimension, value);
        return new MetricDocument(NAMESPACE, dimensions, at);
    }

    /** With three decimals, because a line is charged by its length. */
    private static double millis(Duration duration) {
        return DurationText.jsonMillis(duration).doubleValue();
    }
}
