package dev.handshakefleet.bench;

import dev.handshakefleet.bench.cold.ColdBenchmark;
import dev.handshakefleet.bench.cold.ColdRow;
import dev.handshakefleet.bench.cost.CostBenchmark;
import dev.handshakefleet.bench.cost.CostRow;
import dev.handshakefleet.bench.history.HistoryBenchmark;
import dev.handshakefleet.bench.history.HistoryRow;
import dev.handshakefleet.bench.load.LoadBenchmark;
import dev.handshakefleet.bench.load.LoadFigures;
import dev.handshakefleet.bench.memory.MemoryBenchmark;
import dev.handshakefleet.bench.memory.MemoryRow;
import dev.handshakefleet.bench.rate.RateBenchmark;
import dev.handshakefleet.bench.rate.RateRow;
import dev.handshakefleet.bench.truth.TruthBenchmark;
import dev.handshakefleet.bench.truth.TruthRow;
import dev.handshakefleet.bench.workbench.BenchContext;
import dev.handshakefleet.bench.workbench.BlackboxExporter;
import dev.handshakefleet.bench.workbench.ChildProcesses;
import dev.handshakefleet.bench.workbench.Effort;
import dev.handshakefleet.bench.workbench.InstalledProgram;
import dev.handshakefleet.bench.workbench.Machine;
import dev.handshakefleet.bench.workbench.NginxServer;
import dev.handshakefleet.bench.workbench.ServerPorts;
import dev.handshakefleet.bench.workbench.SkippedException;
import dev.handshakefleet.bench.workbench.SkippedParts;
import dev.handshakefleet.bench.workbench.WorkerJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs the benchmarks. A part without its program on this machine is skipped and named. */
public final class Bench {

    private final Set<Part> parts;
    private final Effort effort;
    private final Consumer<String> progress;

    /** The parts of the bench. */
    public enum Part {
        /** The distance of reported times from a packet capture. */
        TRUTH,
        /** CPU, probes a second, memory. */
        COST,
        /** First handshakes of fresh JVMs. */
        COLD,
        /** Scheduled runs of many targets, from the event to the answer. */
        LOAD,
        /** Reading back, from measurements alone and from rollups. */
        HISTORY
    }

    /**
     * @param parts the parts to run
     * @param effort how much is measured
     * @param progress receives one line a step
     */
    public Bench(Set<Part> parts, Effort effort, Consumer<String> progress) {
        this.parts = Set.copyOf(parts);
        this.effort = Objects.requireNonNull(effort, "effort");
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /** @return how many steps of these parts will be told to {@code progress}, about */
    public static int steps(Set<Part> parts, Effort effort) {
        int rounds = effort.rounds();
        return parts.stream()
                .mapToInt(part -> switch (part) {
                    case TRUTH -> TruthBenchmark.steps(rounds);
                    case COST ->
                        CostBenchmark.steps(rounds) + RateBenchmark.steps(rounds) + MemoryBenchmark.steps(rounds);
                    case COLD -> ColdBenchmark.steps(rounds);
                    case LOAD -> LoadBenchmark.steps(rounds);
                    case HISTORY -> HistoryBenchmark.steps(rounds);
                })
                .sum();
    }

    /**
     * Measures; takes from a minute to half an hour.
     *
     * @throws IOException when a part that needs no special program fails
     */
    public BenchReport run() throws IOException {
        Instant startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Machine machine = Machine.here();
        SkippedParts skipped = new SkippedParts();
        try (ChildProcesses processes = new ChildProcesses()) {
            WorkerJvm jvms = new WorkerJvm(processes);
            ServerPorts server = server(processes, jvms, skipped);
            nameMissingPeers(skipped);
            BenchContext bench = new BenchContext(processes, jvms, server, effort, progress);
            List<TruthRow> truth = parts.contains(Part.TRUTH) ? truth(bench, skipped) : List.of();
            Costs costs = parts.contains(Part.COST) ? costs(bench) : Costs.NONE;
            List<ColdRow> cold = parts.contains(Part.COLD) ? new ColdBenchmark(bench).run(skipped) : List.of();
            LoadFigures load = parts.contains(Part.LOAD) ? load(bench, skipped) : LoadFigures.NONE;
            List<HistoryRow> history = parts.contains(Part.HISTORY) ? new HistoryBenchmark(bench).run() : List.of();
            return new BenchReport(
                    startedAt,
                    machine,
                    server.name(),
                    effort,
                    truth,
                    costs.cpu(),
                    costs.rates(),
                    costs.memory(),
                    cold,
                    load.rows(),
                    load.calls(),
                    history,
                    Stream.concat(
                                    Goal.of(truth, costs.cpu(), costs.memory()).stream(),
                                    Goal.ofHistory(history).stream())
                            .toList(),
                    skipped.all());
        }
    }

    private record Costs(List<CostRow> cpu, List<RateRow> rates, List<MemoryRow> memory) {

        static final Costs NONE = new Costs(List.of(), List.of(), List.of());
    }

    private static ServerPorts server(ChildProcesses processes, WorkerJvm jvms, SkippedParts skipped)
            throws IOException {
        Optional<Path> nginx = InstalledProgram.NGINX.path();
        if (nginx.isPresent()) {
            return NginxServer.start(processes, nginx.get()).ports();
        }
        skipped.add("all", "nginx is not installed; a server of the JDK replaces it, ECDSA P-256 only");
        return new ServerPorts(
                "JDK " + Runtime.version().feature(), jvms.serve("serve").port(), OptionalInt.empty());
    }

    private void nameMissingPeers(SkippedParts skipped) {
        boolean isExporterWanted = parts.contains(Part.TRUTH) || parts.contains(Part.COST) || parts.contains(Part.LOAD);
        if (isExporterWanted && InstalledProgram.BLACKBOX_EXPORTER.path().isEmpty()) {
            skipped.add(
                    "truth, cost and load",
                    "prometheus-blackbox-exporter is not installed; there is no peer to compare with");
        }
        if (parts.contains(Part.TRUTH) && InstalledProgram.CURL.path().isEmpty()) {
            skipped.add("truth", "curl is not installed");
        }
    }

    private static List<TruthRow> truth(BenchContext bench, SkippedParts skipped) throws IOException {
        try {
            return new TruthBenchmark(bench).run();
        } catch (SkippedException reason) {
            skipped.add("truth", reason.getMessage());
            return List.of();
        }
    }

    private static LoadFigures load(BenchContext bench, SkippedParts skipped) throws IOException {
        try {
            return new LoadBenchmark(bench, InstalledProgram.BLACKBOX_EXPORTER.path()).run(skipped);
        } catch (SkippedException reason) {
            skipped.add("load", reason.getMessage());
            return LoadFigures.NONE;
        }
    }

    private static Costs costs(BenchContext bench) throws IOException {
        Optional<Path> program = InstalledProgram.BLACKBOX_EXPORTER.path();
        Optional<BlackboxExporter> exporter = program.isEmpty()
                ? Optional.empty()
                : Optional.of(BlackboxExporter.start(bench.processes(), program.get()));
        try {
            return new Costs(
                    new CostBenchmark(bench, exporter).run(),
                    new RateBenchmark(bench, exporter).run(),
                    new MemoryBenchmark(bench).run(program));
        } finally {
            exporter.ifPresent(started -> bench.processes().stop(started.process()));
        }
    }
}
