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
 * What somebody was told in the year: how much, and how late what mattered.
 *
 * @param name who
 * @param messages how many
 * @param critical how many of them are CRITICAL, which is what wakes people
 * @param outages after what time each outage was told as CRITICAL; empty for one that was not
 * @param overdue after what time the missed renewal was told, from 30 % of the lifetime left on
 * @param urgent after what time it was told as CRITICAL, from a ninth left on
 * @param expired after what time it was told that the certificate had expired
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

    static Tally of(NoticeRecorder listener, CertificateFacts missed) {
        List<AlertNotice> told = listener.told();
        return new Tally(
                listener.variant().name(),
                told.size(),
                (int) told.stream()
                        .filter(notice -> notice.severity() == Severity.CRITICAL)
                        .count(),
                Disturbances.OUTAGES.stream()
                        .map(outage -> delay(told, outage, ofCheck(Check.AVAILABILITY, Severity.CRITICAL)))
                        .toList(),
                delay(told, left(missed, OVERDUE_SHARE), ofCheck(Check.LEAF, Severity.WARNING)),
                delay(told, left(missed, URGENT_SHARE), ofCheck(Check.LEAF, Severity.CRITICAL)),
                delay(
                        told,
                        untilRenewed(missed),
                        notice -> notice.change() != AlertNotice.Change.RESOLVED
                                && notice.code().equals(FindingCode.CERT_EXPIRED.name())));
    }

    /** Whoever is told one severity of everything is told of each problem by the first message that is bad enough. */
    static Tally of(WorstOfAll before, CertificateFacts missed) {
        List<WorstOfAll.Message> told = before.told();
        return new Tally(
                "as it was before: the target's worst severity changed",
                told.size(),
                (int) told.stream()
                        .filter(message -> message.severity() == Severity.CRITICAL)
                        .count(),
                Disturbances.OUTAGES.stream()
                        .map(outage -> first(told, outage, Severity.CRITICAL))
                        .toList(),
                first(told, left(missed, OVERDUE_SHARE), Severity.WARNING),
                first(told, left(missed, URGENT_SHARE), Severity.CRITICAL),
                first(told, untilRenewed(missed), Severity.CRITICAL));
    }

    /** From the instant on that such a share is left, until it expires. */
    private static Disturbance left(CertificateFacts certificate, double share) {
        return new Disturbance(
                certificate.notAfter().minusSeconds((long)
                        (certificate.lifetime().toSeconds() * share)),
                certificate.notAfter());
    }

    private static Disturbance untilRenewed(CertificateFacts certificate) {
        return Disturbance.of(certificate.notAfter(), CertificateLife.UNTIL_SOMEBODY_ACTS);
    }

    private static Predicate<AlertNotice> ofCheck(Check check, Severity atLeast) {
        return notice -> notice.check().equals(check) && notice.severity().compareTo(atLeast) >= 0;
    }

    private static Optional<Duration> delay(List<AlertNotice> told, Disturbance spell, Predicate<AlertNotice> that) {
        return delay(
                told.stream()
                        .filter(that)
                        .map(AlertNotice::at)
                        .filter(spell::covers)
                        .findFirst(),
                spell);
    }

    private static Optional<Duration> first(List<WorstOfAll.Message> told, Disturbance spell, Severity atLeast) {
        return delay(
                told.stream()
                        .filter(message -> message.severity().compareTo(atLeast) >= 0)
                        .map(WorstOfAll.Message::at)
                        .filter(spell::covers)
                        .findFirst(),
                spell);
    }

    private static Optional<Duration> delay(Optional<Instant> told, Disturbance spell) {
        return told.map(at -> Duration.between(spell.from(), at));
    }
}
