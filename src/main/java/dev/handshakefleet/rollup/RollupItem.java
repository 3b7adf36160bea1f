package dev.handshakefleet.rollup;

import static dev.handshakefleet.aws.ItemAttributes.number;
import static dev.handshakefleet.aws.ItemAttributes.requiredNumber;
import static dev.handshakefleet.aws.ItemAttributes.seconds;

import dev.handshakefleet.aws.ItemAttributes;
import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.verdict.FindingCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A rollup as a DynamoDB item, the one place of its attribute names.
 *
 * <pre>
 *   pk  rollup#target id      sk  "hour#2026-11-23T10" or "day#2026-11-23"      expiresAt  TTL, epoch seconds
 *   rv  version of this form: 1
 *   rs  start of the span, epoch seconds
 *   rr  by region a map:
 *         n p w c x  runs, probes, of these WARNING, CRITICAL, failed; absent where zero
 *         k f        how many by kind of failure, by code of finding; absent where none
 *         s          sketches and hours ({@code SketchBytes})
 *   late  epoch milliseconds; in place of the rest: measurements came after the rollup, so that there is none until it is made again
 * </pre>
 */
final class RollupItem {

    static final String LATE = "late";

    private static final int VERSION = 1;
    private static final String FORM = "rv";
    private static final String START = "rs";
    private static final String REGIONS = "rr";
    private static final String RUNS = "n";
    private static final String PROBES = "p";
    private static final String WARNING = "w";
    private static final String CRITICAL = "c";
    private static final String FAILED = "x";
    private static final String FAILURES = "k";
    private static final String FINDINGS = "f";
    private static final String SKETCHES = "s";

    private RollupItem() {}

    static Map<String, AttributeValue> key(String targetId, Span span) {
        return TablePartitions.key(TablePartitions.rollups(targetId), span.sortKey());
    }

    static Map<String, AttributeValue> encode(Rollup rollup, Duration retention) {
        Map<String, AttributeValue> regions = new HashMap<>();
        rollup.regions()
                .forEach((name, region) -> regions.put(
                        name, AttributeValue.fromM(region(region, rollup.span().start()))));
        Map<String, AttributeValue> item = new HashMap<>(key(rollup.targetId(), rollup.span()));
        item.put(TablePartitions.EXPIRY, seconds(rollup.span().end().plus(retention)));
        item.put(FORM, number(VERSION));
        item.put(START, seconds(rollup.span().start()));
        item.put(REGIONS, AttributeValue.fromM(regions));
        return item;
    }

    /** The item that stands for a rollup which late measurements have made wrong. */
    static Map<String, AttributeValue> late(String targetId, Span span, Instant at, Duration retention) {
        Map<String, AttributeValue> item = new HashMap<>(key(targetId, span));
        item.put(TablePartitions.EXPIRY, seconds(span.end().plus(retention)));
        item.put(LATE, ItemAttributes.millis(at));
        return item;
    }

    /**
     * @param level of the spans that were asked for
     * @return the rollup; empty where late measurements have made it wrong
     * @throws IllegalArgumentException when a later version has written it, or something else: the message says so
     */
    static Optional<Rollup> decode(Map<String, AttributeValue> item, String targetId, Span.Level level) {
        if (item.containsKey(LATE)) {
            return Optional.empty();
        }
        try {
            long form = requiredNumber(item, FORM);
            if (form != VERSION) {
                throw new IllegalArgumentException("of a version that this program does not know, " + form);
            }
            Span span = new Span(level, Instant.ofEpochSecond(requiredNumber(item, START)));
            Map<String, RegionRollup> regions = new TreeMap<>();
            map(item, REGIONS).forEach((name, region) -> regions.put(name, region(region.m(), span.start())));
            return Optional.of(new Rollup(targetId, span, regions));
        } catch (IllegalArgumentException | DateTimeException garbage) {
            throw new IllegalArgumentException(
                    "the rollup %s of %s is %s"
                            .formatted(
                                    item.get(TablePartitions.SORT_KEY).s(),
                                    targetId,
                                    garbage.getMessage().startsWith("of a version")
                                            ? garbage.getMessage()
                                            : "unreadable: " + garbage.getMessage()),
                    garbage);
        }
    }

    private static Map<String, AttributeValue> region(RegionRollup region, Instant start) {
        Map<String, AttributeValue> item = new HashMap<>();
        ProbeCounts counts = region.counts();
        put(item, RUNS, counts.runs());
        put(item, PROBES, counts.probes());
        put(item, WARNING, counts.warning());
        put(item, CRITICAL, counts.critical());
        put(item, FAILED, counts.failed());
        put(item, FAILURES, region.failures());
        put(item, FINDINGS, region.findings());
        item.put(SKETCHES, AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(SketchBytes.of(region, start))));
        return item;
    }

    private static RegionRollup region(Map<String, AttributeValue> item, Instant start) {
        int probes = count(item, PROBES);
        int warning = count(item, WARNING);
        int critical = count(item, CRITICAL);
        SketchBytes.Content content = SketchBytes.read(
                Optional.ofNullable(item.get(SKETCHES))
                        .map(AttributeValue::b)
                        .orElseThrow(() -> ItemAttributes.missing(SKETCHES))
                        .asByteArray(),
                start);
        return new RegionRollup(
                new ProbeCounts(
                        count(item, RUNS), probes, probes - warning - critical, warning, critical, count(item, FAILED)),
                counts(Failure.Kind.class, map(item, FAILURES)),
                counts(FindingCode.class, map(item, FINDINGS)),
                content.sketches(),
                content.hours());
    }

    private static void put(Map<String, AttributeValue> item, String name, int count) {
        if (count != 0) {
            item.put(name, number(count));
        }
    }

    private static void put(Map<String, AttributeValue> item, String name, Map<? extends Enum<?>, Integer> counts) {
        if (!counts.isEmpty()) {
            Map<String, AttributeValue> byName = new HashMap<>();
            counts.forEach((key, count) -> byName.put(key.name(), number(count)));
            item.put(name, AttributeValue.fromM(byName));
        }
    }

    private static int count(Map<String, AttributeValue> item, String name) {
        return number(item, name).map(Long::intValue).orElse(0);
    }

    private static Map<String, AttributeValue> map(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name))
                .filter(AttributeValue::hasM)
                .map(AttributeValue::m)
                .orElse(Map.of());
    }

    /** A name that this version does not know is passed over. */
    private static <K extends Enum<K>> Map<K, Integer> counts(Class<K> type, Map<String, AttributeValue> byName) {
        Map<K, Integer> counts = new EnumMap<>(type);
        for (K key : type.getEnumConstants()) {
            number(byName, key.name()).ifPresent(count -> counts.put(key, count.intValue()));
        }
        return counts;
    }
}
