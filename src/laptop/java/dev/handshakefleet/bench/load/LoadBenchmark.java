package dev.handshakefleet.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.bench.cost.CostBenchmark;
import dev.handshakefleet.bench.workbench.BenchContext;
import dev.handshakefleet.bench.workbench.BlackboxExporter;
import dev.handshakefleet.bench.workbench.LoadCost;
import dev.handshakefleet.bench.workbench.LoopbackAddresses;
import dev.handshakefleet.bench.workbench.ProcessFacts;
import dev.handshakefleet.bench.workbench.SkippedException;
import dev.handshakefleet.bench.workbench.WorkerJvm;
import dev.handshakefleet.catalog.CatalogEntry;
import dev.handshakefleet.catalog.CatalogWriter;
import dev.handshakefleet.catalog.TargetCatalog;
import dev.handshakefleet.local.DynamoDbLocal;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.local.server.LoopbackPort;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A scheduled run of 100, 1,000 and 10,000 targets by one invocation: read from the catalog, probed, compared, stored, decided, answered.
 * The server answers 20 ms late. blackbox_exporter then probes the same targets, as many at once.
 */
public final class LoadBenchmark {

    private static final List<Integer> TARGETS = List.of(100, 1_000, 10_000);
    private static final int DELAY_MILLIS = 20;

    /** The default of the parameter {@code Concurrency}. */
    private static final int CONCURRENCY = 16;

    /** As the function runs on a JVM, with the heap that the native executable may have. */
    private static final List<String> AS_DEPLOYED =
            Stream.concat(WorkerJvm.AS_LAUNCHED.stream(), Stream.of("-Xmx256m")).toList();

    /** The relay listens on every address and has two connections for each probe under way. */
    private static final int OPEN_FILES = LoopbackAddresses.MOST + 500;

    private final BenchContext bench;
    private final Optional<Path> exporter;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<Integer, List<LoadRound>> rounds = new LinkedHashMap<>();

    /** @param exporter the program; each round starts one of its own */
    public LoadBenchmark(BenchContext bench, Optional<Path> exporter) {
        this.bench = bench;
        this.exporter = exporter;
    }

    /** @return how many steps it will report */
    public static int steps(int rounds) {
        return rounds * TARGETS.size();
    }

    /**
     * @throws SkippedException when this machine lacks something that it needs
     * @throws IOException when a process of it fails
     */
    public LoadFigures run() throws IOException, SkippedException {
        Path rootFile = bench.server()
                .rootFile()
                .orElseThrow(() -> new SkippedException("nginx is not installed; its targets are on it"));
        long openFiles = ProcessFacts.openFilesLimit().orElse(Long.MAX_VALUE);
        if (openFiles < OPEN_FILES) {
            throw new SkippedException("a process may have " + openFiles
                    + " files open at the most (ulimit -Hn), and the" + " relay needs " + OPEN_FILES);
        }
        WorkerJvm.Service relay =
                bench.jvms().serve("relay", bench.server().ecdsaPort(), DELAY_MILLIS, LoopbackAddresses.MOST);
        try {
            int closedPort = LoopbackPort.free();
            for (int round = 1; round <= bench.rounds(); round++) {
                for (int full : TARGETS) {
                    int count = bench.count(full);
                    bench.reportStep("load: round %d of %d, %,d targets".formatted(round, bench.rounds(), count));
                    rounds.computeIfAbsent(count, first -> new ArrayList<>())
                            .add(round(LoadTarget.of(count, relay.port(), closedPort), rootFile));
                }
            }
        } finally {
            bench.processes().stop(relay.process());
        }
        return LoadFigures.of(rounds);
    }

    private LoadRound round(List<LoadTarget> targets, Path rootFile) throws IOException {
        List<InvocationReport> ours = ours(targets, rootFile);
        return new LoadRound(
                targets.size(),
                ours,
                exporter.isEmpty() ? Optional.empty() : Optional.of(theirs(targets, exporter.get())));
    }

    private List<InvocationReport> ours(List<LoadTarget> targets, Path rootFile) throws IOException {
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.inMemory()) {
            LocalTables.create(dynamoDb.client());
            apply(targets, new TargetCatalog(dynamoDb.client(), LocalTables.STATE));
            List<WorkerJvm.OutputLine> output = bench.jvms()
                    .of(LoadWorker.class)
                    .run(
                            AS_DEPLOYED,
                            dynamoDb.endpoint(),
                            rootFile,
                            bench.processes().newFile("notices", ".jsonl"),
                            CONCURRENCY);
            if (output.size() != LoadWorker.INVOCATIONS) {
                throw new IOException(
                        "a worker reported " + output.size() + " invocations instead of " + LoadWorker.INVOCATIONS);
            }
            List<InvocationReport> reports = new ArrayList<>();
            for (WorkerJvm.OutputLine line : output) {
                reports.add(json.readValue(line.text(), InvocationReport.class));
            }
            return reports;
        }
    }

    private static void apply(List<LoadTarget> targets, TargetCatalog catalog) {
        TargetReader reader = new TargetReader(TargetDefaults.BUILT_IN);
        CatalogWriter writer = catalog.writer((packs, of) -> {});
        List<CatalogEntry> entries = targets.stream()
                .map(LoadTarget::written)
                .map(written -> new CatalogEntry(reader.read(written).id(), written))
                .toList();
        writer.apply(writer.plan(entries), Optional.of(CostBenchmark.OURS), Instant.now());
    }

    private LoadRound.Peer theirs(List<LoadTarget> targets, Path program) throws IOException {
        BlackboxExporter started = BlackboxExporter.start(bench.processes(), program);
        try {
            long pid = started.process().pid();
            long idle = ProcessFacts.residentKib(pid).orElse(0);
            ProcessFacts.forgetPeak(pid);
            LoadCost cost = LoadCost.ofProcess(
                    started.process().toHandle(),
                    targets.size(),
                    CONCURRENCY,
                    index -> started.probeTls(
                            targets.get(index).address(), targets.get(index).port()));
            return new LoadRound.Peer(cost, ProcessFacts.peakKib(pid).orElse(0) - idle);
        } finally {
            bench.processes().stop(started.process());
        }
    }
}
