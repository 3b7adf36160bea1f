package dev.handshakefleet.alert;

import dev.handshakefleet.alert.AlertNotice.Change;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A notice in words: subject, email, SMS. Pure. What came from the network is bounded and carries no control characters;
 * subject and SMS are ASCII.
 */
final class NoticeText {

    /** SNS takes subjects of at most 100 ASCII characters without line breaks (AWS API: Publish). */
    static final int LONGEST_SUBJECT = 100;

    /** One SMS part holds 140 bytes. */
    static final int LONGEST_SMS = 140;

    /** The longest text that a peer has a say in, in characters. */
    static final int LONGEST_SENTENCE = 300;

    private NoticeText() {}

    /** Host first: {@code example.com:443 CRITICAL: CERT_EXPIRED}. */
    static String subject(AlertNotice notice) {
        return ascii(notice.targetId() + " " + headline(notice), LONGEST_SUBJECT);
    }

    /** As much as one SMS holds: the subject and the worst finding's sentence. */
    static String sms(AlertNotice notice) {
        String sentence = notice.findings().isEmpty()
                ? lasted(notice)
                : notice.findings().getFirst().message();
        return ascii(subject(notice) + ". " + sentence, LONGEST_SMS);
    }

    /** What, since when, where, what to do, how to look closer. */
    static String email(AlertNotice notice) {
        StringBuilder text = new StringBuilder();
        line(text, notice.targetId() + " " + headline(notice));
        line(text, "");
        line(text, "Was:      " + notice.previous() + ", is now " + notice.severity());
        line(
                text,
                "Since:    " + notice.since()
                        + (notice.change() == Change.RESOLVED ? " (" + lasted(notice) + ")" : ""));
        line(text, "Seen at:  " + notice.at() + " from " + notice.region());
        line(text, "Regions:  " + regions(notice.regions()));
        if (!notice.phases().isEmpty()) {
            line(text, "Times:    " + times(notice.phases()));
        }
        if (!notice.tags().isEmpty()) {
            line(text, "Tags:     " + tags(notice.tags()));
        }
        if (notice.lost() > 0) {
            line(
                    text,
                    "Lost:     " + notice.lost()
                            + " earlier notices of this target could not be sent and were dropped");
        }
        for (Finding finding : notice.findings()) {
            line(text, "");
            line(text, finding.severity() + " " + finding.code() + ": " + sentence(finding.message()));
            line(text, "  " + sentence(finding.advice()));
        }
        line(text, "");
        line(text, "Look closer: ./fleet probe " + probed(notice));
        line(text, "Notice " + notice.id());
        return text.toString();
    }

    /** {@code CRITICAL: CERT_EXPIRED HOSTNAME_MISMATCH}, {@code OK again}, {@code eased to WARNING: …}. */
    static String headline(AlertNotice notice) {
        String codes = notice.findings().stream()
                .filter(finding -> finding.severity() == notice.severity())
                .map(finding -> finding.code().name())
                .distinct()
                .collect(Collectors.joining(" "));
        String what = codes.isEmpty() ? "" : ": " + codes;
        return switch (notice.change()) {
            case OPENED -> notice.severity() + what;
            case WORSENED -> "worse, now " + notice.severity() + what;
            case EASED -> "eased to " + notice.severity() + what;
            case RESOLVED -> "OK again";
        };
    }

    static String regions(Map<String, Severity> regions) {
        return regions.entrySet().stream()
                .map(region -> region.getKey() + " " + region.getValue())
                .collect(Collectors.joining(", "));
    }

    static String times(Map<Phase, Duration> phases) {
        return phases.entrySet().stream()
                .map(phase -> phase.getKey().label() + " " + millis(phase.getValue()))
                .collect(Collectors.joining(", "));
    }

    static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    static String lasted(AlertNotice notice) {
        Duration duration = Duration.between(notice.since(), notice.at());
        List<String> parts =
                List.of(duration.toDays() + " d", duration.toHoursPart() + " h", duration.toMinutesPart() + " min");
        return "it lasted "
                + parts.stream().filter(part -> !part.startsWith("0 ")).collect(Collectors.joining(" "))
                + (duration.toMinutes() == 0 ? "less than a minute" : "");
    }

    /** Bounded, on one line, without control and formatting characters and without halves of a character. */
    static String sentence(String text) {
        String line = text.length() <= LONGEST_SENTENCE ? text : text.substring(0, LONGEST_SENTENCE - 1) + "…";
        return line.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]", "\uFFFD");
    }

    private static String tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.joining(", "));
    }

    /** The target as the command takes it. */
    private static String probed(AlertNotice notice) {
        String[] parts = notice.targetId().split("/", 2);
        return parts.length == 1 ? parts[0] : "--server-name " + parts[1] + " " + parts[0];
    }

    private static String ascii(String text, int longest) {
        String ascii = text.replaceAll("[^ -~]", "?");
        return ascii.length() <= longest ? ascii : ascii.substring(0, longest - 3) + "...";
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
