package dev.handshakefleet.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.fleet.NotProbed;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.fleet.Shortfall;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * What a run leaves in the log: one line, and the metrics of a scheduled run that is not complete. The alarms of {@code
 * template.yaml} watch both. Pure, but for {@link #write}.
 *
 * <p>The metrics are a line of CloudWatch's embedded metric format ("Specification: Embedded metric format"), from which
 * CloudWatch makes them without a call of ours. A count of zero is in the line and is no metric, because a metric is
 * charged for each hour in which it has a value.
 */
final class RunLog {

    private static final Logger LOG = Logger.getLogger(ProbeFunction.class);
    private static final String LAMBDA = "AWS_LAMBDA_RUNTIME_API";
    private static final String NAMESPACE = "HandshakeFleet";
    private static final String DIMENSION = "FunctionName";

    private RunLog() {}

    /**
     * Logs a run. The metrics go past the logger, because CloudWatch reads the whole line as JSON, whatever the format of the
     * log. Only Lambda reads them.
     */
    static void write(RunReport report, String functionName) {
        LOG.info(line(report));
        if (System.getenv(LAMBDA) != null) {
            metrics(report, functionName, Instant.now()).ifPresent(System.out::println);
        }
    }

    /** One line a run. The alarm on silence counts the lines with "scheduled run completed". */
    static String line(RunReport report) {
        return "%s %s region=%s probed=%d %s worst=%s tookMillis=%d problems=%s"
                .formatted(
                        report.scheduledTime().isPresent() ? "scheduled" : "ad-hoc",
                        report.isComplete() ? "run completed" : "run incomplete",
                        report.region(),
                        report.results().size(),
                        counts(report.shortfall()).entrySet().stream()
                                .map(count -> count.getKey() + "=" + count.getValue())
                                .collect(Collectors.joining(" ")),
                        report.worst(),
                        report.took().toMillis(),
                        problems(report));
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
                .toList();
    }

    private static String notProbed(List<String> targets, String reason) {
        int more = targets.size() - 1;
        return targets.getFirst() + (more > 0 ? " and " + more + " more" : "") + " not probed: " + reason;
    }

    /**
     * @param functionName the dimension of the metrics
     * @param at their instant
     * @return one line of JSON; empty for an ad hoc run and for a complete one
     */
    static Optional<String> metrics(RunReport report, String functionName, Instant at) {
        if (report.scheduledTime().isEmpty() || report.isComplete()) {
            return Optional.empty();
        }
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        ObjectNode header = line.putObject("_aws").put("Timestamp", at.toEpochMilli());
        ObjectNode directive = header.putArray("CloudWatchMetrics").addObject().put("Namespace", NAMESPACE);
        directive.putArray("Dimensions").addArray().add(DIMENSION);
        ArrayNode metrics = directive.putArray("Metrics");
        line.put(DIMENSION, functionName);
        counts(report.shortfall()).forEach((name, count) -> {
            line.put(name, count);
            if (count > 0) {
                metrics.addObject().put("Name", name).put("Unit", "Count");
            }
        });
        return Optional.of(line.toString());
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
}
