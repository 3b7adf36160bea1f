package dev.handshakefleet.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.InterceptedDynamoDb;
import dev.handshakefleet.support.LostResponses;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

class CatalogWriterIT {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Optional<String> KIM = Optional.of("kim");
    private static final Optional<String> ALEX = Optional.of("alex");

    /** Enough for several packs. */
    private static final int MANY = 1_500;

    private static final String PADDING = "x".repeat(100);

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private String table;
    private TargetCatalog catalog;
    private CatalogWriter writer;

    @BeforeEach
    void tableOfItsOwn() {
        table = dynamoDb.newStateTable();
        catalog = new TargetCatalog(dynamoDb.client(), table);
        writer = writer(catalog);
    }

    @Test
    void planNamesWhatIsAddedChangedAndRemoved() {
        apply(NOON, entry("a:1", "a"), entry("b:1", Map.of("host", "b", "sla", "PT1S")), entry("c:1", "c"));

        CatalogPlan plan = writer.plan(List.of(
                entry("d:1", "d"),
                entry("b:1", Map.of("host", "b", "sla", "PT2S", "tags", Map.of())),
                entry("c:1", "c")));

        assertThat(plan.difference())
                .isEqualTo(new CatalogDifference(
                        List.of("d:1"),
                        List.of(new CatalogDifference.Changed("b:1", List.of("sla", "tags"))),
                        List.of("a:1"),
                        1));
        assertThat(plan.changesNothing()).isFalse();
        assertThat(ids()).containsExactly("a:1", "b:1", "c:1");
    }

    @Test
    void sameTargetsInAnotherOrderOfFieldsChangeNothing() {
        apply(NOON, entry("b:1", new LinkedHashMap<>(Map.of("port", 1, "host", "b", "tags", Map.of(1, "x")))));

        assertThat(writer.plan(List.of(entry("b:1", Map.of("tags", Map.of("1", "x"), "host", "b", "port", 1))))
                        .changesNothing())
                .isTrue();
    }

    @Test
    void emptyCatalogIsSeenInThePlanAndRead() {
        apply(NOON, entry("a:1", "a"));

        CatalogPlan plan = writer.plan(List.of());

        assertThat(plan.leavesNothing()).isTrue();
        assertThat(plan.removesEverything()).isTrue();
        writer.apply(plan, KIM, NOON);
        assertThat(ids()).isEmpty();
    }

    @Test
    void manyTargetsAreReadWholeAndByShardsOfAnyNumber() {
        apply(NOON, many("v1"));
        CatalogVersion version = catalog.pointer().orElseThrow().current();

        assertThat(version.buckets()).isGreaterThan(4);
        assertThat(version.count()).isEqualTo(MANY);
        assertThat(ids()).hasSize(MANY).isSorted();
        for (int shards : List.of(3, 16, 50)) {
            Set<String> together = new TreeSet<>();
            for (int shard = 0; shard < shards; shard++) {
                for (CatalogEntry entry : read(version, HashRange.shard(shard, shards))) {
                    assertThat(together.add(entry.id())).isTrue();
                }
            }
            assertThat(together).hasSize(MANY);
        }
    }

    @Test
    void missingPackIsNoticedAndTheVersionIsGone() {
        apply(NOON, many("v1"));
        CatalogVersion version = catalog.pointer().orElseThrow().current();
        HashRange second = HashRange.shard(1, version.buckets());
        dynamoDb.client()
                .deleteItem(request -> request.tableName(table)
                        .key(TablePartitions.key(
                                TablePartitions.catalogVersion(version.number()), HashRange.text(second.first()))));

        assertThat(catalog.read(version, second)).isEqualTo(new VersionRead.Gone(version));
        assertThat(catalog.read(version, HashRange.shard(0, version.buckets()))).isInstanceOf(VersionRead.Read.class);
        assertThatThrownBy(catalog::entries)
                .isInstanceOf(CatalogUnavailableException.class)
                .hasMessage("packs of the current version are missing from the table " + table);
        CatalogPlan repair = writer.plan(List.of(many("v1")));
        assertThat(repair.unread())
                .hasValueSatisfying(reason -> assertThat(reason).contains("version 1 are missing"));
        writer.apply(repair, KIM, NOON);
        assertThat(ids()).hasSize(MANY);
    }

    @Test
    void firstOfTwoAppliersWinsAndNothingOfTheOtherRemains() {
        apply(NOON, entry("a:1", "a"));
        CatalogPlan first = writer.plan(List.of(entry("first:1", "first")));
        CatalogPlan second = writer.plan(List.of(many("second")));

        assertThat(writer.apply(first, KIM, NOON.plusSeconds(1))).isInstanceOf(ApplyOutcome.Applied.class);
        ApplyOutcome lost = writer.apply(second, ALEX, NOON.plusSeconds(2));

        assertThat(lost).isInstanceOfSatisfying(ApplyOutcome.Overtaken.class, overtaken -> {
            assertThat(overtaken.pointer().by()).isEqualTo(KIM);
            assertThat(overtaken.pointer().switchedAt()).isEqualTo(NOON.plusSeconds(1));
        });
        assertThat(ids()).containsExactly("first:1");
        assertThat(partitions()).containsExactly("catalog", "catalog#1", "catalog#2");
        assertThat(sortKeys()).containsExactly("current", "numbers");
    }

    @Test
    void ofAppliersAtOneMomentExactlyOneWins() throws Exception {
        apply(NOON, entry("a:1", "a"));
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            List<CatalogPlan> plans = IntStream.range(0, 4)
                    .mapToObj(applier -> writer.plan(List.of(entry("of-" + applier + ":1", PADDING))))
                    .toList();
            List<Future<ApplyOutcome>> running = plans.stream()
                    .map(plan -> executor.submit(() -> writer.apply(plan, KIM, NOON)))
                    .toList();
            int winner = -1;
            for (int applier = 0; applier < running.size(); applier++) {
                if (running.get(applier).get() instanceof ApplyOutcome.Applied) {
                    assertThat(winner).isEqualTo(-1);
                    winner = applier;
                }
            }
            assertThat(ids()).containsExactly("of-" + winner + ":1");
            assertThat(partitions()).hasSize(3);
        }
    }

    @Test
    void readersBesideSwitchesSeeOneVersionAndNoMix() throws Exception {
        apply(NOON, many("v0"));
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> readers = Stream.of(1, 2)
                    .map(reader -> executor.submit(() -> {
                        int reads = 0;
                        while (!over.get() || reads == 0) {
                            CatalogEntries entries = catalog.entries().orElseThrow();
                            assertThat(entries.entries()).hasSize(MANY);
                            assertThat(entries.entries().stream()
                                            .map(entry -> ((Map<?, ?>) entry.written()).get("version"))
                                            .distinct())
                                    .hasSize(1);
                            reads++;
                        }
                        return reads;
                    }))
                    .toList();
            try {
                for (int version = 1; version <= CatalogPointer.MOST_KEPT + 3; version++) {
                    apply(NOON.plusSeconds(version), many("v" + version));
                }
            } finally {
                over.set(true);
            }
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    @Test
    void writerThatDiedBeforeTheSwitchIsNeverSeenAndALaterApplyCleansUp() {
        apply(NOON, entry("a:1", "a"));
        CatalogWriter dying = writer(new TargetCatalog(
                InterceptedDynamoDb.of(dynamoDb.client(), (operation, call) -> {
                    if (Set.of("transactWriteItems", "updateItem").contains(operation)
                            && partitions().contains("catalog#2")) {
                        throw SdkException.create("the process ended", null);
                    }
                    return call.answer();
                }),
                table));

        assertThatThrownBy(() -> dying.apply(dying.plan(List.of(many("half"))), ALEX, NOON))
                .isInstanceOf(SdkException.class);
        assertThat(partitions()).containsExactly("catalog", "catalog#1", "catalog#2");
        assertThat(ids()).containsExactly("a:1");

        apply(NOON.plus(Duration.ofMinutes(59)), entry("b:1", "b"));
        assertThat(partitions()).as("it could still be writing").contains("catalog#2");
        apply(NOON.plus(Duration.ofMinutes(61)), entry("c:1", "c"));
        assertThat(partitions()).containsExactly("catalog", "catalog#1", "catalog#3", "catalog#4");
        assertThat(sortKeys()).containsExactly("current", "numbers");
    }

    @Test
    void writerThatWasTakenForDeadCannotSwitch() {
        apply(NOON, entry("a:1", "a"));
        CatalogWriter slow = writer(new TargetCatalog(
                InterceptedDynamoDb.of(dynamoDb.client(), (operation, call) -> {
                    if (operation.equals("transactWriteItems")) {
                        new UnfinishedVersions(dynamoDb.client(), table).discard(2);
                    }
                    return call.answer();
                }),
                table));

        assertThat(slow.apply(slow.plan(List.of(entry("b:1", "b"))), ALEX, NOON))
                .isEqualTo(new ApplyOutcome.Discarded());
        assertThat(ids()).containsExactly("a:1");
        assertThat(partitions()).containsExactly("catalog", "catalog#1");
    }

    @Test
    void switchWhoseAnswerIsLostIsMade() {
        LostResponses lost = new LostResponses(TransactWriteItemsRequest.class);
        try (DynamoDbClient client = AwsClients.dynamoDb(dynamoDb.endpoint(), lost)) {
            CatalogWriter losing = writer(new TargetCatalog(client, table));

            assertThat(losing.apply(losing.plan(List.of(entry("a:1", "a"))), KIM, NOON))
                    .isInstanceOf(ApplyOutcome.Applied.class);
        }
        assertThat(lost.requests()).isGreaterThan(1);
        assertThat(ids()).containsExactly("a:1");
        assertThat(sortKeys()).containsExactly("current", "numbers");
    }

    @Test
    void switchWithoutAnyAnswerIsLookedUp() {
        CatalogWriter losing = writer(new TargetCatalog(
                InterceptedDynamoDb.of(dynamoDb.client(), (operation, call) -> {
                    Object answer = call.answer();
                    if (operation.equals("transactWriteItems")) {
                        throw SdkException.create("the connection ended", null);
                    }
                    return answer;
                }),
                table));

        assertThat(losing.apply(losing.plan(List.of(entry("a:1", "a"))), KIM, NOON))
                .isInstanceOf(ApplyOutcome.Applied.class);
        assertThat(ids()).containsExactly("a:1");
    }

    @Test
    void tenVersionsAreKeptAndOlderOnesAreDeleted() {
        for (int version = 1; version <= 12; version++) {
            apply(NOON.plusSeconds(version), entry("v" + version + ":1", "v"));
        }

        CatalogPointer pointer = catalog.pointer().orElseThrow();
        assertThat(pointer.versions().stream().map(CatalogVersion::number))
                .containsExactlyElementsOf(LongStream.rangeClosed(3, 12).boxed().toList());
        assertThat(partitions()).hasSize(11).doesNotContain("catalog#1", "catalog#2");
        assertThat(catalog.read(new CatalogVersion(2, 1, 1, NOON, KIM), HashRange.ALL))
                .isInstanceOf(VersionRead.Gone.class);
        assertThatThrownBy(() -> writer.rollback(OptionalLong.of(2)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("version: '2'; accepted: ")
                .hasMessageEndingWith(": 3, 4, 5, 6, 7, 8, 9, 10, 11");
    }

    @Test
    void rollbackMakesAnEarlierVersionCurrentAndTheNextApplyGetsANewNumber() {
        apply(NOON, entry("a:1", "a"));
        apply(NOON.plusSeconds(1), entry("b:1", "b"));
        apply(NOON.plusSeconds(2), entry("c:1", "c"));

        CatalogPlan one = writer.rollback(OptionalLong.empty());
        assertThat(one.difference().added()).containsExactly("b:1");
        writer.apply(one, ALEX, NOON.plusSeconds(3));
        assertThat(ids()).containsExactly("b:1");
        writer.apply(writer.rollback(OptionalLong.empty()), ALEX, NOON.plusSeconds(4));
        assertThat(ids()).containsExactly("a:1");
        assertThatThrownBy(() -> writer.rollback(OptionalLong.empty())).isInstanceOf(BadInputException.class);
        writer.apply(writer.rollback(OptionalLong.of(3)), ALEX, NOON.plusSeconds(5));
        assertThat(ids()).containsExactly("c:1");
        writer.apply(writer.rollback(OptionalLong.of(1)), ALEX, NOON.plusSeconds(6));
        apply(NOON.plusSeconds(7), entry("d:1", "d"));

        CatalogPointer pointer = catalog.pointer().orElseThrow();
        assertThat(pointer.revision()).isEqualTo(8);
        assertThat(pointer.current().number()).isEqualTo(4);
        assertThat(pointer.versions()).hasSize(4);
        assertThat(ids()).containsExactly("d:1");
    }

    @Test
    void rollbackOvertakenByAnApplyIsRefused() {
        apply(NOON, entry("a:1", "a"));
        apply(NOON, entry("b:1", "b"));
        CatalogPlan rollback = writer.rollback(OptionalLong.empty());
        apply(NOON, entry("c:1", "c"));

        assertThat(writer.apply(rollback, ALEX, NOON)).isInstanceOf(ApplyOutcome.Overtaken.class);
        assertThat(ids()).containsExactly("c:1");
    }

    @Test
    void oldLayoutIsReadUntilTheFirstApplyWhichKeepsItAsAVersion() {
        old("applied", "2026-11-01T00:00:00.123456Z");
        old("target#[0:0:0:0:0:0:0:1]:443", "{\"host\":\"::1\"}");
        old("target#a.example:443", "\"a.example\"");

        CatalogEntries before = catalog.entries().orElseThrow();
        assertThat(before.version().isOldLayout()).isTrue();
        assertThat(before.entries())
                .containsExactly(entry("[::1]:443", Map.of("host", "::1")), entry("a.example:443", "a.example"));

        assertThat(writer.plan(before.entries()).changesNothing()).isFalse();
        apply(NOON, entry("b:1", "b"));
        assertThat(ids()).containsExactly("b:1");
        assertThat(sortKeys()).containsExactly("current", "numbers");
        writer.apply(writer.rollback(OptionalLong.empty()), KIM, NOON);
        assertThat(catalog.entries().orElseThrow().entries()).isEqualTo(before.entries());
        assertThat(catalog.pointer().orElseThrow().current().appliedAt())
                .isEqualTo(Instant.parse("2026-11-01T00:00:00.123Z"));
    }

    @Test
    void targetOfNearlyAnItemIsStoredAndALargerOneRefused() {
        apply(NOON, entry("a:1", "x".repeat(379 * 1024)), entry("b:1", "x".repeat(379 * 1024)), entry("c:1", "c"));

        assertThat(ids()).containsExactly("a:1", "b:1", "c:1");
        assertThatThrownBy(() -> writer.plan(List.of(entry("a:1", "x".repeat(381 * 1024)))))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("'a:1: ");
    }

    private void apply(Instant at, CatalogEntry... targets) {
        assertThat(writer.apply(writer.plan(List.of(targets)), KIM, at)).isInstanceOf(ApplyOutcome.Applied.class);
    }

    private static CatalogWriter writer(TargetCatalog catalog) {
        return catalog.writer((packs, of) -> {});
    }

    private static CatalogEntry entry(String id, Object written) {
        return new CatalogEntry(id, written);
    }

    private static CatalogEntry[] many(String version) {
        return IntStream.range(0, MANY)
                .mapToObj(number ->
                        entry("host" + number + ".example:443", Map.of("version", version, "host", PADDING + number)))
                .toArray(CatalogEntry[]::new);
    }

    private List<String> ids() {
        return catalog.entries().orElseThrow().entries().stream()
                .map(CatalogEntry::id)
                .toList();
    }

    private List<CatalogEntry> read(CatalogVersion version, HashRange range) {
        return ((VersionRead.Read) catalog.read(version, range)).entries().entries();
    }

    private Set<String> partitions() {
        Set<String> partitions = new TreeSet<>();
        dynamoDb.client()
                .scanPaginator(scan -> scan.tableName(table))
                .items()
                .forEach(item -> partitions.add(item.get("pk").s()));
        return partitions;
    }

    private List<String> sortKeys() {
        return dynamoDb
                .client()
                .query(query -> query.tableName(table)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("catalog"))))
                .items()
                .stream()
                .map(item -> item.get("sk").s())
                .toList();
    }

    private void old(String sortKey, String spec) {
        dynamoDb.client()
                .putItem(request -> request.tableName(table)
                        .item(Map.of(
                                "pk",
                                AttributeValue.fromS("catalog"),
                                "sk",
                                AttributeValue.fromS(sortKey),
                                "spec",
                                AttributeValue.fromS(spec))));
    }
}
