package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.probe.result.TlsFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The arithmetic of wait, local, network and server. */
class FlightTimesTest {

    private final FlightTimes flights = new FlightTimes();

    @Test
    void turnLastsFromTheSentFlightToTheCompletedReply() {
        flights.sent(() -> 100);
        flights.received(130);
        flights.received(180);
        flights.sent(() -> 250);

        assertThat(flights.waited()).isEqualTo(Duration.ofNanos(80));
        assertThat(flights.roundTrips()).isEqualTo(1);
        assertThat(flights.clientSentLast()).isTrue();
        assertThat(flights.lastDeparture()).isEqualTo(250);
    }

    @Test
    void everyTurnIsAdded() {
        flights.sent(() -> 0);
        flights.received(10);
        flights.sent(() -> 40);
        flights.received(65);

        assertThat(flights.waited()).isEqualTo(Duration.ofNanos(35));
        assertThat(flights.roundTrips()).isEqualTo(2);
        assertThat(flights.clientSentLast()).isFalse();
    }

    @Test
    void turnBeginsWithTheLaterOfTwoSentFlights() {
        flights.sent(() -> 0);
        flights.sent(() -> 30);
        flights.received(50);

        assertThat(flights.waited()).isEqualTo(Duration.ofNanos(20));
    }

    @Test
    void waitIsSplitByTheRoundTripAndNeverNegative() {
        assertThat(handshake(2).factsSplitBy(Duration.ofMillis(10)))
                .satisfies(facts -> assertThat(facts.network()).contains(Duration.ofMillis(20)))
                .satisfies(facts -> assertThat(facts.server()).contains(Duration.ofMillis(30)));
        assertThat(handshake(2).factsSplitBy(Duration.ofMillis(40)).server()).contains(Duration.ZERO);
        assertThat(handshake(2).factsSplitBy(Duration.ZERO).network())
                .as("not known")
                .isEmpty();
    }

    private static Handshake handshake(int roundTrips) {
        TlsFacts facts = TlsFacts.builder()
                .waited(Duration.ofMillis(50))
                .local(Duration.ofMillis(5))
                .build();
        return new Handshake(facts, List.of(), Duration.ofMillis(55), 0, roundTrips, false, Optional.empty());
    }
}
