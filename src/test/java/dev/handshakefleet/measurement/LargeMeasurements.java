package dev.handshakefleet.measurement;

import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The largest measurements of each kind: the longest ids, IPv6 addresses, all phases with as many digits as a timeout allows, all
 * findings, stalls, and in turn a failure of each kind with the longest detail, in ASCII and in other scripts.
 */
final class LargeMeasurements {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00.123Z");
    private static final Duration LONG = Duration.ofSeconds(99, 999_999_000);
    private static final int LONGEST_HOST = 253;
    private static final String[] REGIONS = {"ap-southeast-2", "ap-northeast-3", "us-gov-west-1", "eu-central-2"};
    private static final String[] DETAILS = {"x".repeat(400), "\u4E16".repeat(400), "\uD83D\uDD12".repeat(400)};

    private LargeMeasurements() {}

    /** @return the measurement of that number; no two have one key, and the same number is the same measurement */
    static Measurement numbered(int number) {
        Random random = new Random(number);
        Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            phases.put(phase, LONG.minusNanos(random.nextInt(1_000_000) * 1_000L));
        }
        Map<FindingCode, Severity> findings = new EnumMap<>(FindingCode.class);
        for (FindingCode code : FindingCode.values()) {
            findings.put(code, random.nextBoolean() ? Severity.CRITICAL : Severity.WARNING);
        }
        byte[] fingerprint = new byte[32];
        random.nextBytes(fingerprint);
        Failure.Kind[] kinds = Failure.Kind.values();
        return Measurement.builder()
                .targetId(id(number))
                .scheduledAt(START.plus(Duration.ofMinutes(number)))
                .region(REGIONS[number % REGIONS.length])
                .address(Optional.of("2001:db8:%x:ffff:ffff:ffff:ffff:ffff".formatted(0xf000 + random.nextInt(0xfff))))
                .startedAt(START.plus(Duration.ofMinutes(number)).plusMillis(random.nextInt(60_000)))
                .findings(findings)
                .phases(phases)
                .waited(Optional.of(LONG))
                .network(Optional.of(LONG))
                .resumedIn(Optional.of(LONG))
                .httpStatus(Optional.of(503))
                .version(Optional.of("TLSv1.3"))
                .cipher(Optional.of("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"))
                .group(Optional.of("SecP384r1MLKEM1024"))
                .leafSha256(Optional.of(HexFormat.of().formatHex(fingerprint)))
                .leafNotAfter(Optional.of(START.plus(Duration.ofDays(398))))
                .earliestNotAfter(Optional.of(START.plus(Duration.ofDays(30))))
                .failure(
                        number % 4 == 3
                                ? Optional.empty()
                                : Optional.of(new Failure(
                                        Phase.CONNECT, kinds[number % kinds.length], DETAILS[number % DETAILS.length])))
                .quality(new Quality(Quality.Clock.KERNEL, true, LONG, 2))
                .build();
    }

    /** A name, or host, port and server name, each as long as it may be. */
    private static String id(int number) {
        String end = "%04d".formatted(number % 50);
        if (number % 3 == 0) {
            String name = "n".repeat(60) + end;
            if (!Target.isName(name)) {
                throw new IllegalStateException(name);
            }
            return name;
        }
        String host = ("h".repeat(62) + ".").repeat(5).substring(0, LONGEST_HOST - end.length()) + end;
        return host + ":65535/" + host;
    }
}
