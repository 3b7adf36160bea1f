package dev.handshakefleet.alert.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.alert.decide.Acknowledgement;
import dev.handshakefleet.alert.decide.Alert;
import dev.handshakefleet.alert.decide.CombinedStatus;
import dev.handshakefleet.alert.decide.FlapHistory;
import dev.handshakefleet.alert.decide.LastNotice;
import dev.handshakefleet.alert.decide.NoticeHistory;
import dev.handshakefleet.alert.decide.RegionReports;
import dev.handshakefleet.alert.decide.RegionStatus;
import dev.handshakefleet.alert.decide.Rollout;
import dev.handshakefleet.alert.decide.ServedLeaf;
import dev.handshakefleet.alert.decide.Suppression;
import dev.handshakefleet.alert.notice.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Encodes an alert as the JSON text that is stored in the state table. Instants are milliseconds since the epoch. */
final class AlertCodec {

    private AlertCodec() {}

    static String encode(Alert alert) {
        ObjectNode node = JsonText.object()
                .put("standing", alert.stage().name())
                .put("severity", alert.reports().combined().severity().name())
                .put("regional", alert.reports().combined().regional())
                .put("since", alert.since().toEpochMilli());
        ObjectNode regions = node.putObject("words");
        alert.reports().byRegion().forEach((region, status) -> putStatus(regions.putObject(region), status));
        alert.reports().unclearSince().ifPresent(from -> node.put("wavering", from.toEpochMilli()));
        node.putObject("told")
                .put("severity", alert.notices().last().severity().name())
                .put("at", alert.notices().last().at().toEpochMilli())
                .put("rung", alert.notices().last().rung())
                .put("rollout", alert.notices().last().rollout());
        ArrayNode changes = node.putArray("changes");
        alert.flapHistory().changes().forEach(change -> changes.add(change.toEpochMilli()));
        node.put("flapping", alert.flapHistory().flapping());
        alert.notices()
                .acknowledgement()
                .ifPresent(by -> node.putObject("acknowledged")
                        .put("by", by.by())
                        .put("reason", by.reason())
                        .put("at", by.at().toEpochMilli()));
        putRollout(node, alert.rollout());
        alert.notices()
                .suppression()
                .ifPresent(suppression -> node.putObject("muted")
                        .put("silence", suppression.silence())
                        .put("notice", suppression.notice())
                        .put("count", suppression.count()));
        JsonText.putFindings(node.putArray("findings"), alert.findings());
        return node.toString();
    }

    /** @throws RuntimeException of some kind when the text is not an encoded alert */
    static Alert decode(String text) {
        JsonNode node = JsonText.parsed(text);
        return new Alert(
                Alert.Stage.valueOf(node.path("standing").asText()),
                instant(node.path("since")),
                new RegionReports(
                        JsonText.map(node.path("words"), AlertCodec::status),
                        new CombinedStatus(
                                JsonText.severity(node.path("severity")),
                                node.path("regional").asBoolean()),
                        number(node.path("wavering"))),
                JsonText.findings(node.path("findings")),
                rollout(node),
                new FlapHistory(
                        instants(node.path("changes")), node.path("flapping").asBoolean()),
                new NoticeHistory(
                        lastNotice(node.path("told")),
                        present(node.path("acknowledged")).map(AlertCodec::acknowledgement),
                        present(node.path("muted")).map(AlertCodec::suppression)));
    }

    private static Acknowledgement acknowledgement(JsonNode node) {
        return new Acknowledgement(node.path("by").asText(), node.path("reason").asText(), instant(node.path("at")));
    }

    private static Suppression suppression(JsonNode node) {
        return new Suppression(
                node.path("silence").asText(),
                node.path("notice").asText(),
                node.path("count").asInt());
    }

    private static void putStatus(ObjectNode node, RegionStatus status) {
        node.put("severity", status.severity().name())
                .put("last", status.last().name())
                .put("at", status.at().toEpochMilli())
                .put("turning", status.next().name())
                .put("runs", status.consecutive());
    }

    private static RegionStatus status(JsonNode node) {
        return new RegionStatus(
                JsonText.severity(node.path("severity")),
                JsonText.severity(node.path("last")),
                instant(node.path("at")),
                JsonText.severity(node.path("turning")),
                node.path("runs").asInt());
    }

    private static LastNotice lastNotice(JsonNode node) {
        return new LastNotice(
                JsonText.severity(node.path("severity")),
                instant(node.path("at")),
                node.path("rung").asInt(),
                node.path("rollout").asBoolean());
    }

    private static void putRollout(ObjectNode node, Rollout rollout) {
        if (rollout.newest().isEmpty()) {
            return;
        }
        ObjectNode kept = node.putObject("rollout");
        ObjectNode places = kept.putObject("places");
        rollout.places()
                .forEach((address, place) -> putLeaf(places.putObject(address), place.leaf())
                        .put("at", place.at().toEpochMilli()));
        rollout.newest().ifPresent(newest -> putLeaf(kept.putObject("newest"), newest));
        rollout.cameBack().ifPresent(at -> kept.put("cameBack", at.toEpochMilli()));
    }

    private static Rollout rollout(JsonNode alert) {
        JsonNode node = alert.path("rollout");
        return new Rollout(
                JsonText.map(node.path("places"), place -> new Rollout.Place(leaf(place), instant(place.path("at")))),
                present(node.path("newest")).map(AlertCodec::leaf),
                number(node.path("cameBack")));
    }

    private static ObjectNode putLeaf(ObjectNode node, ServedLeaf leaf) {
        return node.put("sha256", leaf.sha256()).put("notAfter", leaf.notAfter().toEpochMilli());
    }

    private static ServedLeaf leaf(JsonNode node) {
        return new ServedLeaf(node.path("sha256").asText(), instant(node.path("notAfter")));
    }

    private static List<Instant> instants(JsonNode nodes) {
        List<Instant> instants = new ArrayList<>();
        nodes.forEach(node -> instants.add(instant(node)));
        return instants;
    }

    private static Instant instant(JsonNode epochMillis) {
        if (!epochMillis.isIntegralNumber()) {
            throw new IllegalArgumentException("an instant is missing");
        }
        return Instant.ofEpochMilli(epochMillis.asLong());
    }

    private static Optional<Instant> number(JsonNode epochMillis) {
        return Optional.of(epochMillis).filter(JsonNode::isIntegralNumber).map(AlertCodec::instant);
    }

    private static Optional<JsonNode> present(JsonNode node) {
        return Optional.of(node).filter(JsonNode::isObject);
    }
}
