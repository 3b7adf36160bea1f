package dev.handshakefleet.measurement;

import static dev.handshakefleet.aws.ItemAttributes.millis;
import static dev.handshakefleet.aws.ItemAttributes.missing;
import static dev.handshakefleet.aws.ItemAttributes.number;
import static dev.handshakefleet.aws.ItemAttributes.requiredMillis;
import static dev.handshakefleet.aws.ItemAttributes.requiredText;
import static dev.handshakefleet.aws.ItemAttributes.seconds;
import static dev.handshakefleet.aws.ItemAttributes.text;

import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A measurement as a DynamoDB item, the one place of its attribute names. Names and values are short, so that an item
 * stays within one write unit (1 KB) whatever the target.
 *
 * <pre>
 *   pk  target id                           sk  scheduled instant # region # address ("-" where there was none)
 *   expiresAt  TTL, epoch seconds           s   startedAt, epoch milliseconds
 *   f   findings, two letters each, "EXsb": in capitals CRITICAL, else WARNING
 *   d c st t rq fb dl o   phases dns, connect, starttls, tls, request, ttfb, download, total, microseconds
 *   w n r     wait, its network part, the handshake that resumed, microseconds      h  HTTP status
 *   v cs g    version, cipher, group
 *   lf  leaf SHA-256, binary                ln en  notAfter of the leaf, the earliest of the path, epoch seconds
 *   fp fk fd  failure phase, kind, detail
 *   q   quality: clock, attempts, cold, such as "K1" or "P2c"    qs  stalled, microseconds
 * </pre>
 *
 * The key is deterministic, so that a retried event overwrites. Where a retry got another address than the first try
 * (none, say, because the lookup failed), both are kept: both were seen.
 */
final class MeasurementItem {

    private static final DateTimeFormatter KEY_INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final String NO_ADDRESS = "-";
    private static final String KEY_SEPARATOR = "#";
    private static final int KEY_PARTS = 3;
    private static final Pattern QUALITY = Pattern.compile("(?<clock>[PK])(?<attempts>[1-9])(?<cold>c?)");
    private static final Map<Phase, String> PHASES = Map.of(
            Phase.DNS, "d",
            Phase.CONNECT, "c",
            Phase.STARTTLS, "st",
            Phase.TLS, "t",
            Phase.REQUEST, "rq",
            Phase.TTFB, "fb",
            Phase.DOWNLOAD, "dl",
            Phase.TOTAL, "o");
    private static final int CODE_LENGTH = 2;
    private static final Map<FindingCode, String> CODES = Map.ofEntries(
            Map.entry(FindingCode.HANDSHAKE_FAILED, "HF"),
            Map.entry(FindingCode.HTTP_FAILED, "HX"),
            Map.entry(FindingCode.SLA_BREACHED, "SB"),
            Map.entry(FindingCode.CERT_EXPIRED, "EX"),
            Map.entry(FindingCode.CERT_NOT_YET_VALID, "NY"),
            Map.entry(FindingCode.CERT_EXPIRING, "EG"),
            Map.entry(FindingCode.HOSTNAME_MISMATCH, "HM"),
            Map.entry(FindingCode.SELF_SIGNED, "SS"),
            Map.entry(FindingCode.UNTRUSTED_ROOT, "UR"),
            Map.entry(FindingCode.INCOMPLETE_CHAIN, "IC"),
            Map.entry(FindingCode.BAD_SIGNATURE, "BS"),
            Map.entry(FindingCode.NOT_A_CA, "NC"),
            Map.entry(FindingCode.WRONG_USAGE, "WU"),
            Map.entry(FindingCode.CHAIN_MISORDERED, "CM"),
            Map.entry(FindingCode.CHAIN_EXCESS, "CE"),
            Map.entry(FindingCode.WEAK_KEY, "WK"),
            Map.entry(FindingCode.WEAK_SIGNATURE, "WS"),
            Map.entry(FindingCode.WEAK_PROTOCOL, "WP"),
            Map.entry(FindingCode.WEAK_CIPHER, "WC"),
            Map.entry(FindingCode.VALIDITY_TOO_LONG, "VL"),
            Map.entry(FindingCode.TOO_FEW_SCTS, "TS"),
            Map.entry(FindingCode.REVOKED, "RV"),
            Map.entry(FindingCode.REVOCATION_UNKNOWN, "RU"),
            Map.entry(FindingCode.STAPLE_MISSING, "SM"),
            Map.entry(FindingCode.CERT_CHANGED, "CC"),
            Map.entry(FindingCode.ADDRESSES_DISAGREE, "AD"),
            Map.entry(FindingCode.ADDRESS_UNREACHABLE, "AU"),
            Map.entry(FindingCode.REGION_SILENT, "RS"));
    private static final Map<String, FindingCode> CODES_READ =
            CODES.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private MeasurementItem() {}

    /** The sort key of the first item that a window from {@code instant} on can hold. */
    static String sortKeyFrom(Instant instant) {
        return KEY_INSTANT.format(instant);
    }

    /** The sort key behind the last item that a window up to and with {@code instant} can hold. */
    static String sortKeyThrough(Instant instant) {
        return KEY_INSTANT.format(instant) + "~";
    }

    static Map<String, AttributeValue> encode(Measurement measurement, Duration retention) {
        Map<String, AttributeValue> item = new HashMap<>(
                TablePartitions.key(TablePartitions.measurements(measurement.targetId()), sortKey(measurement)));
        item.put(TablePartitions.EXPIRY, seconds(measurement.scheduledAt().plus(retention)));
        item.put("s", millis(measurement.startedAt()));
        measurement.phases().forEach((phase, took) -> item.put(PHASES.get(phase), micros(took)));
        if (!measurement.findings().isEmpty()) {
            item.put("f", text(findings(measurement.findings())));
        }
        measurement.waited().ifPresent(waited -> item.put("w", micros(waited)));
        measurement.network().ifPresent(network -> item.put("n", micros(network)));
        measurement.resumedIn().ifPresent(took -> item.put("r", micros(took)));
        measurement.httpStatus().ifPresent(status -> item.put("h", number(status)));
        measurement.version().ifPresent(version -> item.put("v", text(version)));
        measurement.cipher().ifPresent(cipher -> item.put("cs", text(cipher)));
        measurement.group().ifPresent(group -> item.put("g", text(group)));
        measurement.leafSha256().ifPresent(sha256 -> item.put("lf", binary(sha256)));
        measurement.leafNotAfter().ifPresent(instant -> item.put("ln", seconds(instant)));
        measurement.earliestNotAfter().ifPresent(instant -> item.put("en", seconds(instant)));
        measurement.failure().ifPresent(failure -> {
            item.put("fp", text(failure.phase().failureLabel()));
            item.put("fk", text(failure.kind().name()));
            item.put("fd", text(failure.detail()));
        });
        item.put("q", text(quality(measurement.quality())));
        if (measurement.quality().stalled().isPositive()) {
            item.put("qs", micros(measurement.quality().stalled()));
        }
        return item;
    }

    /**
     * @throws IllegalArgumentException when the item is not one of ours: the message names the item, the attribute and
     *     its value; unknown attributes and codes are passed over, because a later version may have written them
     */
    static Measurement decode(Map<String, AttributeValue> item) {
        try {
            return read(item);
        } catch (IllegalArgumentException | DateTimeException garbage) {
            throw new IllegalArgumentException(
                    "item " + text(item, TablePartitions.PARTITION_KEY).orElse("?") + " is not a measurement: "
                            + garbage.getMessage(),
                    garbage);
        }
    }

    private static Measurement read(Map<String, AttributeValue> item) {
        String sortKey = requiredText(item, TablePartitions.SORT_KEY);
        String[] key = sortKey.split(KEY_SEPARATOR, -1);
        if (key.length != KEY_PARTS) {
            throw new IllegalArgumentException("sk: " + sortKey + "; accepted: instant#region#address");
        }
        return Measurement.builder()
                .targetId(TablePartitions.targetOfMeasurements(requiredText(item, TablePartitions.PARTITION_KEY)))
                .scheduledAt(Instant.parse(key[0]))
                .region(key[1])
                .address(Optional.of(key[2])
                        .filter(address -> !address.equals(NO_ADDRESS))
                        .map(TablePartitions::shown))
                .startedAt(requiredMillis(item, "s"))
                .findings(findings(text(item, "f").orElse("")))
                .phases(phases(item))
                .waited(number(item, "w").map(MeasurementItem::fromMicros))
                .network(number(item, "n").map(MeasurementItem::fromMicros))
                .resumedIn(number(item, "r").map(MeasurementItem::fromMicros))
                .httpStatus(number(item, "h").map(Long::intValue))
                .version(text(item, "v"))
                .cipher(text(item, "cs"))
                .group(text(item, "g"))
                .leafSha256(Optional.ofNullable(item.get("lf"))
                        .map(AttributeValue::b)
                        .map(bytes -> HexFormat.of().formatHex(bytes.asByteArray())))
                .leafNotAfter(number(item, "ln").map(Instant::ofEpochSecond))
                .earliestNotAfter(number(item, "en").map(Instant::ofEpochSecond))
                .failure(failure(item))
                .quality(quality(requiredText(item, "q"), number(item, "qs").orElse(0L)))
                .build();
    }

    private static String sortKey(Measurement measurement) {
        return String.join(
                KEY_SEPARATOR,
                KEY_INSTANT.format(measurement.scheduledAt()),
                measurement.region(),
                measurement.address().map(TablePartitions::stored).orElse(NO_ADDRESS));
    }

    private static String findings(Map<FindingCode, Severity> findings) {
        return findings.entrySet().stream()
                .map(finding -> finding.getValue() == Severity.CRITICAL
                        ? CODES.get(finding.getKey())
                        : CODES.get(finding.getKey()).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static Map<FindingCode, Severity> findings(String written) {
        Map<FindingCode, Severity> findings = new EnumMap<>(FindingCode.class);
        for (int at = 0; at + CODE_LENGTH <= written.length(); at += CODE_LENGTH) {
            String letters = written.substring(at, at + CODE_LENGTH);
            FindingCode code = CODES_READ.get(letters.toUpperCase(Locale.ROOT));
            if (code != null) {
                findings.put(code, CODES_READ.containsKey(letters) ? Severity.CRITICAL : Severity.WARNING);
            }
        }
        return findings;
    }

    private static Map<Phase, Duration> phases(Map<String, AttributeValue> item) {
        Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        PHASES.forEach((phase, name) -> number(item, name).ifPresent(micros -> phases.put(phase, fromMicros(micros))));
        return phases;
    }

    private static Optional<Failure> failure(Map<String, AttributeValue> item) {
        return text(item, "fk")
                .map(kind -> new Failure(
                        Phase.ofFailureLabel(requiredText(item, "fp")).orElseThrow(() -> missing("fp")),
                        Failure.Kind.valueOf(kind),
                        requiredText(item, "fd")));
    }

    private static String quality(Quality quality) {
        return quality.clock().name().charAt(0) + String.valueOf(quality.attempts()) + (quality.cold() ? "c" : "");
    }

    private static Quality quality(String written, long stalledMicros) {
        Matcher parts = QUALITY.matcher(written);
        if (!parts.matches()) {
            throw new IllegalArgumentException("q: " + written + "; accepted: such as P1 or P2c");
        }
        return new Quality(
                parts.group("clock").equals("K") ? Quality.Clock.KERNEL : Quality.Clock.PROCESS,
                !parts.group("cold").isEmpty(),
                fromMicros(stalledMicros),
                Integer.parseInt(parts.group("attempts")));
    }

    private static AttributeValue micros(Duration duration) {
        return number(duration.toNanos() / 1_000);
    }

    private static AttributeValue binary(String hex) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(HexFormat.of().parseHex(hex)));
    }

    private static Duration fromMicros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
