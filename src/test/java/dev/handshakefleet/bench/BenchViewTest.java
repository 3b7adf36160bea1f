package dev.handshakefleet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.bench.cost.CostRow;
import dev.handshakefleet.bench.truth.TruthRow;
import dev.handshakefleet.bench.workbench.Effort;
import dev.handshakefleet.bench.workbench.Machine;
import dev.handshakefleet.bench.workbench.SkippedParts.Skipped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BenchViewTest {

    private static final Machine MACHINE =
            new Machine("Linux 6", "a CPU", 2, "a JVM", Map.of("curl", "curl 8"), BigDecimal.ZERO);

    @Test
    void goalsApplyToOurFiguresOnly() {
        String shown = shown(20, wait(1, "19.9", "100.1"), wait(100, "1", "200.0"));

        assertThat(shown)
                .containsPattern("alone, p50 \\(µs\\) +20 +19.9 +met")
                .containsPattern("alone, p99 \\(µs\\) +100 +100.1 +MISSED")
                .containsPattern("100 in flight, p99 \\(µs\\) +200 +200.0 +met")
                .containsPattern("ECDSA P-256, classic \\(× blackbox_exporter\\) +1.0 +0.99 +met")
                .contains("Skipped (truth): curl is not installed")
                .doesNotContain("Memory:", "Other processes kept the CPUs busy");
    }

    @Test
    void busyMachineIsNamed() {
        assertThat(shown(97, wait(1, "19.9", "100.1"))).contains("Other processes kept the CPUs busy");
    }

    private static String shown(int busyAlone, String[]... waits) {
        List<TruthRow> truth = List.of(waits).stream()
                .map(wait -> new TruthRow(
                        "ours",
                        Integer.parseInt(wait[0]),
                        "wait",
                        10,
                        0,
                        "kernel",
                        BigDecimal.valueOf(wait[0].equals("1") ? busyAlone : 98),
                        BigDecimal.ONE,
                        BigDecimal.ONE,
                        new BigDecimal(wait[1]),
                        BigDecimal.ONE,
                        new BigDecimal(wait[2])))
                .toList();
        List<CostRow> cost = List.of(
                new CostRow(
                        "ECDSA P-256",
                        "ours",
                        Optional.of("classic"),
                        BigDecimal.ONE,
                        Optional.of(new BigDecimal("0.99")),
                        0),
                new CostRow(
                        "ECDSA P-256",
                        "blackbox_exporter",
                        Optional.empty(),
                        BigDecimal.ONE,
                        Optional.of(BigDecimal.ONE),
                        0));
        BenchReport report = new BenchReport(
                Instant.EPOCH,
                MACHINE,
                "nginx",
                Effort.FULL,
                truth,
                cost,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Goal.of(truth, cost, List.of()),
                List.of(new Skipped("truth", "curl is not installed")));
        return String.join("\n", new BenchView(report).lines());
    }

    private static String[] wait(int inFlight, String p50, String p99) {
        return new String[] {String.valueOf(inFlight), p50, p99};
    }
}
