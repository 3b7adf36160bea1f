package dev.handshakefleet.alert.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.alert.decide.AlertKey;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.alert.notice.JsonText;
import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.verdict.Check;

/** Encodes a pending notice as the JSON text that is stored in the state table. */
final class NoticeCodec {

    private NoticeCodec() {}

    static String encode(AlertNotice notice) {
        ObjectNode node = JsonText.object()
                .put("id", notice.id())
                .put("target", notice.targetId())
                .put("check", notice.check().name())
                .put("change", notice.change().name())
                .put("severity", notice.severity().name())
                .put("previous", notice.previous().name())
                .put("regional", notice.regional())
                .put("region", notice.region())
                .put("since", notice.since().toString())
                .put("at", notice.at().toString())
                .put("suppressed", notice.omitted().suppressed())
                .put("lost", notice.omitted().lost());
        ObjectNode regions = node.putObject("regions");
        notice.regions().forEach((region, severity) -> regions.put(region, severity.name()));
        JsonText.putPhases(node.putObject("phases"), notice.phases());
        ObjectNode tags = node.putObject("tags");
        notice.tags().forEach(tags::put);
        JsonText.putFindings(node.putArray("findings"), notice.findings());
        notice.note().ifPresent(note -> node.put("note", note));
        return node.toString();
    }

    /** @throws IllegalArgumentException when the text is not an encoded notice */
    static AlertNotice decode(String text) {
        JsonNode node = JsonText.parsed(text);
        return new AlertNotice(
                node.path("id").asText(),
                new AlertKey(
                        TablePartitions.shown(node.path("target").asText()),
                        Check.parse(node.path("check").asText()),
                        JsonText.instant(node.path("since"))),
                Change.valueOf(node.path("change").asText()),
                new AlertNotice.Status(
                        JsonText.severity(node.path("severity")),
                        JsonText.severity(node.path("previous")),
                        node.path("regional").asBoolean(),
                        JsonText.map(node.path("regions"), JsonText::severity)),
                JsonText.findings(node.path("findings")),
                new AlertNotice.Run(
                        node.path("region").asText(),
                        JsonText.instant(node.path("at")),
                        JsonText.phases(node.path("phases")),
                        JsonText.map(node.path("tags"), JsonNode::asText)),
                JsonText.text(node.path("note")),
                new AlertNotice.Omitted(
                        node.path("suppressed").asInt(), node.path("lost").asInt()));
    }
}
