package dev.handshakefleet.bench.rate;

import dev.handshakefleet.bench.cost.CostBenchmark;
import dev.handshakefleet.bench.workbench.BenchContext;
import dev.handshakefleet.bench.workbench.BlackboxExporter;
import dev.handshakefleet.bench.workbench.LoadCost;
import dev.handshakefleet.bench.workbench.Statistics;
import dev.handshakefleet.bench.workbench.WorkerJvm;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Probes a second with few and many in flight. The server shares the machine, and so does the client of the exporter.
 */
public final class RateBenchmark {

    private static final List<Integer> IN_FLIGHT = List.of(1, 16, 100, 1_000);
    private static final int PROBES = 2_000;
    private static final int WARM_UP = 3_000;

    private final BenchContext bench;
    private final Optional<BlackboxExporter> exporter;
    private final Map<Setting, List<LoadCost>> loads = new LinkedHashMap<>();

    private record Setting(String client, int inFlight) {}

    /** @param exporter a running exporter, which the caller stops; empty if there is none */
    public RateBenchmark(BenchContext bench, Optional<BlackboxExporter> exporter) {
        this.bench = bench;
        this.exporter = exporter;
    }

    /** @return how many steps it will report */
    public static int steps(int rounds) {
        return rounds;
    }

    public List<RateRow> run() throws IOException {
        int port = bench.server().ecdsaPort();
        int probes = bench.count(PROBES);
        for (int round = 1; round <= bench.rounds(); round++) {
            bench.reportStep("cost: round %d of %d, probes a second".formatted(round, bench.rounds()));
            take(
                    CostBenchmark.OURS,
                    LoadCost.ofOurs(
                            bench,
                            WorkerJvm.AS_LAUNCHED,
                            TlsOffer.Profile.BROWSER,
                            bench.count(WARM_UP),
                            port,
                            probes,
                            IN_FLIGHT));
            exporter.ifPresent(started -> take(
                    "blackbox_exporter",
                    IN_FLIGHT.stream()
                            .map(inFlight -> LoadCost.ofProcess(
                                    started.process().toHandle(),
                                    probes,
                                    inFlight,
                                    () -> started.probeTls("127.0.0.1", port)))
                            .toList()));
        }
        return loads.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .toList();
    }

    private void take(String client, List<LoadCost> taken) {
        taken.forEach(load -> loads.computeIfAbsent(new Setting(client, load.inFlight()), first -> new ArrayList<>())
                .add(load));
    }

    private static RateRow row(Setting setting, List<LoadCost> taken) {
        return new RateRow(
                setting.client(),
                setting.inFlight(),
                Statistics.rounded(median(taken, LoadCost::rate), 0),
                Statistics.rounded(median(taken, LoadCost::cpuMillis), 3),
                taken.stream().mapToInt(LoadCost::failed).sum());
    }

    private static double median(List<LoadCost> taken, ToDoubleFunction<LoadCost> number) {
        return Statistics.median(taken.stream().map(number::applyAsDouble).toList());
    }
}
