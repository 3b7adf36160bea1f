package dev.handshakefleet.bench.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The numbers between measuring and showing. */
class StatisticsTest {

    @Test
    void percentileIsAMeasuredValue() {
        List<Double> hundred =
                IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList();

        assertThat(Statistics.percentile(hundred, 50)).isEqualTo(50);
        assertThat(Statistics.percentile(hundred, 99)).isEqualTo(99);
        assertThat(Statistics.percentile(List.of(3.0), 1)).isEqualTo(3);
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
    }

    @Test
    void lineOfTimesIsReadAsWritten() {
        ReportedTimes times = new ReportedTimes(
                "127.77.0.1", Optional.of(Duration.ofNanos(1)), Optional.of(Duration.ofSeconds(2)), Optional.empty());

        assertThat(times.line()).isEqualTo("127.77.0.1 1 2000000000 -");
        assertThat(ReportedTimes.parse(times.line())).isEqualTo(times);
        assertThatThrownBy(() -> ReportedTimes.parse("WARNING: of something else"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyProbeOfARoundHasItsOwnAddress() {
        assertThat(LoopbackAddresses.first(LoopbackAddresses.MOST))
                .doesNotHaveDuplicates()
                .startsWith("127.77.0.1")
                .contains("127.77.0.250", "127.77.1.1")
                .endsWith("127.77.3.250");
    }

    @Test
    void shareOfTheEffortIsAtLeastOneProbe() {
        assertThat(Effort.QUICK.probes(200)).isEqualTo(50);
        assertThat(new Effort(1, 1_000).probes(200)).isEqualTo(1);
    }
}
