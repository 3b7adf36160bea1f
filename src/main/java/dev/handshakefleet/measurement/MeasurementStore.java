package dev.handshakefleet.measurement;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.Backoff;
import dev.handshakefleet.aws.BatchWriter;
import dev.handshakefleet.aws.CallTimeout;
import dev.handshakefleet.aws.CircuitBreaker;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.base.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Stores measurements in DynamoDB and reads them back. Thread-safe.
 *
 * <p>Guarantees: storing never throws for a fault of the service, but names the measurements that were not stored. A
 * measurement that is stored twice exists once. Unprocessed items are tried again with backoff, a bounded number of
 * times and for a bounded time over all batches. A call that hangs is abandoned, after 5 s or at the deadline. After a batch has failed as a whole,
 * no further batch is tried, because waiting for an unavailable service would use up the time of the run.
 */
public final class MeasurementStore {

    /** The most measurements that are read back at once: they are held in memory. */
    public static final int MOST_READ = 100_000;

    /** Measurements of one call, about what DynamoDB's own limit of 1 MB allows. DynamoDB Local is many times slower without a limit. */
    private static final int PAGE = 1_000;

    private static final Duration MOST_WAITING = Duration.ofSeconds(5);

    private final DynamoDbClient client;
    private final String table;
    private final Duration retention;
    private final Backoff backoff;
    private final Optional<Deadline> until;
    private final BatchWriter writer;

    /**
     * @param client of the home region
     * @param table the measurements table
     * @param retention the lifetime of an item from its scheduled instant on
     */
    public MeasurementStore(DynamoDbClient client, String table, Duration retention) {
        this(client, table, retention, Backoff.real());
    }

    MeasurementStore(DynamoDbClient client, String table, Duration retention, Backoff backoff) {
        this(client, table, retention, backoff, Optional.empty());
    }

    private MeasurementStore(
            DynamoDbClient client, String table, Duration retention, Backoff backoff, Optional<Deadline> until) {
        this.client = Objects.requireNonNull(client, "client");
        this.table = Objects.requireNonNull(table, "table");
        this.retention = Objects.requireNonNull(retention, "retention");
        this.backoff = Objects.requireNonNull(backoff, "backoff");
        this.until = until;
        this.writer = new BatchWriter(client, table, () -> CallTimeout.until(until));
    }

    /** @return the same measurements; every call and every retry ends by that deadline, and no batch begins after it */
    public MeasurementStore until(Deadline deadline) {
        return new MeasurementStore(client, table, retention, backoff, Optional.of(deadline));
    }

    /** Stores all; the outcome names those that were not stored, and why. */
    public StoreOutcome store(Collection<Measurement> measurements) {
        List<WriteRequest> waiting = new ArrayList<>(writes(measurements));
        int all = waiting.size();
        Backoff.Patience patience = backoff.patience(
                until.map(end -> end.orIn(MOST_WAITING).remaining()).orElse(MOST_WAITING));
        Optional<String> reason = noTimeLeft();
        while (!waiting.isEmpty() && reason.isEmpty()) {
            List<WriteRequest> batch = waiting.subList(0, Math.min(BatchWriter.BATCH, waiting.size()));
            BatchWriter.Outcome outcome = writer.write(List.copyOf(batch), patience);
            batch.clear();
            waiting.addAll(0, outcome.unwritten());
            reason = outcome.reason("table " + table).or(this::noTimeLeft);
        }
        List<String> notStored = waiting.stream()
                .map(write -> write.putRequest()
                        .item()
                        .get(TablePartitions.PARTITION_KEY)
                        .s())
                .map(TablePartitions::targetOfMeasurements)
                .distinct()
                .toList();
        return new StoreOutcome(all - waiting.size(), notStored, reason.filter(why -> !waiting.isEmpty()));
    }

    private Optional<String> noTimeLeft() {
        return until.filter(Deadline::hasPassed).map(passed -> CircuitBreaker.NO_TIME_LEFT);
    }

    /**
     * Reads back one target.
     *
     * @param targetId its id
     * @param from start of the window, inclusive
     * @param to end of the window, inclusive
     * @param limit how many at the most; 1 to {@value #MOST_READ}
     * @throws StoreUnavailableException when the table cannot be read
     */
    public MeasurementHistory history(String targetId, Instant from, Instant to, int limit)
            throws StoreUnavailableException {
        if (limit < 1 || limit > MOST_READ) {
            throw new IllegalArgumentException("limit: " + limit + "; accepted: 1 to " + MOST_READ);
        }
        if (from.isAfter(to)) {
            return new MeasurementHistory(List.of(), false);
        }
        QueryRequest query = query(targetId, from, to, limit + 1).build();
        try {
            List<Measurement> read = client.queryPaginator(query).items().stream()
                    .limit(limit + 1L)
                    .map(MeasurementItem::decode)
                    .toList();
            return new MeasurementHistory(read.subList(0, Math.min(limit, read.size())), read.size() > limit);
        } catch (SdkException fault) {
            throw unreadable(AwsFault.sentence(fault, "table " + table), fault);
        } catch (IllegalArgumentException notOurs) {
            throw unreadable(notOurs.getMessage(), notOurs);
        }
    }

    /**
     * Reads back one target without holding what it reads, newest first.
     *
     * @param targetId its id
     * @param from start of the window, inclusive
     * @param to end of the window, inclusive
     * @param most how many items are read at the most
     * @param consistent whether everything has to be read that was stored before, at twice the read units
     * @param each gets each measurement
     * @param unreadable gets a sentence for each item that is none, as a later version of the program may write
     * @throws StoreUnavailableException when the table cannot be read
     */
    public void forEach(
            String targetId,
            Instant from,
            Instant to,
            int most,
            boolean consistent,
            Consumer<Measurement> each,
            Consumer<String> unreadable)
            throws StoreUnavailableException {
        if (from.isAfter(to)) {
            return;
        }
        QueryRequest query =
                query(targetId, from, to, most).consistentRead(consistent).build();
        try {
            int read = 0;
            for (Map<String, AttributeValue> item : client.queryPaginator(query).items()) {
                if (read++ == most) {
                    return;
                }
                try {
                    each.accept(MeasurementItem.decode(item));
                } catch (IllegalArgumentException notOurs) {
                    unreadable.accept(notOurs.getMessage());
                }
            }
        } catch (SdkException fault) {
            throw unreadable(AwsFault.sentence(fault, "table " + table), fault);
        }
    }

    private QueryRequest.Builder query(String targetId, Instant from, Instant to, int most) {
        return QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":pk", AttributeValue.fromS(TablePartitions.measurements(targetId)),
                        ":from", AttributeValue.fromS(MeasurementItem.sortKeyFrom(from)),
                        ":to", AttributeValue.fromS(MeasurementItem.sortKeyThrough(to))))
                .scanIndexForward(false)
                .limit(Math.min(most, PAGE))
                .overrideConfiguration(this::bounded);
    }

    private void bounded(AwsRequestOverrideConfiguration.Builder call) {
        call.apiCallTimeout(CallTimeout.until(until));
    }

    private static StoreUnavailableException unreadable(String reason, Exception cause) {
        return new StoreUnavailableException("Measurements cannot be read: " + reason, cause);
    }

    /** One write a key: DynamoDB refuses a batch that names a key twice. */
    private Collection<WriteRequest> writes(Collection<Measurement> measurements) {
        Map<Map<String, AttributeValue>, WriteRequest> byKey = new LinkedHashMap<>();
        for (Measurement measurement : measurements) {
            Map<String, AttributeValue> item = MeasurementItem.encode(measurement, retention);
            byKey.put(
                    TablePartitions.key(
                            item.get(TablePartitions.PARTITION_KEY).s(),
                            item.get(TablePartitions.SORT_KEY).s()),
                    WriteRequest.builder().putRequest(put -> put.item(item)).build());
        }
        return byKey.values();
    }
}
