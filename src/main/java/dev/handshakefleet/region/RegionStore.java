package dev.handshakefleet.region;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.ItemAttributes;
import dev.handshakefleet.aws.TablePartitions;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The records of the regions in the state table, one item each. A call times out after 5 s. Methods throw {@link SdkException} where
 * the service fails. An unreadable item is skipped. Thread-safe.
 */
public final class RegionStore {

    private static final String SCHEDULED_AT = "scheduledAt";
    private static final String ENDED_AT = "endedAt";
    private static final String INTERVAL = "interval";
    private static final String VERSION = "version";
    private static final String TARGETS = "targets";
    private static final String COMPLETE = "complete";
    private static final String PACE = "pace";
    private static final String PACE_OF_RUN = "run";
    private static final String PACE_OF_PROBING = "probing";
    private static final String PACE_OF_STORING = "storing";
    private static final String PACE_OF_DECIDING = "deciding";
    private static final String REMOVED_AT = "removedAt";
    private static final String SINCE = "since";

    private static final int PACE_DIGITS = 6;

    /** Long enough for a run of the home region to end the alerts of a region that was removed. */
    private static final Duration REMOVED_IS_KEPT = Duration.ofDays(7);

    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

    private final DynamoDbClient client;
    private final String table;

    /**
     * @param client the client of the home region
     * @param table the name of the state table
     */
    public RegionStore(DynamoDbClient client, String table) {
        this.client = Objects.requireNonNull(client, "client");
        this.table = Objects.requireNonNull(table, "table");
    }

    /** @return in one plain sentence why a call to the table failed */
    public String sentence(SdkException fault) {
        return AwsFault.sentence(fault, "table " + table);
    }

    /**
     * Replaces the record of the region, whatever it was: a late event puts it back for one interval at the most, and no record of
     * the future can stay.
     *
     * @param longest the longest time for it, of which 5 s are used at most
     */
    public void record(RegionRun run, Duration longest) {
        Map<String, AttributeValue> item = new HashMap<>(TablePartitions.key(TablePartitions.REGIONS, run.region()));
        item.put(SCHEDULED_AT, ItemAttributes.millis(run.scheduledAt()));
        item.put(ENDED_AT, ItemAttributes.millis(run.endedAt()));
        item.put(INTERVAL, ItemAttributes.number(run.interval().toMillis()));
        item.put(VERSION, AttributeValue.fromS(run.version()));
        item.put(TARGETS, ItemAttributes.number(run.targets()));
        item.put(COMPLETE, ItemAttributes.number(run.complete() ? 1 : 0));
        run.pace().ifPresent(pace -> item.put(PACE, AttributeValue.fromM(attributes(pace))));
        Duration time = longest.compareTo(LONGEST_CALL) < 0 ? longest : LONGEST_CALL;
        client.putItem(request ->
                request.tableName(table).item(item).overrideConfiguration(call -> call.apiCallTimeout(time)));
    }

    /**
     * Reads the record of one region, eventually consistently: half a read unit.
     *
     * @return empty where it has none, was removed, or the record is not readable
     */
    public Optional<RegionRun> last(String region) {
        Map<String, AttributeValue> item = client.getItem(request -> request.tableName(table)
                        .key(TablePartitions.key(TablePartitions.REGIONS, region))
                        .overrideConfiguration(RegionStore::bounded))
                .item();
        return item.containsKey(REMOVED_AT) ? Optional.empty() : run(region, item);
    }

    /**
     * Adds what a part of the last run knows: its pace, when it ended, and whether it left something undone. Does nothing where another
     * run was recorded meanwhile.
     *
     * @param scheduledAt the scheduled instant of the run
     * @param longest the longest time for it, of which 5 s are used at most
     */
    public void partEnded(
            String region, Instant scheduledAt, Instant endedAt, boolean complete, RunPace pace, Duration longest) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":at", ItemAttributes.millis(scheduledAt),
                ":ended", ItemAttributes.millis(endedAt),
                ":pace", AttributeValue.fromM(attributes(pace))));
        Map<String, String> names = new HashMap<>(Map.of("#at", SCHEDULED_AT, "#ended", ENDED_AT, "#pace", PACE));
        if (!complete) {
            values.put(":complete", ItemAttributes.number(0));
            names.put("#complete", COMPLETE);
        }
        Duration time = longest.compareTo(LONGEST_CALL) < 0 ? longest : LONGEST_CALL;
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(TablePartitions.key(TablePartitions.REGIONS, region))
                    .updateExpression(
                            "SET #ended = :ended, #pace = :pace" + (complete ? "" : ", #complete = :complete"))
                    .conditionExpression("#at = :at")
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values)
                    .overrideConfiguration(call -> call.apiCallTimeout(time)));
        } catch (ConditionalCheckFailedException anotherRun) {
            // The record is of that one.
        }
    }

    /** @return the records of all regions, read consistently with one query */
    public RegionRecords read() {
        return read(LONGEST_CALL);
    }

    /** As {@link #read()}, within a shorter time. */
    public RegionRecords read(Duration longest) {
        List<RegionRun> runs = new ArrayList<>();
        Set<String> removed = new HashSet<>();
        Optional<Instant> heardSince = Optional.empty();
        for (Map<String, AttributeValue> item : query(longest)) {
            String name = item.get(TablePartitions.SORT_KEY).s();
            if (name.equals(TablePartitions.REGIONS_HEARD)) {
                heardSince = since(item);
            } else if (item.containsKey(REMOVED_AT)) {
                removed.add(name);
            } else {
                run(name, item).ifPresent(runs::add);
            }
        }
        return new RegionRecords(runs, removed, heardSince);
    }

    /**
     * Records that records arrive again, after a time in which the home region was silent itself.
     *
     * @param since the scheduled instant of its first run after that
     */
    public void heardSince(Instant since) {
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(TablePartitions.key(TablePartitions.REGIONS, TablePartitions.REGIONS_HEARD))
                    .updateExpression("SET #since = :since")
                    .conditionExpression("attribute_not_exists(#since) OR #since < :since")
                    .expressionAttributeNames(Map.of("#since", SINCE))
                    .expressionAttributeValues(Map.of(":since", ItemAttributes.millis(since)))
                    .overrideConfiguration(RegionStore::bounded));
        } catch (ConditionalCheckFailedException laterRunWasFirst) {
            // Its instant is the better one.
        }
    }

    /**
     * Records that a region was removed on purpose, so that it is not silent. Its next run, after another deployment, replaces this.
     */
    public void removed(String region, Instant at) {
        client.updateItem(request -> request.tableName(table)
                .key(TablePartitions.key(TablePartitions.REGIONS, region))
                .updateExpression("SET #removedAt = :at, #expiresAt = :expiry")
                .expressionAttributeNames(Map.of("#removedAt", REMOVED_AT, "#expiresAt", TablePartitions.EXPIRY))
                .expressionAttributeValues(Map.of(
                        ":at", ItemAttributes.millis(at), ":expiry", ItemAttributes.seconds(at.plus(REMOVED_IS_KEPT))))
                .overrideConfiguration(RegionStore::bounded));
    }

    private List<Map<String, AttributeValue>> query(Duration longest) {
        return client
                .queryPaginator(request -> request.tableName(table)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(TablePartitions.REGIONS)))
                        .consistentRead(true)
                        .overrideConfiguration(call -> call.apiCallTimeout(longest)))
                .items()
                .stream()
                .toList();
    }

    private static Optional<Instant> since(Map<String, AttributeValue> item) {
        try {
            return ItemAttributes.number(item, SINCE).map(Instant::ofEpochMilli);
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }

    private static Optional<RegionRun> run(String region, Map<String, AttributeValue> item) {
        try {
            return Optional.of(new RegionRun(
                    region,
                    ItemAttributes.requiredMillis(item, SCHEDULED_AT),
                    ItemAttributes.requiredMillis(item, ENDED_AT),
                    Duration.ofMillis(ItemAttributes.requiredNumber(item, INTERVAL)),
                    ItemAttributes.requiredText(item, VERSION),
                    Math.toIntExact(ItemAttributes.requiredNumber(item, TARGETS)),
                    ItemAttributes.requiredNumber(item, COMPLETE) == 1,
                    pace(item)));
        } catch (IllegalArgumentException | ArithmeticException notOurs) {
            return Optional.empty();
        }
    }

    private static Map<String, AttributeValue> attributes(RunPace pace) {
        return Map.of(
                PACE_OF_RUN, decimal(pace.run()),
                PACE_OF_PROBING, decimal(pace.probing()),
                PACE_OF_STORING, decimal(pace.storing()),
                PACE_OF_DECIDING, decimal(pace.deciding()));
    }

    private static AttributeValue decimal(double value) {
        return AttributeValue.fromN(BigDecimal.valueOf(value)
                .round(new MathContext(PACE_DIGITS))
                .stripTrailingZeros()
                .toPlainString());
    }

    /** An unreadable pace is none: it is measured anew by the next run. */
    private static Optional<RunPace> pace(Map<String, AttributeValue> item) {
        try {
            return Optional.ofNullable(item.get(PACE))
                    .filter(AttributeValue::hasM)
                    .map(AttributeValue::m)
                    .map(pace -> new RunPace(
                            decimal(pace, PACE_OF_RUN),
                            decimal(pace, PACE_OF_PROBING),
                            decimal(pace, PACE_OF_STORING),
                            decimal(pace, PACE_OF_DECIDING)));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static double decimal(Map<String, AttributeValue> pace, String name) {
        return Optional.ofNullable(pace.get(name))
                .map(AttributeValue::n)
                .map(Double::parseDouble)
                .orElseThrow(() -> ItemAttributes.missing(name));
    }

    private static void bounded(AwsRequestOverrideConfiguration.Builder call) {
        call.apiCallTimeout(LONGEST_CALL);
    }
}
