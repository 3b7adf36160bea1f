package dev.handshakefleet.inquiry;

import static dev.handshakefleet.aws.ItemAttributes.requiredNumber;
import static dev.handshakefleet.aws.ItemAttributes.requiredText;
import static dev.handshakefleet.aws.ItemAttributes.seconds;
import static dev.handshakefleet.aws.ItemAttributes.text;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.CircuitBreaker;
import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.certificate.revocation.Revocation;
import dev.handshakefleet.verdict.AriWindow;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A cache of answers of certificate authorities, in the state table under {@code pk = answers} and in memory, so that
 * authorities are not asked in each run. A new revocation must be noticed, so no answer is kept for longer than a day,
 * although OCSP answers are often valid for a week; an answer without an end is kept for half a day. Failures are not
 * kept. If the table is unavailable, authorities are asked more often. Thread-safe.
 */
public final class AnswerCache {

    /** The longest time of a call to the table. */
    static final Duration LONGEST_CALL = Duration.ofSeconds(2);

    /** No call is made for this time after a call has failed. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration DEFAULT_VALIDITY = Duration.ofHours(12);
    private static final int MOST_IN_MEMORY = 2_000;

    private final Optional<DynamoDbClient> client;
    private final String table;
    private final CircuitBreaker breaker;

    private final Map<String, Map<String, AttributeValue>> memory = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, AttributeValue>> eldest) {
            return size() > MOST_IN_MEMORY;
        }
    };

    /** A cache in memory only. */
    public static AnswerCache inMemory() {
        return new AnswerCache(Optional.empty(), "", System::nanoTime);
    }

    /**
     * @param client of the home region
     * @param table the state table
     */
    public AnswerCache(DynamoDbClient client, String table) {
        this(client, table, System::nanoTime);
    }

    AnswerCache(DynamoDbClient client, String table, LongSupplier nanoTime) {
        this(Optional.of(client), table, nanoTime);
    }

    private AnswerCache(Optional<DynamoDbClient> client, String table, LongSupplier nanoTime) {
        this.client = client;
        this.table = table;
        this.breaker = CircuitBreaker.ofProcess(fault -> AwsFault.sentence(fault, "table " + table), PAUSE, nanoTime);
    }

    /** @return the longest time that reading and writing one answer can take */
    Duration longestCalls() {
        return client.isPresent() && breaker.reason().isEmpty() ? LONGEST_CALL.multipliedBy(2) : Duration.ZERO;
    }

    /** @return the status of the certificate with that fingerprint, if it is still valid */
    WithProblems<Optional<Revocation>> revocation(String sha256, Instant now) {
        return read(TablePartitions.revocationAnswer(sha256), now, AnswerCache::revocation);
    }

    /** Keeps a reliable answer. Any other is asked for again. */
    List<String> put(String sha256, Revocation revocation, Instant now) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("source", text(revocation.source().name()));
        Optional<Instant> validUntil;
        switch (revocation) {
            case Revocation.Good good -> {
                item.put("thisUpdate", text(good.thisUpdate().toString()));
                validUntil = good.nextUpdate();
            }
            case Revocation.Revoked revoked -> {
                item.put("revokedAt", text(revoked.at().toString()));
                item.put("reason", text(revoked.reason()));
                validUntil = revoked.nextUpdate();
            }
            case Revocation.Unknown unknown -> {
                return List.of();
            }
        }
        validUntil.ifPresent(until -> item.put("nextUpdate", text(until.toString())));
        return write(
                TablePartitions.revocationAnswer(sha256),
                item,
                atMostADay(validUntil.orElse(now.plus(DEFAULT_VALIDITY)), now),
                now);
    }

    /** @return the renewal window of the certificate, if the authority need not be asked again yet */
    WithProblems<Optional<AriWindow>> renewal(String certificateId, Instant now) {
        return read(
                TablePartitions.renewalAnswer(certificateId),
                now,
                item -> new AriWindow(
                        Instant.parse(requiredText(item, "start")),
                        Instant.parse(requiredText(item, "end")),
                        text(item, "explanation").map(URI::create)));
    }

    /** Keeps a renewal window until the next question. */
    List<String> put(String certificateId, AriWindow window, Duration nextRequestIn, Instant now) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("start", text(window.start().toString()));
        item.put("end", text(window.end().toString()));
        window.explanation().ifPresent(page -> item.put("explanation", text(page.toString())));
        return write(TablePartitions.renewalAnswer(certificateId), item, atMostADay(now.plus(nextRequestIn), now), now);
    }

    private static Revocation revocation(Map<String, AttributeValue> item) {
        Revocation.Source source = Revocation.Source.valueOf(requiredText(item, "source"));
        Optional<Instant> nextUpdate = text(item, "nextUpdate").map(Instant::parse);
        return item.containsKey("revokedAt")
                ? new Revocation.Revoked(
                        source,
                        Instant.parse(requiredText(item, "revokedAt")),
                        requiredText(item, "reason"),
                        nextUpdate)
                : new Revocation.Good(source, Instant.parse(requiredText(item, "thisUpdate")), nextUpdate);
    }

    private <T> WithProblems<Optional<T>> read(
            String sortKey, Instant now, Function<Map<String, AttributeValue>, T> decode) {
        synchronized (memory) {
            Map<String, AttributeValue> cached = memory.get(sortKey);
            if (cached != null && isValid(cached, now)) {
                return WithProblems.none(Optional.of(decode.apply(cached)));
            }
        }
        try {
            Optional<Map<String, AttributeValue>> item = table().map(dynamoDb -> dynamoDb.getItem(
                                    request -> request.tableName(table)
                                            .key(key(sortKey))
                                            .overrideConfiguration(call -> call.apiCallTimeout(LONGEST_CALL)))
                            .item())
                    .filter(found -> !found.isEmpty() && isValid(found, now));
            Optional<T> answer = item.map(decode);
            item.ifPresent(found -> remember(sortKey, found));
            return WithProblems.none(answer);
        } catch (SdkException fault) {
            return unreadable(breaker.fault(fault));
        } catch (RuntimeException notOurs) {
            return unreadable(String.valueOf(notOurs.getMessage()));
        }
    }

    private static <T> WithProblems<Optional<T>> unreadable(String reason) {
        return WithProblems.of(
                Optional.empty(), "Cached answers of certificate authorities could not be read: " + reason);
    }

    private List<String> write(String sortKey, Map<String, AttributeValue> item, Instant until, Instant now) {
        if (!until.isAfter(now)) {
            return List.of();
        }
        item.putAll(key(sortKey));
        item.put(TablePartitions.EXPIRY, seconds(until));
        remember(sortKey, item);
        try {
            table().ifPresent(dynamoDb -> dynamoDb.putItem(request -> request.tableName(table)
                    .item(item)
                    .overrideConfiguration(call -> call.apiCallTimeout(LONGEST_CALL))));
            return List.of();
        } catch (SdkException fault) {
            return List.of("An answer of a certificate authority could not be cached: " + breaker.fault(fault));
        }
    }

    private Optional<DynamoDbClient> table() {
        return breaker.reason().isEmpty() ? client : Optional.empty();
    }

    private void remember(String sortKey, Map<String, AttributeValue> item) {
        synchronized (memory) {
            memory.put(sortKey, Map.copyOf(item));
        }
    }

    /** DynamoDB deletes expired items up to days later. */
    private static boolean isValid(Map<String, AttributeValue> item, Instant now) {
        return now.getEpochSecond() < requiredNumber(item, TablePartitions.EXPIRY);
    }

    private static Instant atMostADay(Instant until, Instant now) {
        Instant latest = now.plus(LONGEST);
        return until.isBefore(latest) ? until : latest;
    }

    private static Map<String, AttributeValue> key(String sortKey) {
        return TablePartitions.key(TablePartitions.ANSWERS, sortKey);
    }
}
