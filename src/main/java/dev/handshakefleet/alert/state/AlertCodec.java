package dev.handshakefleet.alert.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.alert.decide.Acknowledgement;
import dev.handshakefleet.alert.decide.Alert;
import dev.handshakefleet.alert.decide.CombinedStatus;
import dev.handshakefleet.alert.decide.FlapHistory;
import dev.handshakefleet.alert.decide.LastNotice;
import dev.handshakefleet.alert.decide.RegionStatus;
import dev.handshakefleet.alert.decide.Rollout;
import dev.handshakefleet.alert.decide.ServedLeaf;
import dev.handshakefleet.alert.decide.Suppression;
import dev.handshakefleet.alert.notice.JsonText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An alert as the JSON text that is kept in the state table; instants are milliseconds since the epoch. */
final class AlertCodec {

    private AlertCodec() {}

    static String encode(Alert alert) {
        ObjectNode node = JsonText.object()
                .put("standing", alert.standing().name())
                .put("severity", alert.outlook().severity().name())
                .put("regional", alert.outlook().regional())
                .put("since", alert.since().toEpochMilli());
        ObjectNode words = node.putObject("words");
        alert.words().forEach((region, word) -> putWord(words.putObject(region), word));
        alert.wavering().ifPresent(from -> node.put("wavering", from.toEpochMilli()));
        node.putObject("told")
                .put("severity", alert.told().severity().name())
                .put("at", alert.told().at().toEpochMilli())
                .put("rung", alert.told().rung())
                .put("rollout", alert.told().rollout());
        ArrayNode changes = node.putArray("changes");
        alert.flaps().changes().forEach(change -> changes.add(change.toEpochMilli()));
        node.put("flapping", alert.flaps().flapping());
        alert.acknowledged()
                .ifPresent(by -> node.putObject("acknowledged")
                        .put("by", by.by())
                        .put("reason", by.reason())
                        .put("at", by.at().toEpochMilli()));
        putRollout(node, alert.rollout());
        alert.muted()
                .ifPresent(muted -> node.putObject("muted")
                        .put("silence", muted.silence())
                        .put("notice", muted.notice())
                        .put("count", muted.count()));
        JsonText.putFindings(node.putArray("findings"), alert.findings());
        return node.toString();
    }

    /** @throws RuntimeException of some kind when the text is none of ours */
    static Alert decode(String text) {
        JsonNode node = JsonText.parsed(text);
        return new Alert(
                Alert.Standing.valueOf(node.path("standing").asText()),
                new CombinedStatus(
                        JsonText.severity(node.path("severity")),
                        node.path("regional").asBoolean()),
                instant(node.path("since")),
                JsonText.map(node.path("words"), AlertCodec::word),
                number(node.path("wavering")),
                told(node.path("told")),
                new FlapHistory(
                        instants(node.path("changes")), node.path("flapping").asBoolean()),
                present(node.path("acknowledged"))
                        .map(by -> new Acknowledgement(
                                by.path("by").asText(), by.path("reason").asText(), instant(by.path("at")))),
                rollout(node),
                present(node.path("muted"))
                        .map(muted -> new Suppression(
                                muted.path("silence").asText(),
                                muted.path("notice").asText(),
                                muted.path("count").asInt())),
                JsonText.findings(node.path("findings")));
    }

    private static void putWord(ObjectNode node, RegionStatus word) {
        node.put("severity", word.severity().name())
                .put("last", word.last().name())
                .put("at", word.at().toEpochMilli())
                .put("turning", word.turning().name())
                .put("runs", word.runs());
    }

    private static RegionStatus word(JsonNode node) {
        return new RegionStatus(
                JsonText.severity(node.path("severity")),
                JsonText.severity(node.path("last")),
                instant(node.path("at")),
                JsonText.severity(node.path("turning")),
                node.path("runs").asInt());
    }

    private static LastNotice told(JsonNode node) {
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
