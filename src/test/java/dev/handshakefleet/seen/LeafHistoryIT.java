package dev.handshakefleet.seen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.verdict.JudgedProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A table that is away costs a run no result and a bounded time. */
class LeafHistoryIT {

    private static final List<JudgedProbe> FORTY = IntStream.range(0, 40)
            .mapToObj(number -> Probes.healthy("host-" + number + ".example"))
            .toList();

    @Test
    void unreachableServiceIsNamedOnceForAllTargets() {
        try (DynamoDbClient nobody = AwsClients.unreachableDynamoDb()) {
            LeafChanges changes = history(nobody).compare(FORTY, true, Deadline.in(Duration.ofMinutes(2)));

            assertThat(changes.comparisons()).isEmpty();
            assertThat(changes.replacements()).isEmpty();
            assertThat(changes.problems())
                    .singleElement()
                    .asString()
                    .startsWith("The certificate history could not be read"
                            + " or stored for host-0.example:443, host-1.example:443, host-2.example:443, host-3.example:443,"
                            + " host-4.example:443 and 35 more: the service could not be reached");
        }
    }

    @Test
    void unresponsiveServiceIsNotAskedAgain() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                DynamoDbClient client = AwsClients.dynamoDb(URI.create("http://127.0.0.1:" + silent.getLocalPort()))) {
            LeafChanges changes = history(client).compare(FORTY, true, Deadline.in(Duration.ofSeconds(60)));

            assertThat(changes.comparisons()).isEmpty();
            assertThat(changes.problems())
                    .isNotEmpty()
                    .first()
                    .asString()
                    .contains("host-0.example:443", "the service did not answer in time");
        }
    }

    private static LeafHistory history(DynamoDbClient client) {
        return new LeafHistory(new LeafStore(client, "any"), "eu-west-1", InstantSource.system());
    }
}
