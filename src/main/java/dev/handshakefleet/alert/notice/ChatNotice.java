package dev.handshakefleet.alert.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.base.Fingerprint;
import dev.handshakefleet.base.LimitText;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingSubject;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Renders a notice in the custom-notification schema of Amazon Q Developer in chat applications. Webhooks, queues and functions
 * receive the same JSON. {@code metadata.additionalContext} carries the fields for machines; all of them are strings. Source:
 * Amazon Q Developer in chat applications Administrator Guide, "Custom notifications".
 */
public final class ChatNotice {

    /** The longest title that a chat accepts, in characters. */
    static final int LONGEST_TITLE = 250;

    /** The longest description that a chat accepts, in characters. */
    static final int LONGEST_DESCRIPTION = 8_000;

    private static final int DECIMALS_FOR_MACHINES = 3;

    /** A longer host is cut, so that the title has room for the problem. */
    private static final int LONGEST_HOST = 120;

    /** Characters with a meaning in a chat, each with one that looks like it. The chats have no common way to escape them. */
    private static final Map<Character, Character> LOOK_ALIKES = Map.ofEntries(
            Map.entry('`', '\''),
            Map.entry('*', '\u2217'),
            Map.entry('~', '\u223c'),
            Map.entry('<', '\u2039'),
            Map.entry('>', '\u203a'),
            Map.entry('[', '\uff3b'),
            Map.entry(']', '\uff3d'),
            Map.entry('|', '\u00a6'),
            Map.entry('\\', '\uff3c'),
            Map.entry('&', '\uff06'),
            Map.entry('#', '\uff03'),
            Map.entry('@', '\uff20'));

    private static final char LOOKS_LIKE_A_COLON = '\ua789';
    private static final char LOOKS_LIKE_AN_UNDERSCORE = '\uff3f';
    private static final char LOOKS_LIKE_A_STOP = '\u2024';
    private static final char LOOKS_LIKE_A_HYPHEN = '\u2010';

    /** {@code https://…}, {@code mailto:…}. */
    private static final Pattern LINK = Pattern.compile(":(?=//)|(?<=mailto|tel):", Pattern.CASE_INSENSITIVE);

    /** {@code www.…} is a link without a scheme. */
    private static final Pattern NAKED_LINK = Pattern.compile("(?<=www)\\.", Pattern.CASE_INSENSITIVE);

    /** {@code :smile:}; a time of day is none. */
    private static final Pattern EMOJI = Pattern.compile(":(?!\\d{1,2}:)(?=[\\p{Alnum}_+'-]+:)");

    /** {@code _slanted_}; within a word it has no meaning. */
    private static final Pattern SLANTED = Pattern.compile("(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");

    /** The beginning of a line that a chat shows as an entry of a list. */
    private static final Pattern BULLET = Pattern.compile("^([-+=])|^(\\d{1,9})[.)](?=\\s)");

    private static final Pattern MEANS_SOMETHING_IN_CODE = Pattern.compile("[`<>&@]");

    private ChatNotice() {}

    public static ObjectNode of(AlertNotice notice, FollowUpCommands followUp) {
        ObjectNode root =
                JsonText.object().put("version", "1.0").put("source", "custom").put("id", SafeText.line(notice.id()));
        content(notice, followUp, root.putObject("content"));
        metadata(notice, followUp, root.putObject("metadata"));
        return root;
    }

    private static void content(AlertNotice notice, FollowUpCommands followUp, ObjectNode content) {
        content.put("textType", "client-markdown")
                .put("title", title(notice.severity(), notice.targetId(), NoticeText.headline(notice)))
                .put("description", SafeText.cut(description(notice), LONGEST_DESCRIPTION));
        if (!NoticeText.isOver(notice)) {
            ArrayNode nextSteps = content.putArray("nextSteps");
            notice.findings().stream()
                    .map(Finding::advice)
                    .filter(advice -> !advice.isBlank())
                    .distinct()
                    .map(ChatNotice::defused)
                    .forEach(nextSteps::add);
            followUp.commands(notice).stream()
                    .filter(ChatNotice::canBeCode)
                    .forEach(command -> nextSteps.add("Look closer: `" + command + "`"));
        }
        ArrayNode keywords = content.putArray("keywords")
                .add(notice.severity().name())
                .add(defused(notice.check().name()));
        if (!notice.findings().isEmpty()) {
            keywords.add(notice.code());
        }
    }

    /** The title begins with a coloured sign and the host. */
    static String title(Severity severity, String host, String headline) {
        return SafeText.cut(
                sign(severity) + " " + defused(SafeText.cut(host, LONGEST_HOST)) + " " + defused(headline),
                LONGEST_TITLE);
    }

    private static void metadata(AlertNotice notice, FollowUpCommands followUp, ObjectNode metadata) {
        // All notices of an alert are one thread.
        metadata.put("threadId", SafeText.line(notice.alertId()))
                .put("summary", defused(NoticeText.subject(notice)))
                .put("eventType", "handshake-fleet." + notice.change().label());
        metadata.putArray("relatedResources").add(defusedId(notice.targetId()));
        context(notice, followUp, metadata.putObject("additionalContext"));
    }

    private static void context(AlertNotice notice, FollowUpCommands followUp, ObjectNode context) {
        context.put("id", notice.id())
                .put("alert", notice.alertId())
                .put("target", notice.targetId())
                .put("check", notice.check().name())
                .put("state", notice.change().label())
                .put("severity", notice.severity().name())
                .put("previousSeverity", notice.previous().name())
                .put("code", notice.code())
                .put(
                        "codes",
                        notice.findings().stream()
                                .map(finding -> finding.code().name())
                                .distinct()
                                .collect(Collectors.joining(",")))
                .put("region", notice.region())
                .put("regions", NoticeText.regions(notice.regions()))
                .put("regional", String.valueOf(notice.regional()))
                .put("seenFrom", String.join(",", notice.seenFrom()))
                .put("notSeenFrom", String.join(",", notice.notSeenFrom()))
                .put("since", notice.since().toString())
                .put("at", notice.at().toString())
                .put("lookCloser", followUp.commands(notice).getFirst());
        NoticeText.note(notice).ifPresent(note -> context.put("note", note));
        if (NoticeText.isOver(notice)) {
            context.put("lasted", NoticeText.age(notice).toString());
        }
        notice.findings().stream().findFirst().ifPresent(worst -> finding(worst, context));
        notice.phases()
                .keySet()
                .forEach(phase ->
                        context.put(phase.label() + "Millis", NoticeText.millis(notice, phase, DECIMALS_FOR_MACHINES)));
        notice.tags().forEach((name, value) -> context.put("tag." + name, value));
    }

    private static void finding(Finding worst, ObjectNode context) {
        context.put("message", SafeText.sentence(worst.message())).put("advice", SafeText.sentence(worst.advice()));
        switch (worst.about()) {
            case FindingSubject.WholeProbe probe -> {
                // There are no further details.
            }
            case FindingSubject.OfPhase timed -> {
                LimitText text = LimitText.of(timed.took(), timed.limit());
                context.put("phase", timed.phase().label())
                        .put("tookMillis", text.tookNumber(DECIMALS_FOR_MACHINES))
                        .put("limitMillis", text.limitNumber(DECIMALS_FOR_MACHINES));
            }
            case FindingSubject.OfCertificate one ->
                context.put("certificateRole", one.role().label())
                        .put("certificateSubject", SafeText.sentence(one.name()))
                        .put("certificateSha256", one.sha256())
                        .put("certificateNotAfter", one.notAfter().toString());
        }
    }

    private static boolean canBeCode(String command) {
        return command.equals(SafeText.line(command))
                && !MEANS_SOMETHING_IN_CODE.matcher(command).find();
    }

    private static String description(AlertNotice notice) {
        StringBuilder text = new StringBuilder();
        NoticeText.note(notice).ifPresent(note -> NoticeText.line(text, defused(note)));
        NoticeText.regionalHint(notice).ifPresent(hint -> NoticeText.line(text, hint));
        for (Finding finding : notice.findings()) {
            NoticeText.line(
                    text,
                    (NoticeText.isOver(notice) ? "Was: " : "") + "*" + finding.severity() + "* `" + finding.code()
                            + "` " + defused(finding.message()));
            details(finding, notice.at()).forEach(detail -> NoticeText.line(text, detail));
        }
        NoticeText.line(text, (NoticeText.isOver(notice) ? "Lasted " : "Since ") + NoticeText.when(notice));
        NoticeText.regionLists(notice)
                .forEach(list -> NoticeText.line(text, list.label() + " " + defused(list.regions())));
        NoticeText.times(notice).ifPresent(times -> NoticeText.line(text, "Times: " + defused(times)));
        NoticeText.suppressedNotices(notice).ifPresent(count -> NoticeText.line(text, "Silenced: " + count));
        NoticeText.lost(notice).ifPresent(lost -> NoticeText.line(text, "Lost: " + lost));
        return text.toString();
    }

    private static List<String> details(Finding finding, Instant at) {
        return switch (finding.about()) {
            case FindingSubject.WholeProbe probe -> List.of();
            case FindingSubject.OfPhase timed -> List.of(NoticeText.overTheLimit(timed));
            case FindingSubject.OfCertificate one ->
                List.of("%s `%s`, SHA-256 `%s`, %s"
                        .formatted(
                                NoticeText.certificate(one),
                                defused(NoticeText.subjectOf(one)),
                                defused(Fingerprint.shortened(one.sha256())),
                                NoticeText.ends(one, at)));
        };
    }

    /** The character itself and not its short name, because one of the chats shows short names as text. */
    static String sign(Severity severity) {
        return switch (severity) {
            case OK -> "\ud83d\udfe2";
            case WARNING -> "\ud83d\udfe1";
            case CRITICAL -> "\ud83d\udd34";
        };
    }

    /**
     * Makes text harmless that a peer may have chosen.
     *
     * @return one line of bounded length that a chat renders without markup, mention, link or emoji
     */
    static String defused(String text) {
        return defusedWhole(SafeText.sentence(text));
    }

    /** As {@link #defused(String)}, but of any length, for ids. */
    private static String defusedId(String id) {
        return defusedWhole(SafeText.line(id));
    }

    private static String defusedWhole(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.chars()
                .mapToObj(unit -> (char) unit)
                .forEach(unit ->
                        plain.append(LOOK_ALIKES.getOrDefault(unit, unit).charValue()));
        String withoutLinks = LINK.matcher(plain.toString().strip()).replaceAll(String.valueOf(LOOKS_LIKE_A_COLON));
        String withoutNakedLinks = NAKED_LINK.matcher(withoutLinks).replaceAll(String.valueOf(LOOKS_LIKE_A_STOP));
        String withoutEmoji = EMOJI.matcher(withoutNakedLinks).replaceAll(String.valueOf(LOOKS_LIKE_A_COLON));
        String upright = SLANTED.matcher(withoutEmoji).replaceAll(String.valueOf(LOOKS_LIKE_AN_UNDERSCORE));
        return BULLET.matcher(upright)
                .replaceAll(bullet -> bullet.group(1) != null
                        ? String.valueOf(LOOKS_LIKE_A_HYPHEN)
                        : bullet.group(2) + LOOKS_LIKE_A_STOP);
    }
}
