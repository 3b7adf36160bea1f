package dev.handshakefleet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.handshakefleet.bench.workbench.AwsCalls;
import dev.handshakefleet.bench.workbench.LoadCost;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadFiguresTest {

    private static final LoadSetting NEAR = new LoadSetting(100, 0);
    private static final long SECOND = 1_000_000_000L;

    @Test
    void figuresAreMediansAndRatiosAreThoseOfOneRound() {
        // 50, 100 and 200 probes a second, each against a peer with another rate: 1/4, 2 and 2 times as many
        LoadFigures figures = LoadFigures.of(Map.of(
                NEAR,
                List.of(
                        round(2 * SECOND, true, peer(500)),
                        round(SECOND, true, peer(2_000)),
                        round(SECOND / 2, true, peer(1_000)))));

        LoadRow second = figures.rows().get(1);
        assertThat(second.invocation()).contains("second");
        assertThat(second.seconds()).isEqualByComparingTo("1");
        assertThat(second.probesPerSecond()).isEqualByComparingTo("100");
        assertThat(second.rateRatio()).contains(new BigDecimal("2.00"));
        assertThat(second.cpuMillis()).isEqualByComparingTo("2");
        assertThat(second.cpuRatio()).contains(new BigDecimal("4.00"));
        assertThat(second.peakOverIdleMib()).isEqualByComparingTo("3");
        assertThat(figures.rows()).extracting(LoadRow::client).containsExactly("ours", "ours", "blackbox_exporter");
    }

    @Test
    void callsAreThoseOfAThousandTargetsAsWell() {
        LoadFigures figures = LoadFigures.of(Map.of(NEAR, List.of(round(SECOND, true, Optional.empty()))));

        assertThat(figures.calls())
                .extracting(
                        CallRow::invocation,
                        CallRow::call,
                        row -> row.requestsAThousandTargets().intValueExact())
                .containsExactly(tuple("first", "Query", 70), tuple("second", "Query", 70));
        assertThat(figures.rows()).extracting(LoadRow::rateRatio).containsOnly(Optional.empty());
    }

    @Test
    void distanceIsARowOfItsOwnWithoutCalls() {
        LoadFigures figures =
                LoadFigures.of(Map.of(new LoadSetting(100, 60), List.of(round(SECOND, true, Optional.empty()))));

        assertThat(figures.rows()).extracting(LoadRow::distanceMillis).containsExactly(60, 60);
        assertThat(figures.calls()).isEmpty();
    }

    @Test
    void peerThatTookLessThanATickOfTheCpuClockHasNoRatio() {
        LoadFigures figures = LoadFigures.of(Map.of(
                NEAR,
                List.of(round(
                        SECOND,
                        true,
                        Optional.of(new LoadRound.Peer(
                                new LoadCost(16, 100, 0, Duration.ZERO, Duration.ofSeconds(1)), 0))))));

        assertThat(figures.rows().getFirst().cpuRatio()).isEmpty();
        assertThat(figures.rows().getFirst().rateRatio()).isPresent();
    }

    @Test
    void runsThatWereNotCompleteSayWhy() {
        LoadFigures figures = LoadFigures.of(
                Map.of(NEAR, List.of(round(SECOND, true, Optional.empty()), round(SECOND, false, Optional.empty()))));

        assertThat(figures.rows()).extracting(LoadRow::problems).containsOnly(List.of("no time left"));
        assertThat(figures.rows()).extracting(LoadRow::undone).containsOnly(3);
    }

    private static LoadRound round(long tookNanos, boolean complete, Optional<LoadRound.Peer> peer) {
        InvocationReport report = new InvocationReport(
                tookNanos,
                SECOND / 5,
                1_024,
                4_096,
                100,
                1,
                100,
                complete ? 0 : 3,
                0,
                complete,
                complete ? List.of("a warning of a complete run") : List.of("no time left"),
                List.of(new AwsCalls.Counted("Query", 7, 3.5)));
        return new LoadRound(100, List.of(report, report), peer);
    }

    /** A hundred probes, half a millisecond of CPU each. */
    private static Optional<LoadRound.Peer> peer(int millis) {
        return Optional.of(
                new LoadRound.Peer(new LoadCost(16, 100, 1, Duration.ofMillis(50), Duration.ofMillis(millis)), 2_048));
    }
}
