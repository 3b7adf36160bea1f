package dev.handshakefleet.aws;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Writes items to one table in batches. Unprocessed items are tried again with backoff, a bounded number of times. A call that hangs is
 * abandoned. Thread-safe.
 */
public final class BatchWriter {

    /** The most items a BatchWriteItem takes (AWS API: BatchWriteItem). */
    public static final int BATCH = 25;

    private static final int MOST_RETRIES = 8;
    private static final String STILL_UNPROCESSED =
            "the table is throttled: items still came back unprocessed after retries; its write capacity is too low";

    private final DynamoDbClient client;
    private final String table;
    private final Supplier<Duration> longestCall;

    /**
     * @param client of the home region
     * @param table the name of the table
     * @param longestCall when a call is abandoned, with the retries of the SDK
     */
    public BatchWriter(DynamoDbClient client, String table, Duration longestCall) {
        this(client, table, () -> longestCall);
    }

    /** @param longestCall when a call that begins now is abandoned, with the retries of the SDK */
    public BatchWriter(DynamoDbClient client, String table, Supplier<Duration> longestCall) {
        this.client = Objects.requireNonNull(client, "client");
        this.table = Objects.requireNonNull(table, "table");
        this.longestCall = Objects.requireNonNull(longestCall, "longestCall");
    }

    /**
     * What became of a batch.
     *
     * @param unwritten the items that were not written, as far as is known
     * @param fault why the last call failed; empty if it did not fail
     */
    public record Outcome(List<WriteRequest> unwritten, Optional<SdkException> fault) {

        public Outcome {
            unwritten = List.copyOf(unwritten);
        }

        /**
         * @param table such as {@code table fleet-state}
         * @return in one plain sentence why items were not written; empty if all were
         */
        public Optional<String> reason(String table) {
            return unwritten.isEmpty()
                    ? Optional.empty()
                    : Optional.of(fault.map(failed -> AwsFault.sentence(failed, table))
                            .orElse(STILL_UNPROCESSED));
        }
    }

    /**
     * Writes one batch.
     *
     * @param batch 1 to {@value #BATCH} items, no key twice
     * @param patience bounds all waits of the job that the batch belongs to
     */
    public Outcome write(List<WriteRequest> batch, Backoff.Patience patience) {
        List<WriteRequest> unwritten = batch;
        try {
            for (int retry = 0; retry <= MOST_RETRIES; retry++) {
                BatchWriteItemResponse response = client.batchWriteItem(request(unwritten));
                unwritten = response.unprocessedItems().getOrDefault(table, List.of());
                if (unwritten.isEmpty() || retry == MOST_RETRIES || !patience.beforeRetry(retry)) {
                    break;
                }
            }
            return new Outcome(unwritten, Optional.empty());
        } catch (SdkException fault) {
            return new Outcome(unwritten, Optional.of(fault));
        }
    }

    private BatchWriteItemRequest request(List<WriteRequest> writes) {
        return BatchWriteItemRequest.builder()
                .requestItems(Map.of(table, writes))
                .overrideConfiguration(call -> call.apiCallTimeout(longestCall.get()))
                .build();
    }
}
