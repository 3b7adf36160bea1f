package dev.handshakefleet.alert.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.verdict.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Renders a digest: the facts that its notices have in common, and a list of the notices. Machines read the list in
 * {@code additionalContext.alerts}, a JSON text with the fields of each notice. The email and the list for machines are
 * complete; a chat shows at most {@link ChatNotice#LONGEST_DESCRIPTION} characters. Pure.
 */
public final class Digest {

    private static final int LONGEST_HOST = 40;
    private static final int MOST_VALUES_IN_COMMON = 4;

    /** Room for the line that counts the alerts that are not listed. */
    private static final int REST = 100;

    private Digest() {}

    public static String subject(OutgoingMessage digest) {
        return SafeText.ascii(
                "%s: %s and %s"
                        .formatted(
                                headline(digest),
                                SafeText.cut(digest.first().targetId(), LONGEST_HOST),
                                others(digest.notices().size() - 1)),
                NoticeText.LONGEST_SUBJECT);
    }

    static String sms(OutgoingMessage digest) {
        String common = inCommon(digest).stream()
                .findFirst()
                .map(fact -> ". " + fact.label() + " " + fact.values())
                .orElse("");
        return SafeText.ascii(subject(digest) + common, NoticeText.LONGEST_SMS);
    }

    public static String email(OutgoingMessage digest) {
        StringBuilder text = new StringBuilder();
        NoticeText.line(text, subject(digest));
        NoticeText.line(text, "");
        NoticeText.line(text, "So many at once often have one cause. What they have in common:");
        inCommon(digest)
                .forEach(fact ->
                        NoticeText.line(text, "  " + (fact.label() + ":          ").substring(0, 11) + fact.values()));
        NoticeText.line(text, "");
        digest.notices().forEach(notice -> NoticeText.line(text, listed(notice)));
        NoticeText.line(text, "");
        NoticeText.line(
                text, "Run of " + digest.first().at() + from(digest.first().region()));
        NoticeText.line(text, "Notice " + digest.id());
        return text.toString();
    }

    public static ObjectNode chat(OutgoingMessage digest) {
        ObjectNode root =
                JsonText.object().put("version", "1.0").put("source", "custom").put("id", digest.id());
        root.putObject("content")
                .put("textType", "client-markdown")
                .put(
                        "title",
                        SafeText.cut(
                                ChatNotice.sign(digest.severity()) + " " + ChatNotice.defused(subject(digest)),
                                ChatNotice.LONGEST_TITLE))
                .put("description", description(digest))
                .putArray("keywords")
                .add(digest.severity().name())
                .add("digest");
        ObjectNode metadata = root.putObject("metadata")
                .put("threadId", digest.id())
                .put("summary", ChatNotice.defused(subject(digest)))
                .put("eventType", "handshake-fleet.digest");
        metadata.putObject("additionalContext")
                .put("id", digest.id())
                .put("state", "digest")
                .put("digestOf", digest.first().change().label())
                .put("count", String.valueOf(digest.notices().size()))
                .put("severity", digest.severity().name())
                .put("region", digest.first().region())
                .put("at", digest.first().at().toString())
                .put("alerts", machineList(digest).toString());
        return root;
    }

    /** @return the distinct values among the notices, for an attribute that matches any of them */
    static List<String> values(OutgoingMessage digest, Function<AlertNotice, String> of) {
        return digest.notices().stream().map(of).distinct().toList();
    }

    /** @return the most bytes that a notice adds to a digest: a line of the email, JSON within JSON, values of attributes */
    static int bytes(AlertNotice notice) {
        String entry = machineEntry(JsonText.object(), notice).toString();
        String withinJsonWithinJson =
                TextNode.valueOf(TextNode.valueOf(entry).toString()).toString();
        return bytes(TextNode.valueOf(listed(notice)).toString())
                + bytes(withinJsonWithinJson)
                + Stream.concat(
                                Stream.of(
                                        notice.targetId(),
                                        notice.region(),
                                        notice.code(),
                                        notice.check().name()),
                                notice.tags().values().stream())
                        .mapToInt(value -> bytes(TextNode.valueOf(value).toString()) + 1)
                        .sum();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String headline(OutgoingMessage digest) {
        String many = digest.notices().size() + " alerts "
                + switch (digest.first().change()) {
                    case OPENED -> "opened at once";
                    case WORSENED -> "got worse at once";
                    case EASED -> "got better at once";
                    case ESCALATED -> "have less time left";
                    case PROGRESSED -> "have a renewal under way";
                    case REMINDED -> "are still there";
                    case FLAPPING -> "come and go";
                    case SETTLED -> "no longer come and go";
                    case ACKNOWLEDGED -> "are taken care of";
                    case RESOLVED -> "are OK again";
                };
        return digest.severity() == Severity.OK ? many : many + ", worst " + digest.severity();
    }

    private static String from(String region) {
        return region.isEmpty() ? "" : " in " + SafeText.line(region);
    }

    private static String others(int number) {
        return number == 1 ? "1 other" : number + " others";
    }

    /** A fact that notices have in common, the most frequent values first: {@code eu-west-1 (all), us-east-1 (3)}. */
    private record Common(String label, String values) {}

    private static List<Common> inCommon(OutgoingMessage digest) {
        List<AlertNotice> notices = digest.notices();
        List<Common> facts = new ArrayList<>();
        facts.add(new Common(
                "Seen from", counted(notices.size(), notices.stream().flatMap(notice -> notice.seenFrom().stream()))));
        facts.add(new Common(
                "Check",
                counted(
                        notices.size(),
                        notices.stream().map(notice -> notice.check().name()))));
        facts.add(new Common(
                "Code",
                counted(
                        notices.size(),
                        notices.stream()
                                .filter(notice -> !notice.findings().isEmpty())
                                .map(AlertNotice::code))));
        tagNames(digest)
                .forEach(name -> facts.add(new Common(
                        "Tag " + SafeText.line(name),
                        counted(
                                notices.size(),
                                notices.stream()
                                        .map(notice -> notice.tags().getOrDefault(name, ""))
                                        .filter(value -> !value.isEmpty())))));
        return facts.stream().filter(fact -> !fact.values().isEmpty()).toList();
    }

    private static String counted(int all, Stream<String> values) {
        Map<String, Long> counts =
                values.collect(Collectors.groupingBy(value -> value, TreeMap::new, Collectors.counting()));
        String most = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_VALUES_IN_COMMON)
                .map(value -> SafeText.sentence(value.getKey()) + " ("
                        + (value.getValue() == all ? "all" : value.getValue()) + ")")
                .collect(Collectors.joining(", "));
        int more = counts.size() - MOST_VALUES_IN_COMMON;
        return more > 0 ? most + " and " + others(more) : most;
    }

    static SortedSet<String> tagNames(OutgoingMessage message) {
        SortedSet<String> names = new TreeSet<>();
        message.notices().forEach(notice -> names.addAll(notice.tags().keySet()));
        return names;
    }

    private static String description(OutgoingMessage digest) {
        StringBuilder text = new StringBuilder();
        inCommon(digest)
                .forEach(fact -> NoticeText.line(
                        text, ChatNotice.defused(fact.label()) + ": " + ChatNotice.defused(fact.values())));
        int listed = 0;
        for (AlertNotice notice : digest.notices()) {
            String line = ChatNotice.title(notice.severity(), notice.targetId(), NoticeText.headline(notice));
            if (text.length() + line.length() > ChatNotice.LONGEST_DESCRIPTION - REST) {
                int more = digest.notices().size() - listed;
                NoticeText.line(text, "and " + more + " more: the email lists them all");
                break;
            }
            NoticeText.line(text, line);
            listed++;
        }
        return text.toString();
    }

    private static ArrayNode machineList(OutgoingMessage digest) {
        ArrayNode alerts = JsonText.object().putArray("alerts");
        digest.notices().forEach(notice -> machineEntry(alerts.addObject(), notice));
        return alerts;
    }

    private static ObjectNode machineEntry(ObjectNode entry, AlertNotice notice) {
        return entry.put("alert", notice.alertId())
                .put("id", notice.id())
                .put("target", notice.targetId())
                .put("check", notice.check().name())
                .put("state", notice.change().label())
                .put("severity", notice.severity().name())
                .put("code", notice.code())
                .put("since", notice.since().toString());
    }

    private static String listed(AlertNotice notice) {
        return SafeText.line(notice.targetId()) + " " + NoticeText.headline(notice);
    }
}
