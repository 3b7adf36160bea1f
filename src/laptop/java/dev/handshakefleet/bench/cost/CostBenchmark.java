package dev.handshakefleet.bench.cost;

import dev.handshakefleet.bench.workbench.BenchContext;
import dev.handshakefleet.bench.workbench.BlackboxExporter;
import dev.handshakefleet.bench.workbench.LoadCost;
import dev.handshakefleet.bench.workbench.Statistics;
import dev.handshakefleet.bench.workbench.WorkerJvm;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CPU of a probe, ours and blackbox_exporter's, against one server with either kind of key. */
public final class CostBenchmark {

    /** As {@code ./fleet} and the function run. */
    public static final String OURS = "ours";

    private static final int KEYS = 2;
    private static final String OURS_OPTIMIZED = "ours, all compilers";
    private static final String BLACKBOX = "blackbox_exporter";
    private static final String BLACKBOX_BARE = "blackbox_exporter less HTTP";
    private static final String HOST = "127.0.0.1";
    private static final int IN_FLIGHT = 16;
    private static final int PROBES = 1_600;
    private static final int WARM_UP = 3_000;
    private static final int WARM_UP_OF_OPTIMIZER = 10_000;

    private final BenchContext bench;
    private final Optional<BlackboxExporter> exporter;
    private final Map<Setting, List<LoadCost>> costs = new LinkedHashMap<>();

    private record Setting(String key, String client, Optional<TlsOffer.Profile> offer) {}

    /** @param exporter a running exporter, which the caller stops; empty if there is none */
    public CostBenchmark(BenchContext bench, Optional<BlackboxExporter> exporter) {
        this.bench = bench;
        this.exporter = exporter;
    }

    /** @return how many steps it will report, where the server has both keys */
    public static int steps(int rounds) {
        return rounds * KEYS;
    }

    public List<CostRow> run() throws IOException {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("ECDSA P-256", bench.server().ecdsaPort());
        bench.server().rsaPort().ifPresent(port -> ports.put("RSA 2048", port));
        for (int round = 1; round <= bench.rounds(); round++) {
            for (Map.Entry<String, Integer> port : ports.entrySet()) {
                bench.reportStep("cost: round %d of %d, %s".formatted(round, bench.rounds(), port.getKey()));
                takeOurs(port.getKey(), port.getValue());
                exporter.ifPresent(started -> takeTheirs(started, port.getKey(), port.getValue()));
            }
        }
        return costs.keySet().stream().map(this::row).toList();
    }

    private void takeOurs(String key, int port) throws IOException {
        int probes = bench.count(PROBES);
        List<Integer> inFlight = List.of(IN_FLIGHT);
        for (TlsOffer.Profile offer : TlsOffer.Profile.values()) {
            take(
                    new Setting(key, OURS, Optional.of(offer)),
                    LoadCost.ofOurs(bench, WorkerJvm.AS_LAUNCHED, offer, bench.count(WARM_UP), port, probes, inFlight));
            take(
                    new Setting(key, OURS_OPTIMIZED, Optional.of(offer)),
                    LoadCost.ofOurs(
                            bench,
                            WorkerJvm.ALL_COMPILERS,
                            offer,
                            bench.count(WARM_UP_OF_OPTIMIZER),
                            port,
                            probes,
                            inFlight));
        }
    }

    /** Its HTTP interface is part of its cost. The cost without it is shown as well, because our engine has none. */
    private void takeTheirs(BlackboxExporter started, String key, int port) {
        int probes = bench.count(PROBES);
        ProcessHandle process = started.process().toHandle();
        LoadCost _ = LoadCost.ofProcess(process, probes / 4, IN_FLIGHT, () -> started.probeTls(HOST, port));
        LoadCost all = LoadCost.ofProcess(process, probes, IN_FLIGHT, () -> started.probeTls(HOST, port));
        LoadCost front = LoadCost.ofProcess(process, probes, IN_FLIGHT, started::isHealthy);
        take(theirs(key, BLACKBOX), List.of(all));
        take(
                theirs(key, BLACKBOX_BARE),
                List.of(new LoadCost(IN_FLIGHT, probes, all.failed(), all.cpu().minus(front.cpu()), all.took())));
    }

    private static Setting theirs(String key, String client) {
        return new Setting(key, client, Optional.empty());
    }

    private void take(Setting setting, List<LoadCost> taken) {
        costs.computeIfAbsent(setting, first -> new ArrayList<>()).addAll(taken);
    }

    private CostRow row(Setting setting) {
        List<LoadCost> taken = costs.get(setting);
        return new CostRow(
                setting.key(),
                setting.client(),
                setting.offer().map(TlsOffer.Profile::label),
                Statistics.rounded(
                        Statistics.median(
                                taken.stream().map(LoadCost::cpuMillis).toList()),
                        3),
                ratio(setting),
                taken.stream().mapToInt(LoadCost::failed).sum());
    }

    /** The ratio of figures of one round, so that a slow round slows both sides. */
    private Optional<BigDecimal> ratio(Setting setting) {
        List<LoadCost> theirs = costs.getOrDefault(theirs(setting.key(), BLACKBOX), List.of());
        if (theirs.isEmpty()) {
            return Optional.empty();
        }
        List<LoadCost> taken = costs.get(setting);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < taken.size(); round++) {
            ratios.add(taken.get(round).cpuMillis() / theirs.get(round).cpuMillis());
        }
        return Optional.of(Statistics.rounded(Statistics.median(ratios), 2));
    }
}
