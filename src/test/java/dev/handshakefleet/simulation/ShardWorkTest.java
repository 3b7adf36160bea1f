package dev.handshakefleet.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** All numbers are computed by hand. */
class ShardWorkTest {

    @Test
    void probeStartsWhenAPlaceIsFree() {
        ShardWork work = ShardWork.of(new double[] {1, 3, 1, 1}, 2, 0, 0, 0);

        // The second place is busy until 3, so the others follow each other on the first.
        assertThat(work.ends()).containsExactly(1.0, 3.0, 2.0, 3.0);
        assertThat(work.seconds()).isEqualTo(3);
    }

    @Test
    void startsAreSpreadOverTheSlot() {
        ShardWork work = ShardWork.of(new double[] {0.5, 0.5, 0.5, 0.5}, 2, 4, 0, 0);

        assertThat(work.ends()).containsExactly(0.5, 1.5, 2.5, 3.5);
    }

    @Test
    void processorComputesOneProbeAfterTheOther() {
        ShardWork work = ShardWork.of(new double[] {0.1, 0.1, 0.1, 0.1}, 4, 0, 1, 0);

        assertThat(work.ends()).containsExactly(1.0, 2.0, 3.0, 4.0);
    }

    @Test
    void callsOfTheTableComeBeforeAndAfterTheProbes() {
        ShardWork work = ShardWork.of(new double[] {1}, 1, 0, 0, 0.25);

        assertThat(work.ends()).containsExactly(1.5);
        assertThat(work.seconds()).isEqualTo(1.5 + 1, within(1e-9));
    }

    @Test
    void shardWithoutTargetsTakesTheCallsAlone() {
        assertThat(ShardWork.of(new double[0], 16, 10, 1, 0.25).seconds()).isEqualTo(1.5);
    }
}
