package dev.handshakefleet.catalog;

import dev.handshakefleet.aws.Backoff;
import dev.handshakefleet.aws.BatchWriter;
import dev.handshakefleet.aws.ItemAttributes;
import dev.handshakefleet.aws.TablePartitions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The packs of all versions in the state table. Thread-safe. */
final class CatalogPacks {

    /** One partition takes 1,000 write units a second (DynamoDB quotas), which a few connections use up. */
    private static final int CONNECTIONS = 4;

    /** A BatchWriteItem takes 16 MB (AWS API: BatchWriteItem); a smaller one is sent in time over a slow line. */
    private static final int MOST_BYTES_OF_BATCH = 1024 * 1024;

    private static final Duration LONGEST_CALL = Duration.ofSeconds(60);

    /** How long one batch may wait in all: 15 MB on one partition take 15 s. */
    private static final Duration MOST_WAITING = Duration.ofMinutes(2);

    private final DynamoDbClient client;
    private final String table;
    private final Backoff backoff;
    private final BatchWriter writer;

    CatalogPacks(DynamoDbClient client, String table, Backoff backoff) {
        this.client = client;
        this.table = table;
        this.backoff = backoff;
        this.writer = new BatchWriter(client, table, LONGEST_CALL);
    }

    /**
     * Writes all packs of a version.
     *
     * @param progress told after each batch
     * @throws SdkException when the table cannot be written; some packs may be written
     * @throws CatalogUnavailableException when the table stays throttled; some packs may be written
     */
    void write(long version, List<Pack> packs, CatalogWriter.Progress progress) {
        List<List<WriteRequest>> batches = new ArrayList<>();
        List<WriteRequest> batch = new ArrayList<>();
        int bytes = 0;
        for (Pack pack : packs) {
            int more = pack.targets().stream().mapToInt(StoredTarget::bytes).sum();
            if (batch.size() == BatchWriter.BATCH || (!batch.isEmpty() && bytes + more > MOST_BYTES_OF_BATCH)) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            bytes += more;
            batch.add(WriteRequest.builder()
                    .putRequest(put -> put.item(pack.encode(version)))
                    .build());
        }
        batches.add(batch);
        AtomicInteger written = new AtomicInteger();
        inParallel(batches, size -> {
            synchronized (written) {
                progress.written(written.addAndGet(size), packs.size());
            }
        });
    }

    /**
     * Reads the packs of a range. A version never changes, so a read that is eventually consistent is as good as any if no pack is
     * missing; otherwise the packs are read again with strong consistency.
     *
     * @return the targets of the range, in no order; empty if packs are missing
     * @throws SdkException when the table cannot be read
     * @throws IllegalArgumentException when an item is not a pack; the message names the attribute
     */
    Optional<List<StoredTarget>> read(CatalogVersion version, HashRange range) {
        return read(version, range, false).or(() -> read(version, range, true));
    }

    /** Deletes all packs of a version. */
    void delete(long version) {
        QueryRequest keys = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", ItemAttributes.text(TablePartitions.catalogVersion(version))))
                .projectionExpression("pk, sk")
                .consistentRead(true)
                .build();
        delete(client.queryPaginator(keys).items().iterator());
    }

    /** Deletes items. */
    void delete(Iterator<Map<String, AttributeValue>> keys) {
        List<List<WriteRequest>> batches = new ArrayList<>();
        while (keys.hasNext()) {
            List<WriteRequest> batch = new ArrayList<>();
            while (keys.hasNext() && batch.size() < BatchWriter.BATCH) {
                Map<String, AttributeValue> key = keys.next();
                batch.add(WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key))
                        .build());
            }
            batches.add(batch);
        }
        inParallel(batches, size -> {});
    }

    private Optional<List<StoredTarget>> read(CatalogVersion version, HashRange range, boolean consistent) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
                .expressionAttributeValues(Map.of(
                        ":pk", ItemAttributes.text(TablePartitions.catalogVersion(version.number())),
                        ":from",
                                ItemAttributes.text(
                                        HashRange.text(Packing.startOfBucket(range.first(), version.buckets()))),
                        ":to", ItemAttributes.text(HashRange.text(range.last()))))
                .consistentRead(consistent)
                .build();
        List<Pack> packs =
                client.queryPaginator(query).items().stream().map(Pack::decode).toList();
        if (!Packing.isComplete(packs, range)) {
            return Optional.empty();
        }
        List<StoredTarget> targets = packs.stream()
                .flatMap(pack -> pack.targets().stream())
                .filter(target -> range.contains(target.hash()))
                .toList();
        return range.equals(HashRange.ALL) && targets.size() != version.count()
                ? Optional.empty()
                : Optional.of(targets);
    }

    /**
     * After a batch has failed, no other is begun.
     *
     * @param written told how many items each batch had
     */
    private void inParallel(List<List<WriteRequest>> batches, IntConsumer written) {
        Iterator<List<WriteRequest>> waiting = batches.iterator();
        List<Future<?>> workers = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(CONNECTIONS)) {
            for (int worker = 0; worker < Math.min(CONNECTIONS, batches.size()); worker++) {
                workers.add(executor.submit(() -> writeAll(waiting, written)));
            }
        }
        for (Future<?> worker : workers) {
            try {
                worker.get();
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof RuntimeException reason
                        ? reason
                        : new IllegalStateException(failed.getCause());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CatalogUnavailableException("writing the catalog was interrupted", interrupted);
            }
        }
    }

    private void writeAll(Iterator<List<WriteRequest>> waiting, IntConsumer written) {
        for (Optional<List<WriteRequest>> batch = next(waiting); batch.isPresent(); batch = next(waiting)) {
            try {
                write(batch.get());
            } catch (RuntimeException failed) {
                while (next(waiting).isPresent()) {
                    // The other workers find nothing more to do.
                }
                throw failed;
            }
            written.accept(batch.get().size());
        }
    }

    private static Optional<List<WriteRequest>> next(Iterator<List<WriteRequest>> waiting) {
        synchronized (waiting) {
            return waiting.hasNext() ? Optional.of(waiting.next()) : Optional.empty();
        }
    }

    /** A partition that is written as fast as it takes throttles, so this waits longer than a run of the function would. */
    private void write(List<WriteRequest> batch) {
        Backoff.Patience patience = backoff.patience(MOST_WAITING);
        List<WriteRequest> unwritten = batch;
        for (int retry = 0; !unwritten.isEmpty(); retry++) {
            BatchWriter.Outcome outcome = writer.write(unwritten, patience);
            unwritten = outcome.unwritten();
            Optional<SdkException> fault = outcome.fault().filter(failed -> !isThrottled(failed));
            if (fault.isPresent()) {
                throw fault.get();
            }
            if (!unwritten.isEmpty() && !patience.beforeRetry(retry)) {
                throw new CatalogUnavailableException(
                        outcome.reason("table " + table).orElse("the table is throttled"));
            }
        }
    }

    private static boolean isThrottled(SdkException fault) {
        return fault instanceof AwsServiceException answer && answer.isThrottlingException();
    }
}
