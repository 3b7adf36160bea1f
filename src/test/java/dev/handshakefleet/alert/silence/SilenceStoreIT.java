package dev.handshakefleet.alert.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.LostResponses;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Silences on a real table. */
class SilenceStoreIT {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00.123Z");

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private String table;
    private SilenceStore store;

    @BeforeEach
    void tableOfItsOwn() {
        table = dynamoDb.newStateTable();
        store = new SilenceStore(dynamoDb.client(), table);
    }

    @Test
    void silencesAreReadNewestFirst() {
        Silence full = new Silence(
                "00000001",
                new SilenceMatcher(Optional.of("*.example.com"), Optional.of("team=web"), Optional.of("sla.*")),
                TEN,
                TEN.plusSeconds(60),
                "ünïcode 👩‍🔧",
                Optional.of("kim"),
                TEN,
                0);
        Silence coming = silence(2, TEN.plusSeconds(1), TEN.plusSeconds(3600), TEN.plusSeconds(7200));

        assertThat(store.current(TEN)).isEmpty();
        assertThat(store.add(full)).isTrue();
        assertThat(store.add(coming)).isTrue();

        assertThat(store.current(TEN)).containsExactly(coming, full);
        assertThat(store.current(TEN.plusSeconds(60).minusMillis(1))).containsExactly(coming, full);
        assertThat(store.current(TEN.plusSeconds(60))).containsExactly(coming);
        assertThat(store.current(TEN.plusSeconds(7200))).isEmpty();
    }

    @Test
    void aSilenceWithATakenIdIsNotStored() {
        Silence first = silence(1, TEN, TEN, TEN.plusSeconds(60));
        Silence other = silence(1, TEN, TEN, TEN.plusSeconds(90));

        assertThat(store.add(first)).isTrue();
        assertThat(store.add(other)).isFalse();
        assertThat(store.add(first))
                .as("the same again, as the SDK does when an answer is lost")
                .isTrue();

        assertThat(store.current(TEN)).containsExactly(first);
    }

    @Test
    void aSilenceCanBeEndedOnceAlsoBeforeItBegins() {
        store.add(silence(1, TEN, TEN, TEN.plusSeconds(60)));
        store.add(silence(2, TEN, TEN.plusSeconds(30), TEN.plusSeconds(60)));
        Instant now = TEN.plusSeconds(9);

        assertThat(store.end("00000001", now)).isTrue();
        assertThat(store.end("00000001", now))
                .as("again, as the SDK does when an answer is lost")
                .isTrue();
        assertThat(store.end("00000001", now.plusMillis(1))).isFalse();
        assertThat(store.end("00000002", now)).isTrue();
        assertThat(store.end("00000003", now)).isFalse();

        assertThat(store.current(now)).isEmpty();
        assertThat(item("00000003")).isEmpty();
    }

    @Test
    void noticesAreNotCountedTwiceIfTheResponseIsLost() {
        store.add(silence(1, TEN, TEN, TEN.plusSeconds(60)));
        LostResponses lost = new LostResponses(UpdateItemRequest.class);
        try (DynamoDbClient client = AwsClients.dynamoDb(dynamoDb.endpoint(), lost)) {
            SilenceStore losing = new SilenceStore(client, table);

            assertThatThrownBy(() -> losing.countSuppressed("00000001", 3)).isInstanceOf(SdkException.class);
        }

        assertThat(lost.requests()).isEqualTo(1);
        assertThat(store.current(TEN))
                .singleElement()
                .satisfies(silence -> assertThat(silence.suppressed()).isEqualTo(3));
    }

    @Test
    void aSilenceThatHasEndedKeepsItsEnd() {
        Silence over = silence(1, TEN, TEN, TEN.plusSeconds(60));
        store.add(over);

        assertThat(store.end("00000001", TEN.plusSeconds(61))).isFalse();
        assertThat(SilenceItem.decode(item("00000001"))).contains(over);
    }

    @Test
    void anItemExpiresThirtyDaysAfterTheEndOfItsSilence() {
        store.add(silence(1, TEN, TEN, TEN.plusSeconds(60)));
        assertThat(expiry("00000001"))
                .isEqualTo(TEN.plusSeconds(60).plus(Duration.ofDays(30)).getEpochSecond());

        store.end("00000001", TEN.plusSeconds(9));
        assertThat(expiry("00000001"))
                .isEqualTo(TEN.plusSeconds(9).plus(Duration.ofDays(30)).getEpochSecond());
    }

    @Test
    void suppressedNoticesAreCountedConcurrently() throws Exception {
        store.add(silence(1, TEN, TEN, TEN.plusSeconds(60)));
        try (ExecutorService runs = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> counts = IntStream.range(0, 20)
                    .mapToObj(number -> (Callable<Boolean>) () -> store.countSuppressed("00000001"))
                    .toList();
            for (Future<Boolean> counted : runs.invokeAll(counts)) {
                assertThat(counted.get()).isTrue();
            }
        }
        store.countSuppressed("00000001", 22);

        assertThat(store.current(TEN)).extracting(Silence::suppressed).containsExactly(42L);
    }

    @Test
    void countingCreatesNoItemAndThrowsForFaultsOfTheTable() {
        assertThat(store.countSuppressed("0000000f")).isFalse();
        assertThat(item("0000000f")).isEmpty();
        SilenceStore nowhere = new SilenceStore(dynamoDb.client(), "no-such-table");
        assertThatThrownBy(() -> nowhere.countSuppressed("00000001")).isInstanceOf(SdkException.class);
    }

    @Test
    void anUnreadableItemIsSkipped() {
        Silence ours = silence(1, TEN, TEN, TEN.plusSeconds(60));
        store.add(ours);
        Map<String, AttributeValue> good = SilenceItem.encode(silence(2, TEN, TEN, TEN.plusSeconds(60)));
        for (String name : List.of("reason", "start", "end", "target", "createdAt", "suppressed")) {
            Map<String, AttributeValue> missing = new HashMap<>(good);
            missing.put("sk", AttributeValue.fromS("missing " + name));
            missing.remove(name);
            put(missing);
            Map<String, AttributeValue> other = new HashMap<>(good);
            other.put("sk", AttributeValue.fromS("other " + name));
            other.put(name, AttributeValue.fromBool(true));
            other.put(FleetTables.FOREIGN, AttributeValue.fromBool(true));
            put(other);
        }
        Map<String, AttributeValue> endless = new HashMap<>(good);
        endless.put("sk", AttributeValue.fromS("0000000e"));
        endless.put("end", AttributeValue.fromN("9".repeat(30)));
        put(endless);
        put(Map.of("pk", AttributeValue.fromS("silence"), "sk", AttributeValue.fromS("empty")));

        assertThat(store.current(TEN)).containsExactly(ours);
    }

    @Test
    void theNewestThousandSilencesCountOverAllPages() {
        String reason = "x".repeat(200);
        int many = SilenceStore.MOST + 500;
        String target = "*" + "t".repeat(199);
        for (int number = 0; number < many; number++) {
            Map<String, AttributeValue> item = new HashMap<>(SilenceItem.encode(new Silence(
                    "%08x".formatted(number * 7919 % many),
                    new SilenceMatcher(Optional.of(target), Optional.empty(), Optional.empty()),
                    TEN,
                    TEN.plusSeconds(60),
                    reason,
                    Optional.empty(),
                    TEN.plusMillis(number),
                    0)));
            item.put(FleetTables.FOREIGN, AttributeValue.fromS("u".repeat(1_000)));
            put(item);
        }

        List<Silence> current = store.current(TEN);

        assertThat(current).hasSize(SilenceStore.MOST);
        assertThat(current.getFirst().createdAt()).isEqualTo(TEN.plusMillis(many - 1));
        assertThat(current.getLast().createdAt()).isEqualTo(TEN.plusMillis(many - SilenceStore.MOST));
    }

    @Test
    void aMissingTableIsNamed() {
        SilenceStore nowhere = new SilenceStore(dynamoDb.client(), "no-such-table");

        assertThatThrownBy(() -> nowhere.current(TEN))
                .isInstanceOfSatisfying(
                        ResourceNotFoundException.class,
                        fault -> assertThat(nowhere.sentence(fault))
                                .startsWith("the table no-such-table does not exist"));
        try (DynamoDbClient nobody = AwsClients.unreachableDynamoDb()) {
            assertThatThrownBy(() -> new SilenceStore(nobody, "any").current(TEN))
                    .isInstanceOf(SdkException.class);
        }
    }

    private static Silence silence(int number, Instant createdAt, Instant start, Instant end) {
        return new Silence(
                "%08x".formatted(number),
                new SilenceMatcher(Optional.of("*"), Optional.empty(), Optional.empty()),
                start,
                end,
                "r",
                Optional.empty(),
                createdAt,
                0);
    }

    private void put(Map<String, AttributeValue> item) {
        dynamoDb.client().putItem(request -> request.tableName(table).item(item));
    }

    private Map<String, AttributeValue> item(String id) {
        return dynamoDb.client()
                .getItem(request -> request.tableName(table).key(SilenceItem.key(id)))
                .item();
    }

    private long expiry(String id) {
        return Long.parseLong(Objects.requireNonNull(item(id).get("expiresAt")).n());
    }
}
