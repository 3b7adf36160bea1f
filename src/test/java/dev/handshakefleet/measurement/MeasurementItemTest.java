package dev.handshakefleet.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.cost.CostModel;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class MeasurementItemTest {

    private static final Duration RETENTION = Duration.ofDays(90);
    private static final Instant SCHEDULED = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void measurementIsReadBackAsWritten() {
        Measurement kept = Measurement.of(
                Probes.with("example.com", Probes.finding(FindingCode.CERT_EXPIRING, Severity.WARNING)),
                SCHEDULED,
                "eu-west-1");

        Measurement read = MeasurementItem.decode(MeasurementItem.encode(kept, RETENTION));

        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("phases", "leafNotAfter", "earliestNotAfter")
                .isEqualTo(kept);
        assertThat(read.phases())
                .containsEntry(Phase.DNS, Duration.ofNanos(4_212_000))
                .hasSize(4);
        assertThat(read.leafNotAfter().orElseThrow()).isEqualTo("2026-12-05T10:00:05Z");
        assertThat(read.verdict()).isEqualTo(Severity.WARNING);
    }

    @Test
    void failureIsReadBackAsWritten() {
        Failure failure =
                new Failure(Phase.CONNECT, Failure.Kind.TIMEOUT, "The server did not answer the TCP connect in time");
        Measurement kept = Measurement.of(Probes.failed("example.com", failure), SCHEDULED, "eu-west-1");

        Measurement read = MeasurementItem.decode(MeasurementItem.encode(kept, RETENTION));

        assertThat(read.failure()).contains(failure);
        assertThat(read.quality().attempts()).isEqualTo(2);
        assertThat(read.version()).isEmpty();
        assertThat(read.verdict()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void keyIsMadeOfTargetScheduledInstantRegionAndAddress() {
        Map<String, AttributeValue> item = MeasurementItem.encode(
                Measurement.of(Probes.healthy("example.com"), SCHEDULED, "eu-west-1"), RETENTION);

        assertThat(item.get("pk").s()).isEqualTo("example.com:443");
        assertThat(item.get("sk").s()).isEqualTo("2026-11-23T10:00:00.000Z#eu-west-1#203.0.113.7");
        assertThat(item.get("expiresAt").n())
                .isEqualTo(String.valueOf(SCHEDULED.plus(RETENTION).getEpochSecond()));
    }

    /** As it was stored before addresses were shown by RFC 5952. */
    @Test
    void ipv6IsStoredInFullAndReadShort() {
        Measurement measurement =
                MeasurementItem.decode(MeasurementItem.encode(largest(Map.of()), RETENTION)).toBuilder()
                        .targetId("[2001:db8::1]:443")
                        .address(Optional.of("2001:db8::1"))
                        .build();

        Map<String, AttributeValue> item = MeasurementItem.encode(measurement, RETENTION);

        assertThat(item.get("pk").s()).isEqualTo("[2001:db8:0:0:0:0:0:1]:443");
        assertThat(item.get("sk").s()).endsWith("#2001:db8:0:0:0:0:0:1");
        assertThat(MeasurementItem.decode(item)).isEqualTo(measurement);
    }

    @Test
    void sortKeysAreOrderedLikeTheirInstants() {
        assertThat(MeasurementItem.sortKeyFrom(SCHEDULED))
                .isLessThan(MeasurementItem.sortKeyFrom(SCHEDULED.plusMillis(1)))
                .isLessThan(MeasurementItem.sortKeyThrough(SCHEDULED));
    }

    @Test
    void everyFindingCodeAndPhaseIsStored() {
        Map<FindingCode, Severity> all = Arrays.stream(FindingCode.values())
                .collect(Collectors.toMap(
                        code -> code, code -> Severity.CRITICAL, (a, b) -> a, () -> new EnumMap<>(FindingCode.class)));

        Measurement read = MeasurementItem.decode(MeasurementItem.encode(largest(all), RETENTION));

        assertThat(read.findings()).isEqualTo(all);
        assertThat(read.phases()).hasSize(Phase.values().length);
    }

    @Test
    void largestItemFitsIntoOneWriteUnit() {
        Map<FindingCode, Severity> all = new EnumMap<>(FindingCode.class);
        for (FindingCode code : FindingCode.values()) {
            all.put(code, Severity.CRITICAL);
        }

        int size = size(MeasurementItem.encode(largest(all), RETENTION));

        assertThat(size).isBetween(700, 1_024);
    }

    /** What {@code ./fleet cost} counts as kept. DynamoDB adds 100 bytes to an item ("DynamoDB item sizes and formats"). */
    @Test
    void usualItemIsNoLargerThanTheBillTakesIt() {
        Measurement usual = Measurement.of(Probes.healthy("www.shop.example.com"), SCHEDULED, "ap-southeast-2");

        assertThat(size(MeasurementItem.encode(usual, RETENTION)) + 100)
                .isBetween(CostModel.BYTES_KEPT_A_MEASUREMENT / 2, CostModel.BYTES_KEPT_A_MEASUREMENT);
    }

    @Test
    void detailIsLimitedInBytesAndCutBetweenCharacters() {
        Measurement kept = Measurement.of(
                Probes.failed(
                        "example.com",
                        new Failure(Phase.TLS, Failure.Kind.PROTOCOL_ERROR, "x" + "\uD83D\uDD12".repeat(500))),
                SCHEDULED,
                "eu-west-1");

        String detail = kept.failure().orElseThrow().detail();

        assertThat(bytes(detail)).isBetween(Measurement.LONGEST_DETAIL - 4, Measurement.LONGEST_DETAIL);
        assertThat(detail).startsWith("x\uD83D\uDD12").endsWith("\uD83D\uDD12…").doesNotContain("?");
    }

    @Test
    void loneSurrogateInADetailIsReplaced() {
        Failure failure = new Failure(Phase.TLS, Failure.Kind.PROTOCOL_ERROR, "half \uD83D, whole");

        assertThat(Measurement.of(Probes.failed("example.com", failure), SCHEDULED, "eu-west-1")
                        .failure())
                .contains(new Failure(Phase.TLS, Failure.Kind.PROTOCOL_ERROR, "half \uFFFD, whole"));
    }

    @ParameterizedTest
    @CsvSource({"s, missing or of another type", "q, missing or of another type", "pk, missing or of another type"})
    void missingAttributeIsRefusedByName(String attribute, String reason) {
        Map<String, AttributeValue> item = new HashMap<>(MeasurementItem.encode(
                Measurement.of(Probes.healthy("example.com"), SCHEDULED, "eu-west-1"), RETENTION));
        item.remove(attribute);

        assertThatThrownBy(() -> MeasurementItem.decode(item))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a measurement")
                .hasMessageContaining(attribute + ": " + reason);
    }

    @ParameterizedTest
    @CsvSource({"q, P", "q, garbage", "sk, today#eu-west-1#-", "sk, 2026-11-23T10:00:00.000Z#eu-west-1", "fk, NO_SUCH"})
    void unknownValueIsRefused(String attribute, String value) {
        Map<String, AttributeValue> item = new HashMap<>(MeasurementItem.encode(
                Measurement.of(
                        Probes.failed("example.com", new Failure(Phase.TLS, Failure.Kind.TIMEOUT, "late")),
                        SCHEDULED,
                        "eu-west-1"),
                RETENTION));
        item.put(attribute, AttributeValue.fromS(value));

        assertThatThrownBy(() -> MeasurementItem.decode(item))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("item example.com:443 is not a measurement");
    }

    @Test
    void unknownAttributesAreIgnored() {
        Map<String, AttributeValue> item = new HashMap<>(MeasurementItem.encode(
                Measurement.of(Probes.healthy("example.com"), SCHEDULED, "eu-west-1"), RETENTION));
        item.put("later", AttributeValue.fromS("a word of a version to come"));
        item.put("f", AttributeValue.fromS("ZZC,EXC"));

        assertThat(MeasurementItem.decode(item).findings()).containsOnlyKeys(FindingCode.CERT_EXPIRED);
    }

    @Test
    void malformedSortKeyIsRefused() {
        Map<String, AttributeValue> item = new HashMap<>(MeasurementItem.encode(
                Measurement.of(Probes.healthy("example.com"), SCHEDULED, "eu-west-1"), RETENTION));
        item.put("sk", AttributeValue.fromS("garbage"));

        assertThatThrownBy(() -> MeasurementItem.decode(item)).hasMessageContaining("sk: garbage");
    }

    /** The longest host, server name, region, address, suite and detail. */
    private static Measurement largest(Map<FindingCode, Severity> findings) {
        String host = ("a".repeat(62) + ".").repeat(4).substring(0, 251);
        Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            phases.put(phase, Duration.ofSeconds(9, 999_999_000));
        }
        return Measurement.builder()
                .targetId(host + ":65535/" + host)
                .scheduledAt(SCHEDULED.plusMillis(123))
                .region("ap-southeast-2")
                .address(Optional.of("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"))
                .startedAt(SCHEDULED.plusMillis(999))
                .findings(findings)
                .phases(phases)
                .waited(Optional.of(Duration.ofSeconds(9, 999_999_000)))
                .network(Optional.of(Duration.ofSeconds(9, 999_999_000)))
                .resumedIn(Optional.of(Duration.ofSeconds(9, 999_999_000)))
                .httpStatus(Optional.of(503))
                .version(Optional.of("TLSv1.3"))
                .cipher(Optional.of("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"))
                .group(Optional.of("SecP256r1MLKEM768"))
                .leafSha256(Optional.of("9f".repeat(32)))
                .leafNotAfter(Optional.of(SCHEDULED))
                .earliestNotAfter(Optional.of(SCHEDULED))
                .failure(Optional.of(
                        new Failure(Phase.CONNECT, Failure.Kind.ADDRESS_REFUSED_BY_POLICY, "\u4E16".repeat(5_000))))
                .quality(new Quality(Quality.Clock.PROCESS, true, Duration.ofSeconds(9, 999_999_000), 2))
                .build();
    }

    /** DynamoDB Developer Guide, "DynamoDB item sizes and formats". */
    private static int size(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(entry -> bytes(entry.getKey()) + size(entry.getValue()))
                .sum();
    }

    private static int size(AttributeValue value) {
        return switch (value.type()) {
            case S -> bytes(value.s());
            case N -> (value.n().length() + 1) / 2 + 2;
            case B -> value.b().asByteArrayUnsafe().length;
            default -> throw new AssertionError("no other type is in an item: " + value.type());
        };
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
