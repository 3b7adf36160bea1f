package dev.handshakefleet.inquiry;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.Problems;
import dev.handshakefleet.certificate.revocation.Revocation;
import dev.handshakefleet.verdict.RenewalWindow;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What authorities answered, kept in the state table under {@code pk = answers} and in memory for as long as it may be
 * relied upon, so that they are not asked in each run. A revocation that is news has to be noticed, so that no answer is
 * kept for longer than a day, although OCSP answers often hold for a week; one that does not say how long it holds, half a
 * day. What failed is not kept. A table that cannot be used costs questions, no answers. Thread-safe.
 */
public final class AnswerBook {

    /** How long a call to the table takes at the longest. */
    static final Duration LONGEST_CALL = Duration.ofSeconds(2);

    /** After a call that failed, the table is left alone for so long. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration UNLESS_SAID = Duration.ofHours(12);
    private static final String PARTITION = "answers";
    private static final int MOST_IN_MEMORY = 2_000;

    private final Optional<DynamoDbClient> client;
    private final String table;
    private final Problems problems = new Problems();
    private volatile Deadline tableIsLeftAloneUntil = Deadline.in(Duration.ZERO);

    private final Map<String, Map<String, AttributeValue>> memory = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, AttributeValue>> eldest) {
            return size() > MOST_IN_MEMORY;
        }
    };

    /** A book that forgets with the process. */
    public static AnswerBook inMemory() {
        return new AnswerBook(Optional.empty(), "");
    }

    /**
     * @param client of the home region
     * @param table the state table
     */
    public AnswerBook(DynamoDbClient client, String table) {
        this(Optional.of(client), table);
    }

    private AnswerBook(Optional<DynamoDbClient> client, String table) {
        this.client = client;
        this.table = table;
    }

    /** @return what is known of the certificate with that fingerprint, where it still holds */
    Optional<Revocation> revocation(String sha256, Instant now) {
        return read("revocation#" + sha256, now).map(AnswerBook::revocation);
    }

    /** Keeps an answer that can be relied upon; anything else is asked for again. */
    void keep(String sha256, Revocation revocation, Instant now) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("source", text(revocation.source().name()));
        Optional<Instant> holds;
        switch (revocation) {
            case Revocation.Good good -> {
                item.put("thisUpdate", text(good.thisUpdate().toString()));
                holds = good.nextUpdate();
            }
            case Revocation.Revoked revoked -> {
                item.put("revokedAt", text(revoked.at().toString()));
                item.put("reason", text(revoked.reason()));
                holds = revoked.nextUpdate();
            }
            case Revocation.Unknown unknown -> {
                return;
            }
        }
        holds.ifPresent(until -> item.put("nextUpdate", text(until.toString())));
        write("revocation#" + sha256, item, atMostADay(holds.orElse(now.plus(UNLESS_SAID)), now), now);
    }

    /** @return the window that its authority gave for that certificate, where it is not yet to be asked again */
    Optional<RenewalWindow> renewal(String certificateId, Instant now) {
        return read("renewal#" + certificateId, now)
                .map(item -> new RenewalWindow(
                        Instant.parse(item.get("start").s()),
                        Instant.parse(item.get("end").s()),
                        Optional.ofNullable(item.get("explanation"))
                                .map(AttributeValue::s)
                                .map(URI::create)));
    }

    /** Keeps a renewal window until it is to be asked for again. */
    void keep(String certificateId, RenewalWindow window, Duration askAgainIn, Instant now) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("start", text(window.start().toString()));
        item.put("end", text(window.end().toString()));
        window.explanation().ifPresent(page -> item.put("explanation", text(page.toString())));
        write("renewal#" + certificateId, item, atMostADay(now.plus(askAgainIn), now), now);
    }

    /** @return what went wrong with the table since the last call, once */
    List<String> takeProblems() {
        return problems.take();
    }

    private static Revocation revocation(Map<String, AttributeValue> item) {
        Revocation.Source source = Revocation.Source.valueOf(item.get("source").s());
        Optional<Instant> nextUpdate =
                Optional.ofNullable(item.get("nextUpdate")).map(value -> Instant.parse(value.s()));
        return item.containsKey("revokedAt")
                ? new Revocation.Revoked(
                        source,
                        Instant.parse(item.get("revokedAt").s()),
                        item.get("reason").s(),
                        nextUpdate)
                : new Revocation.Good(
                        source, Instant.parse(item.get("thisUpdate").s()), nextUpdate);
    }

    private Optional<Map<String, AttributeValue>> read(String sortKey, Instant now) {
        synchronized (memory) {
            Map<String, AttributeValue> known = memory.get(sortKey);
            if (known != null && holds(known, now)) {
                return Optional.of(known);
            }
        }
        try {
            Optional<Map<String, AttributeValue>> item = table().map(dynamoDb -> dynamoDb.getItem(
                                    request -> request.tableName(table)
                                            .key(key(sortKey))
                                            .overrideConfiguration(call -> call.apiCallTimeout(LONGEST_CALL)))
                            .item())
                    .filter(found -> !found.isEmpty() && holds(found, now));
            item.ifPresent(found -> remember(sortKey, found));
            return item;
        } catch (SdkException fault) {
            problems.add("Kept answers of certificate authorities could not be read: " + failed(fault));
            return Optional.empty();
        } catch (RuntimeException notOurs) {
            problems.add("Kept answers of certificate authorities could not be read: " + notOurs.getMessage());
            return Optional.empty();
        }
    }

    private void write(String sortKey, Map<String, AttributeValue> item, Instant until, Instant now) {
        if (!until.isAfter(now)) {
            return;
        }
        item.putAll(key(sortKey));
        item.put("expiresAt", AttributeValue.fromN(String.valueOf(until.getEpochSecond())));
        remember(sortKey, item);
        try {
            table().ifPresent(dynamoDb -> dynamoDb.putItem(request -> request.tableName(table)
                    .item(item)
                    .overrideConfiguration(call -> call.apiCallTimeout(LONGEST_CALL))));
        } catch (SdkException fault) {
            problems.add("An answer of a certificate authority could not be kept: " + failed(fault));
        }
    }

    private Optional<DynamoDbClient> table() {
        return tableIsLeftAloneUntil.hasPassed() ? client : Optional.empty();
    }

    private String failed(SdkException fault) {
        tableIsLeftAloneUntil = Deadline.in(PAUSE);
        return AwsFault.sentence(fault, "table " + table);
    }

    private void remember(String sortKey, Map<String, AttributeValue> item) {
        synchronized (memory) {
            memory.put(sortKey, Map.copyOf(item));
        }
    }

    /** The table deletes what has expired up to days later. */
    private static boolean holds(Map<String, AttributeValue> item, Instant now) {
        return now.getEpochSecond() < Long.parseLong(item.get("expiresAt").n());
    }

    private static Instant atMostADay(Instant until, Instant now) {
        Instant latest = now.plus(LONGEST);
        return until.isBefore(latest) ? until : latest;
    }

    private static Map<String, AttributeValue> key(String sortKey) {
        return Map.of("pk", text(PARTITION), "sk", text(sortKey));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
