package dev.handshakefleet.alert.notice;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.base.LimitText;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingSubject;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Renders a notice as plain text: subject, email, SMS. Text from the network is bounded and free of control characters; subject
 * and SMS are one line of ASCII. Pure.
 */
public final class NoticeText {

    /** SNS takes subjects of at most 100 ASCII characters without line breaks (AWS API: Publish). */
    static final int LONGEST_SUBJECT = 100;

    /** One SMS part holds 140 bytes. */
    static final int LONGEST_SMS = 140;

    /** A longer host is cut, so that the subject has room for the problem. */
    private static final int LONGEST_HOST = 50;

    private static final int MOST_REGIONS_IN_A_HEADLINE = 2;

    private NoticeText() {}

    /** @return the host and the problem: {@code example.com:443 CRITICAL: CERT_EXPIRED} */
    public static String subject(AlertNotice notice) {
        return SafeText.ascii(SafeText.cut(notice.targetId(), LONGEST_HOST) + " " + headline(notice), LONGEST_SUBJECT);
    }

    /** @return the host, the severity, the finding in words and, where there is room, the number of regions that see it */
    static String sms(AlertNotice notice) {
        String state = notice.change() == Change.ACKNOWLEDGED ? severity(notice) : state(notice);
        String text = SafeText.ascii(
                SafeText.cut(notice.targetId(), LONGEST_HOST) + " " + state + ": "
                        + mainSentences(notice).collect(Collectors.joining(" ")),
                LONGEST_SMS);
        String whole = text + where(notice);
        return whole.length() <= LONGEST_SMS ? whole : text;
    }

    /**
     * @param followUp the commands that probe the target again
     * @return the finding, its beginning, the regions, measured values with their limits, the certificate, the advice and the
     *     commands
     */
    public static String email(AlertNotice notice, FollowUpCommands followUp) {
        StringBuilder text = new StringBuilder();
        line(text, SafeText.line(notice.targetId()) + " " + headline(notice));
        note(notice).ifPresent(note -> line(text, ended(note)));
        regionalHint(notice).ifPresent(hint -> line(text, hint));
        for (Finding finding : notice.findings()) {
            line(text, "");
            line(
                    text,
                    (isOver(notice) ? "Was: " : "") + finding.severity() + " " + finding.code() + ": "
                            + ended(SafeText.sentence(finding.message())));
            details(finding, notice.at()).forEach(detail -> line(text, "  " + detail));
            if (!isOver(notice)) {
                line(text, "  What to do: " + ended(SafeText.sentence(finding.advice())));
            }
        }
        line(text, "");
        facts(notice).forEach(fact -> line(text, fact));
        line(text, "");
        line(text, "Look closer:");
        followUp.commands(notice).forEach(command -> line(text, "  " + command));
        line(text, "");
        line(text, "Alert " + SafeText.line(notice.alertId()));
        line(text, "Notice " + SafeText.line(notice.id()));
        return text.toString();
    }

    /** {@code CRITICAL: CERT_EXPIRED}, {@code OK again after 2 h: certificate.leaf}, {@code WARNING, was CRITICAL: …}. */
    static String headline(AlertNotice notice) {
        return state(notice) + ": "
                + (isOver(notice) ? SafeText.line(notice.check().name()) : codes(notice));
    }

    /** The severity now, and the change. */
    private static String state(AlertNotice notice) {
        String severity = severity(notice);
        return switch (notice.change()) {
            case OPENED -> severity;
            case WORSENED, EASED -> severity + ", was " + notice.previous();
            case ESCALATED -> severity + ", less time left";
            case PROGRESSED -> severity + ", renewal under way";
            case REMINDED -> severity + ", still there after " + DurationText.span(age(notice));
            case FLAPPING -> severity + ", comes and goes";
            case SETTLED -> severity + ", no longer comes and goes";
            case ACKNOWLEDGED -> severity + ", taken care of";
            case RESOLVED -> "OK again after " + DurationText.span(age(notice));
        };
    }

    private static String severity(AlertNotice notice) {
        return notice.severity() + (notice.regional() ? regional(notice) : "");
    }

    private static String regional(AlertNotice notice) {
        List<String> from = notice.seenFrom();
        if (from.isEmpty()) {
            return " from a few regions only";
        }
        return from.size() <= MOST_REGIONS_IN_A_HEADLINE
                ? " from " + listed(from) + " only"
                : " from %d of %d regions only"
                        .formatted(from.size(), notice.regions().size());
    }

    /** The most important facts of a notice, in whole sentences. */
    private static Stream<String> mainSentences(AlertNotice notice) {
        Optional<String> found = notice.findings().stream().findFirst().map(Finding::message);
        Optional<String> note = note(notice);
        Stream<String> sentences = switch (notice.change()) {
            case RESOLVED -> Stream.of(Optional.of(notice.check().name()), note).flatMap(Optional::stream);
            case PROGRESSED, ACKNOWLEDGED ->
                Stream.of(note, found.or(() -> Optional.of(codes(notice)))).flatMap(Optional::stream);
            case OPENED, WORSENED, EASED, ESCALATED, REMINDED, FLAPPING, SETTLED ->
                Stream.of(found.or(() -> Optional.of(codes(notice))), note).flatMap(Optional::stream);
        };
        return sentences.map(SafeText::sentence).map(NoticeText::ended);
    }

    /** The note of the notice, bounded; empty where there is none. */
    static Optional<String> note(AlertNotice notice) {
        return notice.note().map(SafeText::sentence).filter(note -> !note.isBlank());
    }

    private static String where(AlertNotice notice) {
        int seen = notice.seenFrom().size();
        int all = notice.regions().size();
        if (isOver(notice) || notice.regional() || seen == 0 || all == 1) {
            return "";
        }
        String many = seen < all ? seen + " of " + all : all == 2 ? "both" : "all " + all;
        return " Seen from " + many + " regions.";
    }

    /** The codes of the findings, the worst first; the name of the check where there are none. */
    static String codes(AlertNotice notice) {
        return notice.findings().isEmpty()
                ? SafeText.line(notice.check().name())
                : notice.findings().stream()
                        .map(finding -> finding.code().name())
                        .distinct()
                        .collect(Collectors.joining(" "));
    }

    /** Details that the sentence of a finding omits: the difference to the limit, or the certificate. */
    private static List<String> details(Finding finding, Instant at) {
        return switch (finding.about()) {
            case FindingSubject.WholeProbe probe -> List.of();
            case FindingSubject.OfPhase timed -> List.of(overTheLimit(timed));
            case FindingSubject.OfCertificate one ->
                List.of(
                        certificate(one) + " " + subjectOf(one),
                        "SHA-256 " + SafeText.line(one.sha256()),
                        ends(one, at));
        };
    }

    /** {@code tls: 212.3 ms over the limit of 300 ms}. */
    static String overTheLimit(FindingSubject.OfPhase timed) {
        LimitText text = LimitText.of(timed.took(), timed.limit());
        return timed.phase().label() + ": " + text.difference() + " the limit of " + text.limit();
    }

    /** {@code Leaf certificate}. */
    static String certificate(FindingSubject.OfCertificate one) {
        String role = one.role().label();
        return Character.toUpperCase(role.charAt(0)) + role.substring(1) + " certificate";
    }

    static String subjectOf(FindingSubject.OfCertificate certificate) {
        return certificate.name().isEmpty() ? "without a subject" : SafeText.sentence(certificate.name());
    }

    /** {@code expires 2026-11-20T10:00:00Z}, or {@code expired 2026-11-20T10:00:00Z}. */
    static String ends(FindingSubject.OfCertificate certificate, Instant at) {
        return (certificate.notAfter().isBefore(at) ? "expired " : "expires ") + certificate.notAfter();
    }

    /** The facts of the alert, one line each. */
    private static List<String> facts(AlertNotice notice) {
        return Stream.of(
                        Stream.of("Alert:     " + SafeText.line(notice.check().name()) + ", "
                                + notice.change().label() + " (" + severities(notice) + ")"),
                        Stream.of((isOver(notice) ? "Lasted:    " : "Since:     ") + when(notice)),
                        regionLists(notice).stream()
                                .map(place -> place.label()
                                        + " ".repeat(11 - place.label().length())
                                        + place.regions()),
                        times(notice).stream().map(times -> "Times:     " + times),
                        tags(notice).stream().map(tags -> "Tags:      " + tags),
                        suppressedNotices(notice).stream().map(count -> "Silenced:  " + count),
                        lost(notice).stream().map(lost -> "Lost:      " + lost))
                .flatMap(lines -> lines)
                .toList();
    }

    private static String severities(AlertNotice notice) {
        return notice.previous() == notice.severity()
                ? "is " + notice.severity()
                : "was " + notice.previous() + ", is " + notice.severity();
    }

    /** {@code 2026-11-23T10:00:00Z (2 h 5 min)}; of a resolved alert, {@code 2 h 5 min, from … to …}. */
    static String when(AlertNotice notice) {
        if (isOver(notice)) {
            return DurationText.span(age(notice)) + ", from " + notice.since() + " to " + notice.at();
        }
        return age(notice).isZero()
                ? notice.since().toString()
                : notice.since() + " (" + DurationText.span(age(notice)) + ")";
    }

    /** A list of regions and its label. */
    record RegionList(String label, String regions) {}

    /** A hint for a regional alert. */
    static Optional<String> regionalHint(AlertNotice notice) {
        return Optional.of("Only some regions see it: it may be their network and not the target.")
                .filter(hint -> notice.regional() && !isOver(notice));
    }

    /** The regions that see the problem, and those that do not. */
    static List<RegionList> regionLists(AlertNotice notice) {
        List<String> seen = notice.seenFrom();
        List<String> not = notice.notSeenFrom();
        if (seen.isEmpty()) {
            return not.isEmpty() ? List.of() : List.of(new RegionList("OK from:", listed(not)));
        }
        if (not.isEmpty()) {
            String all = seen.size() == 1 ? " (the only region that reports)" : " (every region that reports)";
            return List.of(new RegionList("Seen from:", seenFrom(notice) + all));
        }
        return List.of(new RegionList("Seen from:", seenFrom(notice)), new RegionList("Not from:", listed(not)));
    }

    /** The regions that see the problem, with their severities where these differ. */
    private static String seenFrom(AlertNotice notice) {
        boolean alike = notice.seenFrom().stream()
                        .map(region -> notice.regions().get(region))
                        .distinct()
                        .count()
                == 1;
        return notice.seenFrom().stream()
                .map(region -> alike
                        ? SafeText.line(region)
                        : SafeText.line(region) + " " + notice.regions().get(region))
                .collect(Collectors.joining(", "));
    }

    /** The durations of the phases, for an alert that is about them. */
    static Optional<String> times(AlertNotice notice) {
        boolean matter = switch (notice.check().family()) {
            case AVAILABILITY, SLA, OBJECTIVE -> true;
            case CERTIFICATE, CHAIN, REVOCATION, PROTOCOL, REGION -> false;
        };
        return Optional.of(notice.phases())
                .filter(phases -> matter && !phases.isEmpty())
                .map(phases -> phases(notice) + " (" + SafeText.line(notice.region()) + ", " + notice.at() + ")");
    }

    /** The number of suppressed notices; empty where there are none. */
    static Optional<String> suppressedNotices(AlertNotice notice) {
        return counted(notice.omitted().suppressed()).map(notices -> notices + " of this alert held back by a silence");
    }

    /** The number of notices that could not be sent and were dropped; empty where there are none. */
    static Optional<String> lost(AlertNotice notice) {
        return counted(notice.omitted().lost())
                .map(notices -> notices + " of this target could not be sent and "
                        + (notice.omitted().lost() == 1 ? "was" : "were") + " dropped");
    }

    private static Optional<String> counted(int notices) {
        return notices == 0
                ? Optional.empty()
                : Optional.of(notices + (notices == 1 ? " earlier notice" : " earlier notices"));
    }

    static String regions(Map<String, Severity> regions) {
        return regions.entrySet().stream()
                .map(region -> region.getKey() + " " + region.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String phases(AlertNotice notice) {
        return notice.phases().keySet().stream()
                .map(phase -> phase.label() + " " + millis(notice, phase, 1) + " ms")
                .collect(Collectors.joining(", "));
    }

    /** @return the duration of a phase, with {@code leastDecimals} or as many more as keep it from reading as its limit */
    static String millis(AlertNotice notice, Phase phase, int leastDecimals) {
        Duration took = notice.phases().get(phase);
        return notice.findings().stream()
                .flatMap(finding -> limit(finding, phase).stream())
                .map(limit -> LimitText.of(took, limit).tookNumber(leastDecimals))
                .findFirst()
                .orElseGet(() -> DurationText.number(took, leastDecimals));
    }

    private static Optional<Duration> limit(Finding finding, Phase phase) {
        return finding.about() instanceof FindingSubject.OfPhase timed && timed.phase() == phase
                ? Optional.of(timed.limit())
                : Optional.empty();
    }

    /** Never negative, also where a clock was set back. */
    static Duration age(AlertNotice notice) {
        Duration age = Duration.between(notice.since(), notice.at());
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** Adds a full stop where it is missing, so that another sentence can follow. */
    private static String ended(String sentence) {
        return sentence.isEmpty() || ".!?…".indexOf(sentence.charAt(sentence.length() - 1)) >= 0
                ? sentence
                : sentence + ".";
    }

    static boolean isOver(AlertNotice notice) {
        return notice.change() == Change.RESOLVED;
    }

    private static String listed(List<String> regions) {
        return SafeText.line(String.join(", ", regions));
    }

    private static Optional<String> tags(AlertNotice notice) {
        return Optional.of(notice.tags().entrySet().stream()
                        .map(tag -> SafeText.line(tag.getKey()) + "=" + SafeText.sentence(tag.getValue()))
                        .collect(Collectors.joining(", ")))
                .filter(tags -> !tags.isEmpty());
    }

    static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
