package dev.handshakefleet.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.alert.AlertNotice.Change;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A notice as the JSON text that waits in the state table; built node by node, so that nothing is reflected upon. */
final class NoticeCodec {

    private static final JsonMapper JSON = new JsonMapper();

    private NoticeCodec() {}

    static String encode(AlertNotice notice) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", notice.id())
                .put("target", notice.targetId())
                .put("change", notice.change().name())
                .put("severity", notice.severity().name())
                .put("previous", notice.previous().name())
                .put("region", notice.region())
                .put("since", notice.since().toString())
                .put("at", notice.at().toString())
                .put("lost", notice.lost());
        ObjectNode regions = node.putObject("regions");
        notice.regions().forEach((region, severity) -> regions.put(region, severity.name()));
        ObjectNode phases = node.putObject("phases");
        notice.phases().forEach((phase, took) -> phases.put(phase.label(), took.toNanos()));
        ObjectNode tags = node.putObject("tags");
        notice.tags().forEach(tags::put);
        ArrayNode findings = node.putArray("findings");
        notice.findings()
                .forEach(finding -> findings.addObject()
                        .put("code", finding.code().name())
                        .put("severity", finding.severity().name())
                        .put("message", finding.message())
                        .put("advice", finding.advice()));
        return node.toString();
    }

    /** @throws IllegalArgumentException when the text is none of ours */
    static AlertNotice decode(String text) {
        JsonNode node = parsed(text);
        SortedMap<String, Severity> regions = new TreeMap<>();
        node.path("regions")
                .properties()
                .forEach(region -> regions.put(
                        region.getKey(), Severity.valueOf(region.getValue().asText())));
        SortedMap<String, String> tags = new TreeMap<>();
        node.path("tags")
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return new AlertNotice(
                node.path("id").asText(),
                node.path("target").asText(),
                Change.valueOf(node.path("change").asText()),
                Severity.valueOf(node.path("severity").asText()),
                Severity.valueOf(node.path("previous").asText()),
                node.path("region").asText(),
                regions,
                findings(node.path("findings")),
                Instant.parse(node.path("since").asText()),
                Instant.parse(node.path("at").asText()),
                phases(node.path("phases")),
                tags,
                node.path("lost").asInt());
    }

    private static List<Finding> findings(JsonNode nodes) {
        List<Finding> findings = new ArrayList<>();
        nodes.forEach(node -> code(node)
                .ifPresent(known -> findings.add(new Finding(
                        known,
                        Severity.valueOf(node.path("severity").asText()),
                        node.path("message").asText(),
                        node.path("advice").asText()))));
        return findings;
    }

    /** A code of a later version is passed over: the notice is worth sending all the same. */
    private static Optional<FindingCode> code(JsonNode finding) {
        return Arrays.stream(FindingCode.values())
                .filter(code -> code.name().equals(finding.path("code").asText()))
                .findFirst();
    }

    private static Map<Phase, Duration> phases(JsonNode nodes) {
        Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        nodes.properties()
                .forEach(entry -> Phase.ofLabel(entry.getKey())
                        .ifPresent(phase -> phases.put(
                                phase, Duration.ofNanos(entry.getValue().asLong()))));
        return phases;
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalArgumentException("notice: not JSON", notOurs);
        }
    }
}
