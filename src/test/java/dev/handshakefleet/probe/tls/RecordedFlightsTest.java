package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.HandshakeStep.Sender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Handshakes with real servers, recorded once and replayed without them. The client draws its nonces and keys from a seed,
 * so that it sends the same bytes as in the recording, and the server's part fits. After a change to the ClientHello, or to
 * a Bouncy Castle that draws its keys otherwise, record again on a machine with the servers:
 *
 * <pre>
 *   ./mvnw test -Dtest=RecordedFlightsTest -Dfleet.record=true
 * </pre>
 */
class RecordedFlightsTest {

    @TempDir
    private static Path directory;

    @BeforeAll
    static void recordAgainWhereAsked() throws IOException, GeneralSecurityException {
        if (Boolean.getBoolean("fleet.record")) {
            try (FlightRecorder recorder = new FlightRecorder(directory)) {
                recorder.recordAll();
            }
        }
    }

    static List<RecordedFlight> flights() {
        return RecordedFlight.all();
    }

    @ParameterizedTest
    @MethodSource("flights")
    void recordedHandshakeEndsAsWithTheRealServer(RecordedFlight recorded) {
        ReplayedPeer peer = ReplayedPeer.of(recorded);

        Handshake handshake = recorded.client().shakeHands(peer, Deadline.in(Duration.ofSeconds(60)));

        assertThat(HexFormat.of().formatHex(peer.sent()))
                .as("what we say; where it changed on purpose, record again")
                .isEqualTo(HexFormat.of().formatHex(saidByUs(recorded)));
        assertThat(handshake.failure()).isEmpty();
        assertThat(RecordedFlight.agreed(handshake.facts())).isEqualTo(recorded.agreed());
        assertThat(handshake.presentedChain()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("flights")
    void segmentationOfTheBytesDoesNotChangeTheHandshake(RecordedFlight recorded) {
        for (int bytesAPiece : List.of(1, 7, 100)) {
            ReplayedPeer peer = ReplayedPeer.cut(recorded, bytesAPiece);

            Handshake handshake = recorded.client().shakeHands(peer, Deadline.in(Duration.ofSeconds(60)));

            assertThat(handshake.failure()).isEmpty();
            assertThat(withoutTickets(RecordedFlight.agreed(handshake.facts())))
                    .isEqualTo(withoutTickets(recorded.agreed()));
            assertThat(peer.sent()).isEqualTo(saidByUs(recorded));
            assertThat(handshake.roundTrips()).as("turns, not pieces").isEqualTo(turns(recorded));
        }
    }

    @ParameterizedTest
    @MethodSource("flights")
    void stepsShowWhereTheServerClosed(RecordedFlight recorded) {
        List<String> all = List.of(recorded.agreed().get("steps").split(" ", -1));
        int bytes = recorded.flights().stream()
                .filter(flight -> flight.from() == Sender.SERVER)
                .mapToInt(flight -> flight.bytes().length)
                .sum();
        for (int end = 0; end < bytes; end += 29) {
            ReplayedPeer peer = ReplayedPeer.endingAfter(recorded, end);

            Handshake handshake = recorded.client().shakeHands(peer, Deadline.in(Duration.ofSeconds(60)));

            Map<String, String> agreed = RecordedFlight.agreed(handshake.facts());
            if (handshake.failure().isEmpty()) {
                assertThat(withoutTickets(agreed))
                        .as("only tickets can be missed")
                        .isEqualTo(withoutTickets(recorded.agreed()));
            } else {
                assertThat(handshake.failure()).map(Failure::kind).contains(Failure.Kind.CLOSED_BY_PEER);
                assertThat(all).startsWith(agreed.get("steps").split(" ", -1));
                assertThat(handshake.facts().steps()).hasSizeLessThan(all.size());
            }
        }
    }

    /** GnuTLS and Go send theirs of TLS 1.3 before they have read our Finished: they may come with the flight or after. */
    private static Map<String, String> withoutTickets(Map<String, String> agreed) {
        Map<String, String> without = new LinkedHashMap<>(agreed);
        if (agreed.get("version").equals("TLSv1.3")) {
            without.computeIfPresent("steps", (_, steps) -> steps.replace(" <NewSessionTicket", ""));
        }
        return without;
    }

    private static long turns(RecordedFlight recorded) {
        return recorded.flights().stream()
                .filter(flight -> flight.from() == Sender.SERVER)
                .count();
    }

    private static byte[] saidByUs(RecordedFlight recorded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        recorded.flights().stream()
                .filter(flight -> flight.from() == Sender.CLIENT)
                .forEach(flight -> bytes.writeBytes(flight.bytes()));
        return bytes.toByteArray();
    }
}
