package dev.handshakefleet.alert.year;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The certificates that the simulated target serves in a year. Each lives for 47 days. An ACME client looks once a week and
 * renews a certificate with a third of its lifetime left or less. The new certificate reaches the machines behind four addresses
 * one by one in five hours. There are many machines behind each address, so that an address serves both certificates in turn
 * meanwhile. The client fails once. The alert is not acted on, and some hours after the certificate expired an operator renews it
 * by hand.
 */
final class CertificateLife {

    static final List<String> ADDRESSES = List.of("203.0.113.10", "203.0.113.11", "203.0.113.12", "203.0.113.13");

    private static final Duration LIFETIME = Duration.ofDays(47);
    private static final Duration LOOKS = Duration.ofDays(7);
    private static final Duration ROLLOUT = Duration.ofHours(5);
    private static final Duration ROLLOUT_BY_HAND = Duration.ofHours(1);
    private static final Duration AGE_AT_START = Duration.ofDays(10);
    private static final int MISSED = 5;

    /** The certificate expired at 01:17 and is renewed at the start of work. */
    static final Duration UNTIL_SOMEBODY_ACTS = Duration.ofHours(7);

    /** A certificate, and the time in which it replaces the one before. */
    private record Period(CertificateFacts leaf, TimeSpan rollout) {}

    private final List<Period> periods = new ArrayList<>();
    private CertificateFacts missed;

    CertificateLife() {
        add(Schedule.START.minus(AGE_AT_START), ROLLOUT);
        Instant end = Schedule.START.plus(Schedule.INTERVAL.multipliedBy(Schedule.ROUNDS));
        for (int renewal = 1; periods.getLast().rollout().from().isBefore(end); renewal++) {
            CertificateFacts last = periods.getLast().leaf();
            if (renewal == MISSED) {
                missed = last;
                add(last.notAfter().plus(UNTIL_SOMEBODY_ACTS), ROLLOUT_BY_HAND);
            } else {
                add(firstLookAfter(last.notAfter().minus(LIFETIME.dividedBy(3))), ROLLOUT);
            }
        }
    }

    /** How many new certificates were rolled out by the client within the year. */
    int renewals() {
        return periods.size() - 3;
    }

    /** The certificate that was not renewed in time. */
    CertificateFacts missed() {
        return missed;
    }

    /** The certificate of a random machine behind an address. */
    CertificateFacts served(Instant at, SplittableRandom random) {
        double chance = random.nextDouble();
        int now = periods.size() - 1;
        while (at.isBefore(periods.get(now).rollout().from())) {
            now--;
        }
        TimeSpan rollout = periods.get(now).rollout();
        if (now == 0 || !rollout.covers(at)) {
            return periods.get(now).leaf();
        }
        double renewed = (double) Duration.between(rollout.from(), at).toSeconds()
                / Duration.between(rollout.from(), rollout.to()).toSeconds();
        return periods.get(chance < renewed ? now : now - 1).leaf();
    }

    private void add(Instant from, Duration rollout) {
        periods.add(new Period(certificate(periods.size(), from), TimeSpan.of(from, rollout)));
    }

    private static Instant firstLookAfter(Instant due) {
        Instant look =
                Schedule.START.minus(AGE_AT_START).plus(Duration.ofHours(1)).plus(Duration.ofMinutes(17));
        long looks = Duration.between(look, due).dividedBy(LOOKS) + 1;
        return look.plus(LOOKS.multipliedBy(looks));
    }

    private static CertificateFacts certificate(int number, Instant notBefore) {
        String fingerprint = "%02x".formatted(0xa0 + number).repeat(32);
        return CertificateFacts.builder()
                .role(Role.LEAF)
                .sent(true)
                .subject("CN=example.com")
                .issuer("CN=Example CA 1")
                .serial("%02x".formatted(number))
                .sha256(fingerprint)
                .keySha256(fingerprint)
                .notBefore(notBefore)
                .notAfter(notBefore.plus(LIFETIME))
                .key("EC P-256")
                .signature("SHA256withECDSA")
                .names(List.of("example.com"))
                .build();
    }
}
