package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.support.Probes;
import io.quarkus.logging.json.runtime.JsonFormatter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lines of the log as Quarkus writes them in JSON, of runs with secrets and with a hostile certificate. */
class RunLogIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOGGER = Logger.getLogger(ProbeFunction.class.getName());
    private static final String PATH = "/very-private-path";
    /** A name with a line end in it, as RFC 4514 writes it. */
    private static final String SUBJECT = "CN=evil\\0Alevel\\=ERROR \\\"injected\\\"";

    private final List<String> written = Collections.synchronizedList(new ArrayList<>());
    private final Handler handler = new Recorder(written);
    private java.util.logging.Level before;

    /** Formats each record as it comes, as a console does. */
    private static final class Recorder extends ExtHandler {

        private final List<String> lines;

        Recorder(List<String> lines) {
            this.lines = lines;
            setFormatter(new JsonFormatter());
        }

        @Override
        protected void doPublish(ExtLogRecord event) {
            lines.add(getFormatter().format((LogRecord) event));
        }
    }

    @BeforeEach
    void listen() {
        before = LOGGER.getLevel();
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stop() {
        LOGGER.removeHandler(handler);
        LOGGER.setLevel(before);
    }

    @Test
    void runIsOneObjectALineAndAProbeAnotherAtDebug() throws Exception {
        LOGGER.setLevel(Level.INFO);
        List<JsonNode> atInfo = run("");
        written.clear();
        LOGGER.setLevel(Level.DEBUG);
        List<JsonNode> atDebug = run("");

        assertThat(atInfo).singleElement().satisfies(line -> {
            assertThat(line.path("level").asText()).isEqualTo("INFO");
            assertThat(line.path("message").asText()).startsWith("ad-hoc run completed region=eu-west-1 probed=1 ");
            JsonNode fields = line.path("mdc");
            assertThat(fields.path("event").asText()).isEqualTo("run");
            assertThat(fields.path("complete").asText()).isEqualTo("true");
            assertThat(fields.path("region").asText()).isEqualTo("eu-west-1");
            assertThat(fields.path("probed").asText()).isEqualTo("1");
            assertThat(fields.path("unsent").asText()).isEqualTo("0");
            assertThat(fields.path("tookMillis").asText()).matches("\\d+");
        });
        assertThat(atDebug).hasSize(2);
        JsonNode probe = atDebug.getFirst();
        assertThat(probe.path("level").asText()).isEqualTo("DEBUG");
        assertThat(probe.path("mdc").path("event").asText()).isEqualTo("probe");
        assertThat(probe.path("mdc").path("target").asText()).startsWith("localhost:");
        assertThat(probe.path("mdc").path("tlsMillis").asDouble()).isPositive();
        assertThat(probe.path("mdc").path("leafDaysLeft").asText()).matches("\\d+");
        assertThat(atDebug.getLast().path("mdc").has("target"))
                .as("the fields of a line are not those of the next")
                .isFalse();
    }

    @Test
    void noLineHoldsASecretOrACertificate() throws Exception {
        LOGGER.setLevel(Level.DEBUG);
        LocalIdentity root = LocalAuthority.root("Log Root").selfSigned();
        LocalIdentity client = LocalAuthority.leaf("log-client")
                .purposes(KeyPurposeId.id_kp_clientAuth)
                .issuedBy(root);
        String pem = client.chainPem() + client.keyPem();

        List<JsonNode> lines =
                run(",\"http\":\"" + PATH + "?token=hunter2\",\"clientCertificate\":\"ssm:/fleet/log\"", pem);
        run(",\"clientCertificate\":\"ssm:/fleet/log\"", "-----BEGIN PRIVATE KEY-----\nhunter2hunter2\n");

        assertThat(lines).hasSize(2);
        String key = client.keyPem().lines().skip(1).findFirst().orElseThrow();
        String certificate = client.chainPem().lines().skip(1).findFirst().orElseThrow();
        assertThat(written).hasSizeGreaterThanOrEqualTo(3).allSatisfy(line -> {
            assertThat(line.strip().lines()).hasSize(1);
            assertThat(JSON.readTree(line).path("message").asText()).doesNotContain("\n");
            assertThat(line).doesNotContain("BEGIN ", key, certificate, "hunter2", PATH, "injected", "evil");
            assertThat(line.toLowerCase(Locale.ROOT)).doesNotContain("password", "token", "authorization");
        });
    }

    private List<JsonNode> run(String fields) throws Exception {
        return run(fields, "");
    }

    /** Probes a server whose certificate has a hostile subject, and returns the lines of that run. */
    private List<JsonNode> run(String fields, String secret) throws Exception {
        LocalIdentity root = LocalAuthority.root("Log Test Root").selfSigned();
        LocalIdentity leaf =
                LocalAuthority.leaf(SUBJECT).dns("localhost").ip("127.0.0.1").issuedBy(root);
        int from = written.size();
        try (LoopbackServer server = LoopbackServer.tls(leaf, "TLSv1.3")) {
            ProbeFunction function = new ProbeFunction(new FleetBuilder(
                            FleetSettings.of(Map.of("AWS_REGION", "eu-west-1", "FLEET_SLA_TLS", "PT30S")),
                            Clock.systemUTC())
                    .egress(EgressPolicy.anyAddress())
                    .limits(Probes.PATIENT)
                    .trust(TrustStore.of("test", List.of(root.certificate())))
                    .secrets(place -> secret.getBytes(StandardCharsets.UTF_8))
                    .build());
            LocalFunction.invoke(
                    function,
                    "{\"action\":\"probe\",\"store\":false,\"alert\":false,\"targets\":[{\"host\":\"localhost\",\"port\":"
                            + server.port() + fields + "}]}",
                    Duration.ofMinutes(2));
        }
        List<JsonNode> lines = new ArrayList<>();
        for (String line : List.copyOf(written).subList(from, written.size())) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
