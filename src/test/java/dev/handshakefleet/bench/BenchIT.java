package dev.handshakefleet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.bench.cold.ColdRow;
import dev.handshakefleet.bench.workbench.BenchContext;
import dev.handshakefleet.bench.workbench.ChildProcesses;
import dev.handshakefleet.bench.workbench.Effort;
import dev.handshakefleet.bench.workbench.LoadCost;
import dev.handshakefleet.bench.workbench.ServerPorts;
import dev.handshakefleet.bench.workbench.WorkerJvm;
import dev.handshakefleet.local.server.LoopbackPort;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The command {@code fleet bench}, with the smallest number of runs that it accepts. */
class BenchIT {

    private static final Effort LEAST = new Effort(1, 100);

    @Test
    void coldStartsAreMeasuredShownAndWritten() throws IOException {
        List<String> lines = new ArrayList<>();

        BenchReport report = new Bench(EnumSet.of(Bench.Part.COLD), LEAST, lines::add).run();

        assertThat(lines).contains("cold: round 1 of 1, 4 fresh JVMs");
        assertThat(report.cold())
                .extracting(ColdRow::archive, ColdRow::warmed)
                .contains(tuple("none", false), tuple("the JDK's own", true));
        assertThat(report.truth()).isEmpty();
        assertThat(String.join("\n", new BenchView(report).lines()))
                .contains("Cold: first handshake of a fresh JVM", "quick: one round")
                .doesNotContain("Truth:", "Cost:");
        JsonNode json = new ObjectMapper().readTree(ContractJson.compact(report));
        assertThat(json.at("/cold/0/firstTlsMillis").decimalValue()).isPositive();
        assertThat(json.at("/machine/cpus").asInt()).isPositive();
    }

    @Test
    void cpuTimeIsThatOfTheWorker() throws IOException {
        try (ChildProcesses processes = new ChildProcesses()) {
            WorkerJvm jvms = new WorkerJvm(processes);
            ServerPorts server = new ServerPorts("JDK", jvms.serve("serve").port(), OptionalInt.empty());
            BenchContext bench = new BenchContext(processes, jvms, server, LEAST, line -> {});

            List<LoadCost> costs = LoadCost.ofOurs(
                    bench, WorkerJvm.AS_LAUNCHED, TlsOffer.Profile.CLASSIC, 10, server.ecdsaPort(), 40, List.of(1, 4));

            assertThat(costs).extracting(LoadCost::inFlight).containsExactly(1, 4);
            assertThat(costs).allSatisfy(cost -> {
                assertThat(cost.failed()).isZero();
                assertThat(cost.rate()).isPositive();
                assertThat(cost.cpuMillis()).isPositive();
            });
        }
    }

    @Test
    void failedWorkerReportsItsError() throws IOException {
        try (ChildProcesses processes = new ChildProcesses()) {
            WorkerJvm jvms = new WorkerJvm(processes);

            assertThatThrownBy(() -> jvms.run(WorkerJvm.AS_LAUNCHED, "cold", LoopbackPort.free(), "cold"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("CONNECTION_REFUSED");
        }
    }
}
