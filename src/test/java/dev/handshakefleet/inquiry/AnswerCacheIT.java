package dev.handshakefleet.inquiry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.certificate.revocation.Revocation;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.verdict.AriWindow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Answers of certificate authorities in the state table, and without it. */
class AnswerCacheIT {

    @RegisterExtension
    static final FleetTables TABLES = new FleetTables();

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @Test
    void everyKindOfAnswerIsTheSameInAnotherProcess() {
        Instant later = NOW.plus(Duration.ofHours(3));
        Revocation good = new Revocation.Good(Revocation.Source.OCSP, NOW, Optional.of(later));
        Revocation withoutEnd = new Revocation.Good(Revocation.Source.CRL, NOW, Optional.empty());
        Revocation revoked = new Revocation.Revoked(Revocation.Source.CRL, NOW, "keyCompromise", Optional.of(later));
        AriWindow window = new AriWindow(NOW, later, Optional.of(URI.create("https://ca.example/why")));
        AriWindow unexplained = new AriWindow(NOW, later, Optional.empty());
        AnswerCache cache = new AnswerCache(TABLES.client(), LocalTables.STATE);

        assertThat(cache.put("good", good, NOW)).isEmpty();
        assertThat(cache.put("withoutEnd", withoutEnd, NOW)).isEmpty();
        assertThat(cache.put("revoked", revoked, NOW)).isEmpty();
        assertThat(cache.put("window", window, Duration.ofHours(6), NOW)).isEmpty();
        assertThat(cache.put("unexplained", unexplained, Duration.ofHours(6), NOW))
                .isEmpty();

        AnswerCache other = new AnswerCache(TABLES.client(), LocalTables.STATE);
        assertThat(other.revocation("good", NOW)).isEqualTo(WithProblems.none(Optional.of(good)));
        assertThat(other.revocation("withoutEnd", NOW)).isEqualTo(WithProblems.none(Optional.of(withoutEnd)));
        assertThat(other.revocation("revoked", NOW)).isEqualTo(WithProblems.none(Optional.of(revoked)));
        assertThat(other.renewal("window", NOW)).isEqualTo(WithProblems.none(Optional.of(window)));
        assertThat(other.renewal("unexplained", NOW)).isEqualTo(WithProblems.none(Optional.of(unexplained)));
    }

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
