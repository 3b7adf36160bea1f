package dev.handshakefleet.alert.year;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The messages of one variant over the year: their number, and the delay of the important ones.
 *
 * @param name the name of the variant
 * @param messages the number of messages
 * @param critical the number of CRITICAL messages
 * @param outages the delay of the first CRITICAL message of each outage; empty where there was none
 * @param overdue the delay of the first message about the missed renewal, counted from 30 % of the lifetime left
 * @param urgent the delay of its first CRITICAL message, counted from a ninth of the lifetime left
 * @param expired the delay of the message that the certificate had expired
 */
record Tally(
        String name,
        int messages,
        int critical,
        List<Optional<Duration>> outages,
        Optional<Duration> overdue,
        Optional<Duration> urgent,
        Optional<Duration> expired) {

    private static final double OVERDUE_SHARE = 0.3;
    private static final double URGENT_SHARE = 1.0 / 9;

    static Tally of(NoticeRecorder recorder, CertificateFacts missed) {
        List<AlertNotice> messages = recorder.notices();
        return new Tally(
                recorder.variant().name(),
                messages.size(),
                (int) messages.stream()
                        .filter(notice -> notice.severity() == Severity.CRITICAL)
                        .count(),
                Disturbances.OUTAGES.stream()
                        .map(outage -> delay(messages, outage, ofCheck(Check.AVAILABILITY, Severity.CRITICAL)))
                        .toList(),
                delay(messages, left(missed, OVERDUE_SHARE), ofCheck(Check.LEAF, Severity.WARNING)),
                delay(messages, left(missed, URGENT_SHARE), ofCheck(Check.LEAF, Severity.CRITICAL)),
                delay(
                        messages,
                        untilRenewed(missed),
                        notice -> notice.change() != AlertNotice.Change.RESOLVED
                                && notice.code().equals(FindingCode.CERT_EXPIRED.name())));
    }

    /** With one severity for everything, the first message of at least that severity reports a problem. */
    static Tally of(WorstSeverityAlerts before, CertificateFacts missed) {
        List<WorstSeverityAlerts.Message> messages = before.messages();
        return new Tally(
                "as it was before: the target's worst severity changed",
                messages.size(),
                (int) messages.stream()
                        .filter(message -> message.severity() == Severity.CRITICAL)
                        .count(),
                Disturbances.OUTAGES.stream()
                        .map(outage -> first(messages, outage, Severity.CRITICAL))
                        .toList(),
                first(messages, left(missed, OVERDUE_SHARE), Severity.WARNING),
                first(messages, left(missed, URGENT_SHARE), Severity.CRITICAL),
                first(messages, untilRenewed(missed), Severity.CRITICAL));
    }

    /** From the instant on that such a share is left, until it expires. */
    private static TimeSpan left(CertificateFacts certificate, double share) {
        return new TimeSpan(
                certificate.notAfter().minusSeconds((long)
                        (certificate.lifetime().toSeconds() * share)),
                certificate.notAfter());
    }

    private static TimeSpan untilRenewed(CertificateFacts certificate) {
        return TimeSpan.of(certificate.notAfter(), CertificateLife.UNTIL_SOMEBODY_ACTS);
    }

    private static Predicate<AlertNotice> ofCheck(Check check, Severity atLeast) {
        return notice -> notice.check().equals(check) && notice.severity().compareTo(atLeast) >= 0;
    }

    private static Optional<Duration> delay(List<AlertNotice> messages, TimeSpan span, Predicate<AlertNotice> that) {
        return delay(
                messages.stream()
                        .filter(that)
                        .map(AlertNotice::at)
                        .filter(span::covers)
                        .findFirst(),
                span);
    }

    private static Optional<Duration> first(
            List<WorstSeverityAlerts.Message> messages, TimeSpan span, Severity atLeast) {
        return delay(
                messages.stream()
                        .filter(message -> message.severity().compareTo(atLeast) >= 0)
                        .map(WorstSeverityAlerts.Message::at)
                        .filter(span::covers)
                        .findFirst(),
                span);
    }

    private static Optional<Duration> delay(Optional<Instant> messages, TimeSpan span) {
        return messages.map(at -> Duration.between(span.from(), at));
    }
}
