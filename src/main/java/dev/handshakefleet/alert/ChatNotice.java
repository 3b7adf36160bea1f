package dev.handshakefleet.alert;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.alert.AlertNotice.Change;
import dev.handshakefleet.verdict.Finding;
import java.util.Locale;

/**
 * A notice in the custom-notification schema of Amazon Q Developer in chat applications, which is also what webhooks,
 * queues and functions get: {@code metadata.additionalContext} carries the fields for machines, all of them texts. Source:
 * Amazon Q Developer in chat applications Administrator Guide, "Custom notifications".
 */
final class ChatNotice {

    private static final JsonMapper JSON = new JsonMapper();

    private ChatNotice() {}

    static ObjectNode of(AlertNotice notice) {
        ObjectNode root = JSON.createObjectNode()
                .put("version", "1.0")
                .put("source", "custom")
                .put("id", notice.id());
        content(notice, root.putObject("content"));
        metadata(notice, root.putObject("metadata"));
        return root;
    }

    private static void content(AlertNotice notice, ObjectNode content) {
        content.put("textType", "client-markdown")
                .put("title", sign(notice) + " " + defused(notice.targetId()) + " " + NoticeText.headline(notice))
                .put("description", description(notice));
        ArrayNode nextSteps = content.putArray("nextSteps");
        notice.findings().stream()
                .map(Finding::advice)
                .distinct()
                .map(ChatNotice::defused)
                .forEach(nextSteps::add);
        content.putArray("keywords").add(notice.severity().name()).add(notice.code());
    }

    private static void metadata(AlertNotice notice, ObjectNode metadata) {
        // One thread an alert: all that became of it since it opened.
        metadata.put("threadId", notice.targetId() + "@" + notice.since())
                .put("summary", NoticeText.subject(notice))
                .put("eventType", "handshake-fleet." + notice.change().label());
        metadata.putArray("relatedResources").add(notice.targetId());
        ObjectNode context = metadata.putObject("additionalContext")
                .put("target", notice.targetId())
                .put("state", notice.change().label())
                .put("severity", notice.severity().name())
                .put("previousSeverity", notice.previous().name())
                .put("code", notice.code())
                .put(
                        "codes",
                        String.join(
                                ",",
                                notice.findings().stream()
                                        .map(finding -> finding.code().name())
                                        .distinct()
                                        .toList()))
                .put("region", notice.region())
                .put("regions", NoticeText.regions(notice.regions()))
                .put("since", notice.since().toString())
                .put("at", notice.at().toString());
        notice.phases()
                .forEach((phase, took) -> context.put(
                        phase.label() + "Millis", String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e6)));
        notice.tags().forEach((name, value) -> context.put("tag." + name, value));
    }

    private static String description(AlertNotice notice) {
        StringBuilder text = new StringBuilder();
        notice.findings()
                .forEach(finding -> text.append("*")
                        .append(finding.severity())
                        .append("* `")
                        .append(finding.code())
                        .append("` ")
                        .append(defused(finding.message()))
                        .append('\n'));
        if (notice.change() == Change.RESOLVED) {
            text.append("Nothing is wrong any more; ")
                    .append(NoticeText.lasted(notice))
                    .append(".\n");
        }
        text.append("Regions: ").append(NoticeText.regions(notice.regions())).append('\n');
        if (!notice.phases().isEmpty()) {
            text.append("Times: ").append(NoticeText.times(notice.phases())).append('\n');
        }
        if (notice.lost() > 0) {
            text.append(notice.lost()).append(" earlier notices could not be sent and were dropped\n");
        }
        return text.toString();
    }

    private static String sign(AlertNotice notice) {
        return switch (notice.severity()) {
            case OK -> ":large_green_circle:";
            case WARNING -> ":large_yellow_circle:";
            case CRITICAL -> ":red_circle:";
        };
    }

    /**
     * Text that a peer may have chosen, made harmless in a chat: no markup, no mention, no link. Look-alikes replace what
     * has a meaning, because the chats disagree on how to escape.
     */
    static String defused(String text) {
        return NoticeText.sentence(text)
                .replace('`', '\'')
                .replace('*', '\u2217')
                .replace('<', '\u2039')
                .replace('>', '\u203a')
                .replace('[', '(')
                .replace(']', ')')
                .replace('|', '\u00a6')
                .replace('@', '\uff20')
                .replace("://", ":\u2215\u2215");
    }
}
