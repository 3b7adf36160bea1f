package dev.handshakefleet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.bench.cold.ColdRow;
import dev.handshakefleet.bench.history.HistoryRow;
import dev.handshakefleet.bench.load.CallRow;
import dev.handshakefleet.bench.load.LoadRow;
import dev.handshakefleet.bench.workbench.BenchContext;
import dev.handshakefleet.bench.workbench.ChildProcesses;
import dev.handshakefleet.bench.workbench.Effort;
import dev.handshakefleet.bench.workbench.InstalledProgram;
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

    /** Two days of one target and a week of ten: what is read and written, without a look at the clock. */
    @Test
    void historyIsReadFromRollupsForAFractionOfTheReadUnits() throws IOException {
        List<String> lines = new ArrayList<>();
        BenchReport report = new Bench(EnumSet.of(Bench.Part.HISTORY), new Effort(1, 1_000), lines::add).run();

        assertThat(report.history())
                .extracting(HistoryRow::what)
                .containsExactly(
                        "history of 2 days, from measurements",
                        "making the rollups",
                        "history of 2 days, from rollups",
                        "report of 10 targets over 7 days");
        double before = report.history().getFirst().readUnits().doubleValue();
        double after = report.history().get(2).readUnits().doubleValue();
        assertThat(report.history().getFirst().measurements()).isEqualTo(2 * 24 * 60 * 5);
        assertThat(after).isPositive().isLessThan(before / 50);
        assertThat(report.goals())
                .filteredOn(goal -> goal.what().startsWith("write units of rollups"))
                .singleElement()
                .satisfies(goal -> assertThat(goal.met()).as(goal.toString()).isTrue());
        assertThat(String.join("\n", new BenchView(report).lines())).contains("History: reading back", "read units");
    }

    @Test
    void coldStartsAreMeasuredShownAndWritten() throws IOException {
        List<String> lines = new ArrayList<>();

        BenchReport report = new Bench(EnumSet.of(Bench.Part.COLD), LEAST, lines::add).run();

        assertThat(lines).contains("cold: round 1 of 1, 4 fresh JVMs");
        assertThat(lines).hasSizeLessThanOrEqualTo(Bench.steps(EnumSet.of(Bench.Part.COLD), LEAST));
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

    /** The relay listens on a thousand addresses of loopback, which only Linux has. */
    @Test
    void scheduledRunsAreMeasuredWithTheirCallsBesideThePeerOfTheSameTargets() throws IOException {
        assumeThat(InstalledProgram.NGINX.path()).as("nginx").isPresent();
        List<String> lines = new ArrayList<>();

        BenchReport report = new Bench(EnumSet.of(Bench.Part.LOAD), LEAST, lines::add).run();

        assertThat(lines)
                .contains("load: round 1 of 1, 100 targets")
                .hasSize(Bench.steps(EnumSet.of(Bench.Part.LOAD), LEAST));
        assertThat(report.load())
                .filteredOn(row -> row.client().equals("ours") && row.distanceMillis() == 0)
                .extracting(
                        LoadRow::targets,
                        row -> row.invocation().orElseThrow(),
                        row -> row.stored().orElseThrow(),
                        LoadRow::failed,
                        row -> row.notices().orElseThrow(),
                        LoadRow::undone)
                .containsExactly(
                        tuple(1, "first", 1, 0, 0, 0),
                        tuple(1, "second", 1, 0, 0, 0),
                        tuple(10, "first", 10, 0, 0, 0),
                        tuple(10, "second", 10, 0, 0, 0),
                        tuple(100, "first", 100, 1, 0, 0),
                        tuple(100, "second", 100, 1, 1, 0));
        assertThat(report.load())
                .filteredOn(row -> row.distanceMillis() > 0)
                .extracting(LoadRow::distanceMillis, row -> row.stored().orElseThrow())
                .containsExactly(
                        tuple(5, 100), tuple(5, 100), tuple(60, 100), tuple(60, 100), tuple(260, 100), tuple(260, 100));
        assertThat(report.skipped())
                .filteredOn(part -> part.part().startsWith("load"))
                .isEmpty();
        // What ./fleet cost counts: a unit for each measurement, for the record of the run, for the pointer and for the
        // records.
        assertThat(report.calls())
                .filteredOn(call -> call.targets() == 10 && call.invocation().equals("second"))
                .filteredOn(call -> !call.call()
                        .equals("BatchGetItem")) // DynamoDB Local counts nothing for states that are not there
                .extracting(CallRow::call, call -> call.units().intValueExact())
                .containsExactly(
                        tuple("BatchWriteItem", 10), tuple("GetItem", 1), tuple("PutItem", 1), tuple("Query", 1));
        assertThat(String.join("\n", new BenchView(report).lines()))
                .contains("Load: one invocation probes, stores and decides", "Calls to DynamoDB");
        if (InstalledProgram.BLACKBOX_EXPORTER.path().isPresent()) {
            assertThat(report.load())
                    .filteredOn(row -> row.client().equals("blackbox_exporter"))
                    .extracting(LoadRow::targets, LoadRow::failed)
                    .containsExactly(tuple(1, 0), tuple(10, 0), tuple(100, 1));
            assertThat(report.load().getLast().cpuMillis()).isPositive();
        }
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
