package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class TargetCatalogIT {

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
    void applyReplacesTheCatalog() {
        Object withSettings = Map.of("host", "b.example", "expiry", Map.of("warningDays", 21, "criticalDays", 7));
        apply("a.example", withSettings);

        List<String> removed = apply(withSettings, "c.example");

        assertThat(removed).containsExactly("a.example:443");
        List<Target> targets = reader.readAll(catalog.entries().orElseThrow()).targets();
        assertThat(targets).extracting(Target::id).containsExactly("b.example:443", "c.example:443");
        assertThat(targets.getFirst().expiry().leaf()).isPresent();
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
    void itemThatIsNoTargetMakesTheCatalogUnreadAndDoesNotEndTheRun() {
        apply("a.example");
        dynamoDb.client()
                .putItem(request -> request.tableName(table)
                        .item(Map.of(
                                "pk",
                                AttributeValue.fromS("catalog"),
                                "sk",
                                AttributeValue.fromS("b.example:443"),
                                FleetTables.FOREIGN,
                                AttributeValue.fromS("yes"))));

        ScheduledEntries unread = new ScheduledTargets(Optional.of(catalog), List.of()).entries();

        assertThat(unread.entries()).isEmpty();
        assertThat(unread.catalogFault().orElseThrow())
                .endsWith("an item of the table " + table + " is not a target: spec: missing or of another type");
    }

    private List<String> apply(Object... written) {
        Map<Target, Object> targets = new LinkedHashMap<>();
        for (Object entry : written) {
            targets.put(reader.read(entry), entry);
        }
        return catalog.apply(targets, Instant.now());
    }
}
