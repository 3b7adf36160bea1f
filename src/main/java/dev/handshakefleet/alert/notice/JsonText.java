package dev.handshakefleet.alert.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.FindingSubject;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads and writes the JSON parts that several stored items share. It builds node by node and needs no reflection. */
public final class JsonText {

    private static final JsonMapper JSON = new JsonMapper();

    private JsonText() {}

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** @throws IllegalArgumentException when the text is not JSON */
    public static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalArgumentException("not JSON", notOurs);
        }
    }

    public static Severity severity(JsonNode node) {
        return Severity.valueOf(node.asText());
    }

    /** @throws IllegalArgumentException when the node holds no instant */
    public static Instant instant(JsonNode node) {
        try {
            return Instant.parse(node.asText());
        } catch (DateTimeParseException notOurs) {
            throw new IllegalArgumentException("not an instant", notOurs);
        }
    }

    public static Optional<String> text(JsonNode node) {
        return Optional.of(node).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    /** @return the fields of an object, each read by {@code reader}, in the order of their names */
    public static <T> SortedMap<String, T> map(JsonNode node, Function<JsonNode, T> reader) {
        SortedMap<String, T> read = new TreeMap<>();
        node.properties().forEach(entry -> read.put(entry.getKey(), reader.apply(entry.getValue())));
        return read;
    }

    public static void putPhases(ObjectNode node, Map<Phase, Duration> phases) {
        phases.forEach((phase, took) -> node.put(phase.label(), took.toNanos()));
    }

    public static Map<Phase, Duration> phases(JsonNode nodes) {
        Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        nodes.properties()
                .forEach(entry -> Phase.ofLabel(entry.getKey())
                        .ifPresent(phase -> phases.put(
                                phase, Duration.ofNanos(entry.getValue().asLong()))));
        return phases;
    }

    public static void putFindings(ArrayNode nodes, List<Finding> findings) {
        for (Finding finding : findings) {
            ObjectNode node = nodes.addObject()
                    .put("code", finding.code().name())
                    .put("severity", finding.severity().name())
                    .put("message", finding.message())
                    .put("advice", finding.advice());
            switch (finding.about()) {
                case FindingSubject.WholeProbe probe -> {
                    // There are no further details.
                }
                case FindingSubject.OfPhase timed ->
                    node.put("phase", timed.phase().label())
                            .put("took", timed.took().toNanos())
                            .put("limit", timed.limit().toNanos());
                case FindingSubject.OfCertificate one ->
                    node.put("role", one.role().name())
                            .put("name", one.name())
                            .put("sha256", one.sha256())
                            .put("notAfter", one.notAfter().toString())
                            .put("rung", one.rung());
            }
        }
    }

    /** Reads findings. A finding with an unknown code comes from a later version and is skipped. */
    public static List<Finding> findings(JsonNode nodes) {
        List<Finding> findings = new ArrayList<>();
        nodes.forEach(node -> code(node)
                .ifPresent(known -> findings.add(new Finding(
                        known,
                        severity(node.path("severity")),
                        node.path("message").asText(),
                        node.path("advice").asText(),
                        about(node)))));
        return findings;
    }

    private static Optional<FindingCode> code(JsonNode finding) {
        return Arrays.stream(FindingCode.values())
                .filter(code -> code.name().equals(finding.path("code").asText()))
                .findFirst();
    }

    private static FindingSubject about(JsonNode node) {
        if (node.has("phase")) {
            return new FindingSubject.OfPhase(
                    Phase.ofLabel(node.path("phase").asText()).orElse(Phase.TOTAL),
                    Duration.ofNanos(node.path("took").asLong()),
                    Duration.ofNanos(node.path("limit").asLong()));
        }
        if (node.has("role")) {
            return new FindingSubject.OfCertificate(
                    Role.valueOf(node.path("role").asText()),
                    node.path("name").asText(),
                    node.path("sha256").asText(),
                    instant(node.path("notAfter")),
                    node.path("rung").asInt());
        }
        return FindingSubject.PROBE;
    }
}
