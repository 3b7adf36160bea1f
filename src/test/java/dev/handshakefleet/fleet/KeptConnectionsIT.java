package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.bench.workbench.DistantServer;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.CommandResult;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.JavaProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The connections of a process that makes many calls at once; a process of its own, because the JDK reads their bound once. */
class KeptConnectionsIT {

    private static final int TARGETS = 120;

    @RegisterExtension
    private static FleetTables dynamoDb = new FleetTables();

    @Test
    void callsOfARunUseConnectionsAgain(@TempDir Path directory) throws Exception {
        try (DistantServer distant = new DistantServer(dynamoDb.endpoint(), Duration.ofMillis(260))) {
            CommandResult result = CommandResult.of(
                    JavaProcess.of(
                            List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"),
                            Run.class,
                            distant.endpoint().toString()),
                    directory);

            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.outLines()).contains(TARGETS + " compared and stored");
            assertThat(distant.connections())
                    .as("two calls a target, and those of the measurements")
                    .isLessThan(TARGETS + TARGETS / 2);
        }
    }

    /** A run that looks up and stores a certificate of each target: two calls, of which 64 are under way at once. */
    static final class Run {

        private Run() {}

        public static void main(String[] endpoint) {
            LocalIdentity root = LocalAuthority.root("R").selfSigned();
            FleetSettings settings = FleetSettings.of(Map.of(
                    "FLEET_MEASUREMENTS_TABLE", LocalTables.MEASUREMENTS, "FLEET_STATE_TABLE", LocalTables.STATE));
            try (LoopbackServer server =
                            LoopbackServer.tls(LocalAuthority.leaf("localhost").issuedBy(root), "TLSv1.3");
                    DynamoDbClient client = AwsClients.dynamoDb(URI.create(endpoint[0]))) {
                Fleet fleet = new FleetBuilder(settings, Clock.systemUTC())
                        .engine(Engine.warm())
                        .trust(TrustStore.of("test", List.of()))
                        .egress(EgressPolicy.anyAddress())
                        .limits(ProbeLimits.ofTotal(Duration.ofMinutes(1)))
                        .dynamoDb(client)
                        .build();
                List<Object> targets = IntStream.range(0, TARGETS)
                        .<Object>mapToObj(number ->
                                Map.of("name", "target-" + number, "host", "localhost", "port", server.port()))
                        .toList();
                RunReport report = fleet.probe(
                        new ProbeRequest(Optional.empty(), Optional.of(targets), true, false),
                        Deadline.in(Duration.ofMinutes(4)),
                        judged -> {});
                System.out.println(
                        report.shortfall().isNone()
                                ? report.stored().orElseThrow().stored() + " compared and stored"
                                : report.problems());
            }
            System.exit(0);
        }
    }
}
