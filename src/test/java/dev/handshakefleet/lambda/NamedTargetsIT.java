package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.catalog.CatalogEntry;
import dev.handshakefleet.catalog.CatalogWriter;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.OpensslServer;
import dev.handshakefleet.support.RecordingNotifier;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real server with a healthy ECDSA certificate and an expired RSA certificate on one port: two targets with a name each, from
 * the catalog to the notice. Skipped where {@code openssl} is not installed.
 */
class NamedTargetsIT {

    private static final Engine ENGINE = Engine.warm();

    @TempDir
    private static Path directory;

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    private static OpensslServer server;

    private final RecordingNotifier notifier = new RecordingNotifier();

    @BeforeAll
    static void aServerWithTwoCertificates() throws IOException {
        OpensslServer.assumeInstalled();
        Instant now = Instant.now();
        LocalIdentity root = LocalAuthority.root("R")
                .valid(now.minus(Duration.ofDays(10)), now.plus(Duration.ofDays(900)))
                .selfSigned();
        LocalIdentity ecdsa = LocalAuthority.leaf("localhost")
                .key(KeyKind.EC_P256)
                .dns("localhost")
                .valid(now.minusSeconds(60), now.plus(Duration.ofDays(80)))
                .issuedBy(root);
        LocalIdentity rsa = LocalAuthority.leaf("localhost")
                .key(KeyKind.RSA_2048)
                .dns("localhost")
                .valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))
                .issuedBy(root);
        Files.writeString(directory.resolve("root.pem"), LocalIdentity.pem(List.of(root.certificate())));
        server = OpensslServer.start(
                directory,
                "-cert",
                file("ecdsa.pem", ecdsa.chainPem()),
                "-key",
                file("ecdsa.key", ecdsa.keyPem()),
                "-dcert",
                file("rsa.pem", rsa.chainPem()),
                "-dkey",
                file("rsa.key", rsa.keyPem()));
    }

    @AfterAll
    static void theServerEnds() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void twoTargetsOfOnePortHaveTheirOwnCertificateAlertHistoryAndSilence() throws IOException {
        ProbeFunction function = function();
        applyCatalog();

        JsonNode run = invoke(function, scheduled(Instant.now()));

        assertThat(run.path("rejected")).isEmpty();
        assertThat(run.path("results")).hasSize(2);
        JsonNode ecdsa = result(run, "shop-ecdsa");
        JsonNode rsa = result(run, "Shop-RSA");
        assertThat(ecdsa.path("endpoint").asText()).isEqualTo("localhost:" + server.port());
        assertThat(ecdsa.path("tls").path("signatureScheme").asText()).isEqualTo("ecdsa_secp256r1_sha256");
        assertThat(ecdsa.path("certificates").path(0).path("key").asText()).isEqualTo("EC P-256");
        assertThat(ecdsa.path("verdict").asText()).isEqualTo("OK");
        assertThat(rsa.path("tls").path("signatureScheme").asText()).isEqualTo("rsa_pss_rsae_sha256");
        assertThat(rsa.path("findings").path(0).path("code").asText()).isEqualTo("CERT_EXPIRED");

        assertThat(notifier.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.targetId()).isEqualTo("Shop-RSA");
            assertThat(notice.alertId()).startsWith("Shop-RSA@certificate.leaf@");
            assertThat(notice.change()).isEqualTo(AlertNotice.Change.OPENED);
        });
        assertThat(invoke(function, "{\"action\":\"alerts\"}").path("alerts"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.path("target").asText()).isEqualTo("Shop-RSA"));
        assertThat(invoke(function, action("alerts", "Shop-RSA")).path("alerts"))
                .hasSize(1);
        assertThat(invoke(function, action("alerts", "shop-ecdsa")).path("alerts"))
                .isEmpty();
        JsonNode acknowledged = invoke(function, action("acknowledge", "Shop-RSA"));
        assertThat(acknowledged.path("target").asText()).isEqualTo("Shop-RSA");
        assertThat(acknowledged.path("acknowledged")).hasSize(1);

        JsonNode history = invoke(function, action("history", "Shop-RSA"));
        assertThat(history.path("target").asText()).isEqualTo("Shop-RSA");
        assertThat(history.path("count").asInt()).isEqualTo(1);
        assertThat(invoke(function, action("history", "localhost:" + server.port()))
                        .path("count")
                        .asInt())
                .isZero();
    }

    @Test
    void silenceOfTheHostCoversATargetWithAName() throws IOException {
        ProbeFunction function = function();
        invoke(
                function,
                "{\"action\":\"silence\",\"target\":\"localhost:" + server.port()
                        + "\",\"tag\":\"team=quiet\",\"duration\":\"PT1H\",\"reason\":\"planned\"}");
        String target = "{\"name\":\"silenced\",\"host\":\"localhost\",\"port\":" + server.port()
                + ",\"tls\":{\"signatures\":[\"rsa_pss_rsae_sha256\"]},\"tags\":{\"team\":\"quiet\"}}";

        JsonNode run = invoke(
                function,
                "{\"action\":\"probe\",\"scheduledTime\":\"" + Instant.now() + "\",\"targets\":[" + target + "]}");

        assertThat(run.path("suppressed"))
                .singleElement()
                .satisfies(suppressed ->
                        assertThat(suppressed.path("target").asText()).isEqualTo("silenced"));
        assertThat(notifier.notices()).isEmpty();
    }

    /** So a notice about a target with a name can say how to probe it again. */
    @Test
    void nameAloneStandsForTheTargetOfTheCatalog() throws IOException {
        ProbeFunction function = function();
        applyCatalog();

        JsonNode run = invoke(
                function,
                "{\"action\":\"probe\",\"targets\":[{\"name\":\"Shop-RSA\"},{\"name\":\"unknown\"}],\"store\":false,"
                        + "\"alert\":false}");

        assertThat(run.path("results")).singleElement().satisfies(result -> {
            assertThat(result.path("target").asText()).isEqualTo("Shop-RSA");
            assertThat(result.path("tls").path("signatureScheme").asText()).isEqualTo("rsa_pss_rsae_sha256");
        });
        assertThat(run.path("rejected"))
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.path("reason").asText())
                        .isEqualTo(
                                "name: 'unknown'; accepted: the name of a target of the catalog, or a host beside it"));
    }

    private static void applyCatalog() {
        TargetReader reader = new TargetReader(TargetDefaults.BUILT_IN);
        List<CatalogEntry> targets = Stream.of(
                        entry("Shop-RSA", "rsa_pss_rsae_sha256"), entry("shop-ecdsa", "ecdsa_secp256r1_sha256"))
                .map(entry -> new CatalogEntry(reader.read(entry).id(), entry))
                .toList();
        CatalogWriter writer = new TargetCatalog(dynamoDb.client(), LocalTables.STATE).writer((packs, of) -> {});
        writer.apply(writer.plan(targets), Optional.of("kim"), Instant.now());
    }

    private static Map<String, Object> entry(String name, String signature) {
        return Map.of(
                "name",
                name,
                "host",
                "localhost",
                "port",
                server.port(),
                "tls",
                Map.of("signatures", List.of(signature)));
    }

    private ProbeFunction function() {
        return new ProbeFunction(new FleetBuilder(
                        FleetSettings.of(LocalFunction.environment(directory.resolve("root.pem"), Map.of())),
                        Clock.systemUTC())
                .engine(ENGINE)
                .dynamoDb(dynamoDb.client())
                .notifier(notifier)
                .build());
    }

    private static String scheduled(Instant at) {
        return "{\"action\":\"probe\",\"scheduledTime\":\"" + at + "\"}";
    }

    private static String action(String name, String target) {
        return "{\"action\":\"" + name + "\",\"target\":\"" + target + "\"}";
    }

    private static JsonNode result(JsonNode run, String target) {
        for (JsonNode result : run.path("results")) {
            if (result.path("target").asText().equals(target)) {
                return result;
            }
        }
        throw new AssertionError(target + " is not among the results: " + run);
    }

    private static JsonNode invoke(ProbeFunction function, String event) throws IOException {
        return LocalFunction.invoke(function, event, Duration.ofMinutes(5));
    }

    private static String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
