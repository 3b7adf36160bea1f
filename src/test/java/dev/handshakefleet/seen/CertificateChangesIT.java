package dev.handshakefleet.seen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.fleet.ProbeRequest;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.history.HistoryReport;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.RecordingNotifier;
import dev.handshakefleet.support.SettableClock;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.LeafRecord;
import dev.handshakefleet.verdict.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A real server whose certificate is replaced between runs of a whole fleet, on a real table. */
class CertificateChangesIT {

    private static final Engine ENGINE = Engine.warm();
    private static final KeyPair KEY = KeyKind.EC_P256.generate();

    @TempDir
    private Path directory;

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final LocalIdentity root = LocalAuthority.root("R")
            .valid(start.minus(Duration.ofDays(900)), start.plus(Duration.ofDays(900)))
            .selfSigned();
    private final RecordingNotifier notifier = new RecordingNotifier();
    private final SettableClock clock = new SettableClock(start);
    /** One table a test: a server may get the port of a server of an earlier test, and the port is in the keys. */
    private final String state = dynamoDb.newStateTable();

    private LoopbackServer server;

    @BeforeEach
    void startServerAndTables() throws IOException {
        Files.writeString(directory.resolve("root.pem"), LocalIdentity.pem(List.of(root.certificate())));
        server = LoopbackServer.tls(leaf(-10, 80, KEY), "TLSv1.3");
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void firstLeafOfATargetIsStoredAndIsNoChange() throws StoreUnavailableException {
        Fleet fleet = fleet("eu-west-1");

        RunReport report = run(fleet);

        assertThat(codes(report)).isEmpty();
        assertThat(report.replacements()).isEmpty();
        assertThat(report.problems()).isEmpty();
        assertThat(seen(fleet)).singleElement().satisfies(leaf -> {
            assertThat(leaf.sha256())
                    .isEqualTo(report.results().getFirst().leaf().orElseThrow().sha256());
            assertThat(leaf.firstSeen()).isEqualTo(start);
            assertThat(leaf.region()).isEqualTo("eu-west-1");
            assertThat(leaf.address()).contains("127.0.0.1");
            assertThat(leaf.replaced()).isEmpty();
        });
    }

    @Test
    void runWithoutANewLeafReadsAndWritesNothing() throws StoreUnavailableException {
        Fleet fleet = fleet("eu-west-1");
        run(fleet);
        LeafRecord kept = seen(fleet).getFirst();
        dynamoDb.client()
                .deleteItem(request -> request.tableName(state)
                        .key(Map.of(
                                "pk", AttributeValue.fromS("certificates#" + id()),
                                "sk", AttributeValue.fromS(kept.sha256()))));

        RunReport next = run(fleet);

        assertThat(next.problems()).isEmpty();
        assertThat(seen(fleet)).as("what it would have written, had it looked").isEmpty();
    }

    @Test
    void renewalWithTheSameKeyIsAnEventAndNoFinding() throws StoreUnavailableException {
        Fleet fleet = fleet("eu-west-1");
        run(fleet);
        server.renew(leaf(0, 90, KEY));
        clock.set(start.plusSeconds(60));

        RunReport renewed = run(fleet);
        RunReport next = run(fleet);

        List<LeafRecord> seen = seen(fleet);
        assertThat(codes(renewed)).isEmpty();
        assertThat(renewed.replacements())
                .containsExactly(new LeafReplacement(
                        id(), seen.get(1).sha256(), seen.get(0).sha256(), start.plusSeconds(60)));
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0).replaced()).contains(seen.get(1).sha256());
        assertThat(next.replacements()).isEmpty();
        assertThat(notifier.notices()).isEmpty();
    }

    @Test
    void earlyNewKeyIsAFindingOfEveryRegionForADay() throws StoreUnavailableException {
        Fleet here = fleet("eu-west-1");
        Fleet there = fleet("us-east-1");
        run(here);
        run(there);
        server.renew(leaf(0, 90, KeyKind.EC_P256.generate()));

        clock.set(start.plusSeconds(60));
        RunReport first = run(here);
        RunReport second = run(there);
        clock.set(start.plusSeconds(60).plus(Duration.ofHours(24)).minusMillis(1));
        RunReport lastOfDay = run(here);
        RunReport otherProcess = run(fleet("us-east-1"));

        assertThat(first.replacements()).hasSize(1);
        assertThat(second.replacements()).isEmpty();
        assertThat(findings(first)).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.CERT_CHANGED);
            assertThat(finding.message())
                    .startsWith(
                            "Leaf certificate was replaced with 79 days (88 % of its lifetime) left, by one with another"
                                    + " key: SHA-256 ");
        });
        assertThat(List.of(second, lastOfDay, otherProcess))
                .allSatisfy(run -> assertThat(findings(run)).isEqualTo(findings(first)));
        assertThat(here.history(id(), Duration.ofDays(2), 1).history().measurements())
                .first()
                .extracting(Measurement::findings)
                .isEqualTo(Map.of(FindingCode.CERT_CHANGED, Severity.WARNING));

        clock.set(start.plusSeconds(60).plus(Duration.ofHours(24)));
        assertThat(codes(run(here))).isEmpty();
        assertThat(codes(run(there))).isEmpty();
        clock.set(start.plusSeconds(360).plus(Duration.ofHours(24)));
        run(here);
        run(there);
        assertThat(notifier.notices()).extracting(AlertNotice::change).containsExactly(Change.OPENED, Change.RESOLVED);
        assertThat(notifier.notices().getFirst().code()).isEqualTo("CERT_CHANGED");
    }

    @Test
    void earlyNewIssuerIsAFinding() {
        Fleet fleet = fleet("eu-west-1");
        run(fleet);
        LocalIdentity otherAuthority = LocalAuthority.intermediate("Other CA")
                .valid(start.minus(Duration.ofDays(9)), start.plus(Duration.ofDays(800)))
                .issuedBy(root);
        server.renew(LocalAuthority.leaf("localhost")
                .dns("localhost")
                .key(KEY)
                .valid(start, start.plus(Duration.ofDays(90)))
                .issuedBy(otherAuthority));

        assertThat(findings(run(fleet)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains(
                                "left, by one of another issuer: SHA-256 ",
                                " of 'CN=R' by SHA-256 ",
                                " of 'CN=Other CA'."));
    }

    @Test
    void newKeyAtTheTimeOfRenewalIsNoFinding() {
        server.renew(leaf(-60, 30, KEY));
        Fleet fleet = fleet("eu-west-1");
        run(fleet);
        server.renew(leaf(0, 90, KeyKind.EC_P256.generate()));

        RunReport renewed = run(fleet);

        assertThat(codes(renewed)).isEmpty();
        assertThat(renewed.replacements()).hasSize(1);
    }

    @Test
    void returnOfAStoredLeafIsNoChange() {
        LocalIdentity before = leaf(-10, 80, KEY);
        server.renew(before);
        Fleet fleet = fleet("eu-west-1");
        run(fleet);
        server.renew(leaf(0, 90, KeyKind.EC_P256.generate()));
        run(fleet);
        server.renew(before);

        RunReport back = run(fleet("eu-west-1"));

        assertThat(codes(back)).isEmpty();
        assertThat(back.replacements()).isEmpty();
    }

    @Test
    void adHocRunComparesAndStoresNothing() throws StoreUnavailableException {
        Fleet fleet = fleet("eu-west-1");
        run(fleet);
        server.renew(leaf(0, 90, KeyKind.EC_P256.generate()));
        clock.set(start.plusSeconds(60));

        RunReport adHoc = run(fleet, false);

        assertThat(codes(adHoc)).containsExactly(FindingCode.CERT_CHANGED);
        assertThat(seen(fleet)).hasSize(1);
        clock.set(start.plusSeconds(120));
        assertThat(run(fleet).replacements()).hasSize(1);
        assertThat(seen(fleet).getFirst().firstSeen()).isEqualTo(start.plusSeconds(120));
    }

    @Test
    void targetWithoutACertificateIsNotLookedUp() {
        try (LoopbackServer refusing = LoopbackServer.refusing()) {
            Fleet withoutTable = fleet("eu-west-1", "no-such-table");

            RunReport report = withoutTable.probe(
                    new ProbeRequest(
                            Optional.empty(), Optional.of(List.of("localhost:" + refusing.port())), true, false),
                    soon(),
                    judged -> {});

            assertThat(codes(report)).containsExactly(FindingCode.HANDSHAKE_FAILED);
            assertThat(report.problems()).isEmpty();
        }
    }

    @Test
    void unreadableTableIsNamedAndResultsAreKept() throws StoreUnavailableException {
        Fleet fleet = fleet("eu-west-1", "no-such-table");

        RunReport report = run(fleet);

        assertThat(codes(report)).isEmpty();
        assertThat(report.stored().orElseThrow().stored()).isEqualTo(1);
        assertThat(report.problems())
                .filteredOn(problem -> problem.contains("certificate history"))
                .singleElement()
                .asString()
                .startsWith("The certificate history could not be read or stored for " + id()
                        + ": the table no-such-table does not exist");
        HistoryReport history = fleet.history(id(), Duration.ofHours(1), 10);
        assertThat(history.history().measurements()).hasSize(1);
        assertThat(history.certificates()).isEmpty();
        assertThat(history.problems())
                .first()
                .asString()
                .startsWith("The certificate history could not be read: the table no-such-table does not exist");
    }

    @Test
    void unwritableTableIsNamedAndTheNextRunTriesAgain() {
        String table = "sort-key-is-a-number";
        createWithNumericSortKey(table);
        Fleet fleet = fleet("eu-west-1", table);

        List<RunReport> runs = List.of(run(fleet), run(fleet));

        assertThat(runs).allSatisfy(report -> {
            assertThat(codes(report)).isEmpty();
            assertThat(report.stored().orElseThrow().stored()).isEqualTo(1);
            assertThat(report.problems())
                    .filteredOn(problem -> problem.contains("certificate history"))
                    .singleElement()
                    .asString()
                    .contains("ValidationException");
        });
    }

    @Test
    void targetWithEverNewCertificatesIsNotStoredAndHasNoFinding() {
        LeafStore book = new LeafStore(dynamoDb.client(), state);
        IntStream.rangeClosed(0, LeafStore.MOST_READ).forEach(number -> book.record(id(), made(number), soon()));

        RunReport report = run(fleet("eu-west-1"));

        assertThat(codes(report)).isEmpty();
        assertThat(report.replacements()).isEmpty();
        assertThat(report.problems())
                .containsExactly("The certificate history could not be read or stored for " + id()
                        + ": it has presented more than 500 certificates");
    }

    @Test
    void nothingIsLookedUpWithoutTimeAndTheProblemIsReported() {
        LeafHistory history = new LeafHistory(new LeafStore(dynamoDb.client(), state), "eu-west-1", clock);
        List<JudgedProbe> probed = run(fleet("eu-west-1"), false).results();

        LeafChanges changes = history.compare(probed, true, Deadline.in(Duration.ZERO));

        assertThat(changes.notCompared()).hasSize(1);
        assertThat(changes.problems())
                .containsExactly("The certificate history could not be read or stored for " + id()
                        + ": no time was left in this run");
    }

    private RunReport run(Fleet fleet) {
        return run(fleet, true);
    }

    private RunReport run(Fleet fleet, boolean store) {
        return fleet.probe(
                new ProbeRequest(Optional.empty(), Optional.of(List.of(id())), store, store), soon(), judged -> {});
    }

    private Fleet fleet(String region) {
        return fleet(region, state);
    }

    private Fleet fleet(String region, String stateTable) {
        FleetSettings settings = FleetSettings.of(Map.of(
                "AWS_REGION",
                region,
                "FLEET_MEASUREMENTS_TABLE",
                LocalTables.MEASUREMENTS,
                "FLEET_STATE_TABLE",
                stateTable,
                "FLEET_CA_FILE",
                directory.resolve("root.pem").toString(),
                "FLEET_SLA_TLS",
                "PT30S",
                "FLEET_ALLOW_NETWORKS",
                "127.0.0.0/8"));
        return new FleetBuilder(settings, clock)
                .engine(ENGINE)
                .dynamoDb(dynamoDb.client())
                .notifier(notifier)
                .build();
    }

    private List<LeafRecord> seen(Fleet fleet) throws StoreUnavailableException {
        return fleet.history(id(), Duration.ofHours(1), 10).certificates();
    }

    private String id() {
        return "localhost:" + server.port();
    }

    private static List<Finding> findings(RunReport report) {
        return report.results().getFirst().verdict().findings();
    }

    private static List<FindingCode> codes(RunReport report) {
        return findings(report).stream().map(Finding::code).toList();
    }

    private LocalIdentity leaf(int fromDays, int untilDays, KeyPair key) {
        return LocalAuthority.leaf("localhost")
                .dns("localhost")
                .key(key)
                .valid(start.plus(Duration.ofDays(fromDays)), start.plus(Duration.ofDays(untilDays)))
                .issuedBy(root);
    }

    private LeafRecord made(int number) {
        return LeafRecord.builder()
                .sha256("%064x".formatted(number))
                .keySha256("key " + number)
                .issuer("CN=localhost")
                .subject("CN=localhost")
                .notBefore(start)
                .notAfter(start.plus(Duration.ofDays(90)))
                .firstSeen(start.minusSeconds(number))
                .region("eu-west-1")
                .build();
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(2));
    }

    /** Answers queries of a partition key, and rejects every write. */
    private static void createWithNumericSortKey(String table) {
        DynamoDbClient client = dynamoDb.client();
        client.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("pk", ScalarAttributeType.S), attribute("sk", ScalarAttributeType.N))
                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE)));
        client.waiter().waitUntilTableExists(request -> request.tableName(table));
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
