package dev.handshakefleet.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.report.Paint;
import dev.handshakefleet.report.Screen;
import dev.handshakefleet.report.Table;
import dev.handshakefleet.verdict.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** One line a target: its results in the function's answers, beside its purpose. */
final class DemoTable {

    private final Map<String, DemoTarget> targets = new LinkedHashMap<>();
    private final Map<String, List<JsonNode>> results = new HashMap<>();
    private final Map<String, List<JsonNode>> lastRound = new HashMap<>();
    private int measurements;

    DemoTable(List<DemoTarget> targets) {
        targets.forEach(target -> this.targets.put(target.id(), target));
    }

    /** Adds the results of a round of a region; rounds come in order. */
    void add(String region, JsonNode answers) {
        for (JsonNode result : answers) {
            String id = result.path("target").asText();
            results.computeIfAbsent(id, key -> new ArrayList<>()).add(result);
            measurements++;
        }
        Map<String, JsonNode> byTarget = StreamSupport.stream(answers.spliterator(), false)
                .collect(Collectors.toMap(result -> result.path("target").asText(), result -> result));
        byTarget.forEach((id, result) -> {
            List<JsonNode> current = lastRound.computeIfAbsent(id, key -> new ArrayList<>());
            current.removeIf(earlier -> earlier.path("region").asText().equals(region));
            current.add(result);
        });
    }

    int measurements() {
        return measurements;
    }

    String firstId() {
        return targets.keySet().iterator().next();
    }

    /** The purpose of each target, by id. */
    Map<String, String> names() {
        return targets.values().stream().collect(Collectors.toMap(DemoTarget::id, DemoTarget::purpose));
    }

    boolean everyVerdictIsAsExpected() {
        return targets.values().stream().allMatch(this::isAsExpected);
    }

    List<String> lines(Screen screen) {
        Table table = new Table(
                Table.Column.left("case"),
                Table.Column.left("target"),
                Table.Column.left("verdict").colouredBy(screen.paint()::severityName),
                Table.Column.right("dns"),
                Table.Column.right("connect"),
                Table.Column.right("tls"),
                Table.Column.right("days left"),
                Table.Column.left("findings"));
        for (DemoTarget target : targets.values()) {
            JsonNode last = lastRound.getOrDefault(target.id(), List.of()).stream()
                    .reduce((first, second) -> second)
                    .orElseThrow(() -> new IllegalStateException(target.id() + " has no result"));
            table.add(
                    target.purpose(),
                    target.id(),
                    last.path("verdict").asText(),
                    median(target, "dns"),
                    median(target, "connect"),
                    median(target, "tls"),
                    daysLeft(last),
                    findings(last) + (isAsExpected(target) ? "" : "  <- not as expected"));
        }
        return table.lines(screen);
    }

    String outcome(Paint paint) {
        long asExpected = targets.values().stream().filter(this::isAsExpected).count();
        String text = asExpected + " of " + targets.size() + " targets got the expected verdict in every region.";
        return paint.severity(asExpected == targets.size() ? Severity.OK : Severity.CRITICAL, text);
    }

    private boolean isAsExpected(DemoTarget target) {
        List<JsonNode> seen = lastRound.getOrDefault(target.id(), List.of());
        return !seen.isEmpty()
                && seen.stream()
                        .allMatch(result -> result.path("verdict")
                                        .asText()
                                        .equals(target.severity().name())
                                && target.code()
                                        .map(code -> codes(result).contains(code.name()))
                                        .orElse(true));
    }

    private String median(DemoTarget target, String phase) {
        List<Double> sorted = results.getOrDefault(target.id(), List.of()).stream()
                .map(result -> result.path("phases").path(phase))
                .filter(JsonNode::isNumber)
                .map(JsonNode::asDouble)
                .sorted()
                .toList();
        return sorted.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", sorted.get(sorted.size() / 2));
    }

    private static String daysLeft(JsonNode result) {
        OptionalLong fewest = StreamSupport.stream(result.path("certificates").spliterator(), false)
                .mapToLong(certificate -> certificate.path("daysLeft").asLong())
                .min();
        return fewest.isPresent() ? String.valueOf(fewest.getAsLong()) : "";
    }

    private static String findings(JsonNode result) {
        JsonNode failure = result.path("failure");
        String why = failure.isObject()
                ? " (" + failure.path("phase").asText() + " "
                        + failure.path("kind").asText() + ")"
                : "";
        return String.join(" ", codes(result)) + why;
    }

    private static List<String> codes(JsonNode result) {
        return StreamSupport.stream(result.path("findings").spliterator(), false)
                .map(finding -> finding.path("code").asText())
                .toList();
    }
}
