package dev.handshakefleet.inquiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.certificate.revocation.Revocation;
import dev.handshakefleet.support.AwsClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Answers of authorities where the table is no help. */
class AnswerCacheIT {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @Test
    void aSilentTableIsGivenUpAndThenLeftAlone() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                DynamoDbClient client = AwsClients.dynamoDb(URI.create("http://127.0.0.1:" + silent.getLocalPort()))) {
            AnswerCache cache = new AnswerCache(client, "any");

            WithProblems<Optional<Revocation>> unread = cache.revocation("aa", NOW);
            assertThat(unread.value()).isEmpty();
            assertThat(unread.problems())
                    .singleElement()
                    .asString()
                    .contains("could not be read", "the service did not answer in time");

            Revocation good =
                    new Revocation.Good(Revocation.Source.OCSP, NOW, Optional.of(NOW.plus(Duration.ofHours(3))));
            assertThat(cache.put("bb", good, NOW)).as("no further call is made").isEmpty();
            assertThat(cache.revocation("aa", NOW)).isEqualTo(WithProblems.none(Optional.empty()));
            assertThat(cache.revocation("bb", NOW))
                    .as("kept in memory")
                    .isEqualTo(WithProblems.none(Optional.of(good)));
            assertThat(cache.revocation("bb", NOW.plus(Duration.ofHours(4))))
                    .isEqualTo(WithProblems.none(Optional.empty()));
        }
    }
}
