package dev.handshakefleet.bench.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.bench.cost.CostBenchmark;
import dev.handshakefleet.bench.workbench.BenchContext;
import dev.handshakefleet.bench.workbench.BlackboxExporter;
import dev.handshakefleet.bench.workbench.DistantServer;
import dev.handshakefleet.bench.workbench.LoadCost;
import dev.handshakefleet.bench.workbench.LoopbackAddresses;
import dev.handshakefleet.bench.workbench.ProcessFacts;
import dev.handshakefleet.bench.workbench.SkippedException;
import dev.handshakefleet.bench.workbench.SkippedParts;
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
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A scheduled run of 100, 1,000 and 10,000 targets by one invocation: read from the catalog, probed, compared, stored, decided, answered.
 * The server answers 20 ms late. blackbox_exporter then probes the same targets, as many at once. The largest run is made again with
 * DynamoDB further and further away.
 */
public final class LoadBenchmark {

    private static final List<Integer> TARGETS = List.of(100, 1_000, 10_000);
    private static final int DELAY_MILLIS = 20;

    /** Round trips to DynamoDB: in its own region, over a continent, around the world. */
    private static final List<Integer> DISTANCES_MILLIS = List.of(5, 60, 260);

    private static final int MOST_ROUNDS_OF_DISTANCES = 3;

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
    private final Map<LoadSetting, List<LoadRound>> rounds = new LinkedHashMap<>();

    /** @param exporter the program; each round starts one of its own */
    public LoadBenchmark(BenchContext bench, Optional<Path> exporter) {
        this.bench = bench;
        this.exporter = exporter;
    }

    /** @return how many steps it will report */
    public static int steps(int rounds) {
        return rounds * TARGETS.size() + roundsOfDistances(rounds) * DISTANCES_MILLIS.size();
    }

    /**
     * A round that fails is named, and the others count.
     *
     * @param skipped gets the rounds that failed
     * @throws SkippedException when this machine lacks something that it needs
     * @throws IOException when the server's relay does not start
     */
    public LoadFigures run(SkippedParts skipped) throws IOException, SkippedException {
        Path rootFile = bench.server()
                .rootFile()
                .orElseThrow(() -> new SkippedException("nginx is not installed; its targets are on it"));
        long openFiles = ProcessFacts.openFilesLimit().orElse(Long.MAX_VALUE);
        if (openFiles < OPEN_FILES) {
            throw new SkippedException("a process may have " + openFiles
                    + " files open at the most (ulimit -Hn), and the relay needs " + OPEN_FILES);
        }
        WorkerJvm.Service relay =
                bench.jvms().serve("relay", bench.server().ecdsaPort(), DELAY_MILLIS, LoopbackAddresses.MOST);
        try {
            int closedPort = LoopbackPort.free();
            for (Step step : steps()) {
                bench.reportStep(step.name());
                try {
                    List<LoadTarget> targets = LoadTarget.of(step.setting().targets(), relay.port(), closedPort);
                    LoadRound round = round(targets, rootFile, step.setting().distanceMillis());
                    rounds.computeIfAbsent(step.setting(), first -> new ArrayList<>())
                            .add(round);
                } catch (IOException failed) {
                    skipped.add(step.name(), failed.getMessage());
                }
            }
        } finally {
            bench.processes().stop(relay.process());
        }
        return LoadFigures.of(rounds);
    }

    /** What is measured next, and its name. */
    private record Step(LoadSetting setting, String name) {}

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int round = 1; round <= bench.rounds(); round++) {
            for (int full : TARGETS) {
                int targets = bench.count(full);
                steps.add(new Step(
                        new LoadSetting(targets, 0),
                        "load: round %d of %d, %,d targets".formatted(round, bench.rounds(), targets)));
            }
        }
        int roundsOfDistances = roundsOfDistances(bench.rounds());
        for (int round = 1; round <= roundsOfDistances; round++) {
            for (int millis : DISTANCES_MILLIS) {
                int targets = bench.count(TARGETS.getLast());
                steps.add(new Step(
                        new LoadSetting(targets, millis),
                        "load: round %d of %d, %,d targets, DynamoDB %d ms away"
                                .formatted(round, roundsOfDistances, targets, millis)));
            }
        }
        return steps;
    }

    private static int roundsOfDistances(int rounds) {
        return Math.min(rounds, MOST_ROUNDS_OF_DISTANCES);
    }

    /** The exporter has no table, so it is measured once for each number of targets. */
    private LoadRound round(List<LoadTarget> targets, Path rootFile, int distanceMillis) throws IOException {
        List<InvocationReport> ours = ours(targets, rootFile, distanceMillis);
        Optional<LoadRound.Peer> peer = exporter.isEmpty() || distanceMillis > 0
                ? Optional.empty()
                : Optional.of(theirs(targets, exporter.get()));
        return new LoadRound(targets.size(), ours, peer);
    }

    private List<InvocationReport> ours(List<LoadTarget> targets, Path rootFile, int distanceMillis)
            throws IOException {
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.inMemory()) {
            LocalTables.create(dynamoDb.client());
            apply(targets, new TargetCatalog(dynamoDb.client(), LocalTables.STATE));
            if (distanceMillis == 0) {
                return invocations(dynamoDb.endpoint(), rootFile);
            }
            try (DistantServer distant = new DistantServer(dynamoDb.endpoint(), Duration.ofMillis(distanceMillis))) {
                return invocations(distant.endpoint(), rootFile);
            }
        }
    }

    private List<InvocationReport> invocations(URI dynamoDb, Path rootFile) throws IOException {
        List<WorkerJvm.OutputLine> output = bench.jvms()
                .of(LoadWorker.class)
                .run(AS_DEPLOYED, dynamoDb, rootFile, bench.processes().newFile("notices", ".jsonl"), CONCURRENCY);
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
