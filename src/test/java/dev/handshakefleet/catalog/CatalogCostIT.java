package dev.handshakefleet.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.ConsumedUnits;
import dev.handshakefleet.support.FleetTables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What a large catalog costs in read and write units, as DynamoDB Local counts them; docs/cost.md has the figures of 100,000 targets,
 * {@code -Dfleet.catalog-targets=100000}.
 */
class CatalogCostIT {

    private static final int TARGETS = Integer.getInteger("fleet.catalog-targets", 10_000);

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    @Test
    void unitsAreThoseOfTheBytesAndNotOfTheTargets() {
        ConsumedUnits units = new ConsumedUnits();
        try (DynamoDbClient client = AwsClients.dynamoDb(dynamoDb.endpoint(), units)) {
            TargetCatalog catalog = new TargetCatalog(client, dynamoDb.newStateTable());
            CatalogWriter writer = catalog.writer((packs, of) -> {});
            List<CatalogEntry> targets = targets();

            long begun = System.nanoTime();
            writer.apply(writer.plan(targets), Optional.of("kim"), Instant.now());
            long applied = System.nanoTime();
            double written = units.written();
            print("apply, written", begun, applied, written);
            units.read();
            CatalogEntries read = catalog.entries().orElseThrow();
            long whole = System.nanoTime();
            double ofRead = units.read();
            print("read whole", applied, whole, ofRead);
            catalog.entries(Optional.of(read));
            double ofKnown = units.read();
            catalog.read(read.version(), HashRange.shard(5, 100));
            double ofShard = units.read();
            print("read a hundredth", whole, System.nanoTime(), ofShard);

            assertThat(read.entries()).hasSize(TARGETS);
            assertThat(written).isBetween(TARGETS / 100.0, TARGETS / 4.0);
            assertThat(ofRead).isBetween(TARGETS / 1_000.0, TARGETS / 20.0);
            assertThat(ofKnown).isEqualTo(1);
            assertThat(ofShard).isBetween(0.5, ofRead / 20);
        }
    }

    private static void print(String what, long from, long to, double units) {
        if (Boolean.getBoolean("fleet.catalog-print")) {
            System.out.println(what + ": " + (to - from) / 1_000_000 + " ms, " + units + " units, heap "
                    + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1_048_576 + " MB");
        }
    }

    /** Half of them with settings of their own. */
    private static List<CatalogEntry> targets() {
        return IntStream.range(0, TARGETS)
                .mapToObj(number -> {
                    String host = "service-" + number + ".team-" + number % 50 + ".example.com";
                    Object written = number % 2 == 0
                            ? host
                            : Map.of(
                                    "host",
                                    host,
                                    "port",
                                    8443,
                                    "sla",
                                    Map.of("tls", "PT0.3S"),
                                    "tags",
                                    Map.of("team", "web"));
                    return new CatalogEntry(host + (number % 2 == 0 ? ":443" : ":8443"), written);
                })
                .toList();
    }
}
