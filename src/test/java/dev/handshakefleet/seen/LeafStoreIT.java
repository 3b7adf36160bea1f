package dev.handshakefleet.seen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.LostResponses;
import dev.handshakefleet.verdict.LeafRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** The history of leaves, on a real table. */
class LeafStoreIT {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00.123Z");

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private static LeafStore book;

    @BeforeAll
    static void tables() {
        book = new LeafStore(dynamoDb.client(), LocalTables.STATE);
    }

    @Test
    void storedLeavesAreReadNewestFirst() {
        LeafRecord first = leaf("ff", TEN, TEN.plus(Duration.ofDays(80)), Optional.empty());
        LeafRecord second = leaf("01", TEN.plusSeconds(60), TEN.plus(Duration.ofDays(90)), Optional.of(first.sha256()));

        assertThat(record("kept.example:443", first)).isEmpty();
        assertThat(record("kept.example:443", second)).isEmpty();

        assertThat(known("kept.example:443")).isEqualTo(new StoredLeaves(List.of(second, first), true));
        assertThat(known("other.example:443").leaves()).isEmpty();
    }

    @Test
    void emptyAndUnusualNamesOfCertificatesAreStored() {
        LeafRecord strange = LeafRecord.builder()
                .sha256("00".repeat(32))
                .keySha256("")
                .issuer("")
                .subject("")
                .notBefore(Instant.parse("0001-01-01T00:00:00Z"))
                .notAfter(Instant.parse("9999-12-31T23:59:59Z"))
                .firstSeen(TEN)
                .region("local")
                .build();

        record("strange.example:443", strange);

        assertThat(known("strange.example:443").leaves()).containsExactly(strange);
    }

    @Test
    void firstSeenTimeIsNotOverwritten() {
        LeafRecord first = leaf("aa", TEN, TEN.plus(Duration.ofDays(80)), Optional.of("bb"));
        LeafRecord later = leaf("aa", TEN.plusSeconds(9), TEN.plus(Duration.ofDays(80)), Optional.empty());

        record("first.example:443", first);

        assertThat(record("first.example:443", later)).contains(first);
        assertThat(known("first.example:443").leaves()).containsExactly(first);
    }

    @Test
    void leafWhoseAnswerWasLostCountsAsStoredByThisCall() {
        LeafRecord leaf = leaf("aa", TEN, TEN.plus(Duration.ofDays(80)), Optional.empty());
        LostResponses lost = new LostResponses(PutItemRequest.class);
        try (DynamoDbClient client = AwsClients.dynamoDb(dynamoDb.endpoint(), lost)) {
            assertThat(new LeafStore(client, LocalTables.STATE).record("lost.example:443", leaf, soon()))
                    .isEmpty();
        }

        assertThat(lost.requests()).isEqualTo(2);
    }

    @Test
    void onlyOneOfManyConcurrentRegionsStoresALeaf() throws Exception {
        try (ExecutorService regions = Executors.newFixedThreadPool(8)) {
            List<Callable<Optional<LeafRecord>>> sights = IntStream.range(0, 16)
                    .mapToObj(number -> (Callable<Optional<LeafRecord>>) () -> record(
                            "race.example:443",
                            leaf("aa", TEN.plusMillis(number), TEN.plus(Duration.ofDays(80)), Optional.empty())))
                    .toList();
            List<Optional<LeafRecord>> kept =
                    regions.invokeAll(sights).stream().map(Future::resultNow).toList();

            LeafRecord winner = known("race.example:443").leaves().getFirst();
            assertThat(kept).filteredOn(Optional::isEmpty).hasSize(1);
            assertThat(kept.stream().flatMap(Optional::stream)).hasSize(15).containsOnly(winner);
        }
    }

    @Test
    void expiryOfAnItemFollowsTheCertificateWithinBounds() {
        assertThat(expiry("expired", TEN.minus(Duration.ofDays(30)))).isEqualTo(days(400));
        assertThat(expiry("usual", TEN.plus(Duration.ofDays(80)))).isEqualTo(days(480));
        assertThat(expiry("longest", TEN.plus(Duration.ofDays(400)))).isEqualTo(days(800));
        assertThat(expiry("long", TEN.plus(Duration.ofDays(401)))).isEqualTo(days(800));
        assertThat(expiry("for-ever", Instant.parse("9999-12-31T23:59:59Z"))).isEqualTo(days(800));
    }

    @Test
    void targetWithManyCertificatesCostsOneBoundedRead() {
        IntStream.range(0, LeafStore.MOST_READ + 1)
                .forEach(number -> record(
                        "many.example:443",
                        leaf(
                                "%02x".formatted(number % 256) + "%030x".formatted(number),
                                TEN.plusMillis(number),
                                TEN,
                                Optional.empty())));

        StoredLeaves known = known("many.example:443");

        assertThat(known.leaves()).hasSize(LeafStore.MOST_READ);
        assertThat(known.complete()).isFalse();
    }

    @Test
    void foreignItemIsReported() {
        dynamoDb.client()
                .putItem(request -> request.tableName(LocalTables.STATE)
                        .item(Map.of(
                                "pk", AttributeValue.fromS("certificates#garbage.example:443"),
                                "sk", AttributeValue.fromS("ab"))));

        assertThatThrownBy(() -> known("garbage.example:443"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "item certificates#garbage.example:443 ab is not an item of the certificate history: keySha256: missing or of"
                                + " another type");
    }

    @Test
    void missingTableIsReported() {
        LeafStore nowhere = new LeafStore(dynamoDb.client(), "no-such-table");

        assertThatThrownBy(() -> nowhere.of("a.example:443", soon()))
                .isInstanceOfSatisfying(
                        ResourceNotFoundException.class,
                        fault -> assertThat(nowhere.sentence(fault))
                                .startsWith("the table no-such-table does not exist"));
    }

    private static Optional<LeafRecord> record(String targetId, LeafRecord leaf) {
        return book.record(targetId, leaf, soon());
    }

    private static StoredLeaves known(String targetId) {
        return book.of(targetId, soon());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1));
    }

    private static long days(int days) {
        return TEN.plus(Duration.ofDays(days)).getEpochSecond();
    }

    private static long expiry(String name, Instant notAfter) {
        LeafRecord leaf = leaf("aa", TEN, notAfter, Optional.empty());
        record(name, leaf);
        AttributeValue expiry = dynamoDb.client()
                .getItem(request -> request.tableName(LocalTables.STATE)
                        .key(Map.of(
                                "pk", AttributeValue.fromS("certificates#" + name),
                                "sk", AttributeValue.fromS(leaf.sha256()))))
                .item()
                .get("expiresAt");
        return Long.parseLong(Objects.requireNonNull(expiry).n());
    }

    private static LeafRecord leaf(String sha256, Instant firstSeen, Instant notAfter, Optional<String> replaced) {
        return LeafRecord.builder()
                .sha256(sha256.length() == 2 ? sha256.repeat(32) : sha256)
                .keySha256("cd".repeat(32))
                .issuer("CN=CA 1")
                .subject("CN=a.example")
                .notBefore(Instant.parse("2026-11-01T00:00:00Z"))
                .notAfter(notAfter.truncatedTo(ChronoUnit.SECONDS))
                .firstSeen(firstSeen)
                .region("eu-west-1")
                .address(Optional.of("203.0.113.7"))
                .replaced(replaced)
                .build();
    }
}
