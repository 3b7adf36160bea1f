package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.catalog.CatalogEntry;
import dev.handshakefleet.catalog.CatalogWriter;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.InterceptedDynamoDb;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ScheduledTargetsIT {

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private final TargetReader reader = new TargetReader(TargetDefaults.BUILT_IN);
    private String table;
    private TargetCatalog catalog;

    @BeforeEach
    void tableOfItsOwn() {
        table = dynamoDb.newStateTable();
        catalog = new TargetCatalog(dynamoDb.client(), table);
    }

    @Test
    void catalogIsEmptyBeforeTheFirstApply() {
        assertThat(catalog.entries()).isEmpty();
    }

    @Test
    void appliedTargetsAreReadInTheOrderOfTheirIds() {
        Object withSettings = Map.of("host", "b.example", "expiry", Map.of("warningDays", 21, "criticalDays", 7));
        apply("a.example", withSettings);
        apply("c.example", withSettings);

        List<Target> targets = reader.readAll(new ScheduledTargets(Optional.of(catalog), List.of())
                        .entries()
                        .entries())
                .targets();

        assertThat(targets).extracting(Target::id).containsExactly("b.example:443", "c.example:443");
        assertThat(targets.getFirst().expiry().leaf()).isPresent();
    }

    @Test
    void packsOfAVersionAreReadOnceByAProcess() {
        List<String> operations = new ArrayList<>();
        ScheduledTargets scheduled = new ScheduledTargets(
                Optional.of(new TargetCatalog(
                        InterceptedDynamoDb.of(dynamoDb.client(), (operation, call) -> {
                            operations.add(operation);
                            return call.answer();
                        }),
                        table)),
                List.of());
        apply("a.example");
        scheduled.entries();
        operations.clear();

        assertThat(scheduled.entries().entries()).isEqualTo(List.of("a.example"));
        assertThat(operations).containsExactly("getItem");
        apply("b.example");
        assertThat(scheduled.entries().entries()).isEqualTo(List.of("b.example"));
    }

    @Test
    void scheduledRunsProbeTheCatalogOrItsLastReadCopy() {
        ScheduledTargets scheduled = new ScheduledTargets(Optional.of(catalog), List.of("until-applied.example"));

        assertThat(scheduled.entries()).isEqualTo(ScheduledEntries.of(List.of("until-applied.example")));
        apply("a.example");
        assertThat(scheduled.entries()).isEqualTo(ScheduledEntries.of(List.of("a.example")));

        dynamoDb.client().deleteTable(request -> request.tableName(table));
        ScheduledEntries lastRead = scheduled.entries();
        assertThat(lastRead.entries()).isEqualTo(List.of("a.example"));
        assertThat(lastRead.catalogFault().orElseThrow())
                .startsWith("The catalog could not be read, so the targets of the last successful read were probed: ")
                .contains("the table " + table + " does not exist");
    }

    @Test
    void nothingIsProbedInPlaceOfACatalogThatThisProcessNeverRead() {
        dynamoDb.client().deleteTable(request -> request.tableName(table));
        ScheduledTargets scheduled = new ScheduledTargets(Optional.of(catalog), List.of("until-applied.example"));

        ScheduledEntries unread = scheduled.entries();

        assertThat(unread.entries()).isEmpty();
        assertThat(unread.catalogFault().orElseThrow())
                .startsWith("The catalog could not be read, and this process has not read it before, so nothing was"
                        + " probed: the table " + table);
    }

    @Test
    void itemThatIsNoPackMakesTheCatalogUnreadAndDoesNotEndTheRun() {
        apply("a.example");
        dynamoDb.client()
                .putItem(request -> request.tableName(table)
                        .item(Map.of(
                                "pk",
                                AttributeValue.fromS("catalog#1"),
                                "sk",
                                AttributeValue.fromS("0000000000000000"),
                                FleetTables.FOREIGN,
                                AttributeValue.fromS("yes"))));

        ScheduledEntries unread = new ScheduledTargets(Optional.of(catalog), List.of()).entries();

        assertThat(unread.entries()).isEmpty();
        assertThat(unread.catalogFault().orElseThrow())
                .endsWith("in the table " + table + " a pack is not readable: through: missing or of another type");
    }

    private void apply(Object... written) {
        CatalogWriter writer = catalog.writer((packs, of) -> {});
        writer.apply(
                writer.plan(Stream.of(written)
                        .map(entry -> new CatalogEntry(reader.read(entry).id(), entry))
                        .toList()),
                Optional.of("kim"),
                Instant.now());
    }
}
