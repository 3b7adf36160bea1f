package dev.handshakefleet.bench.truth;

import dev.handshakefleet.bench.truth.TruthRound.Compared;
import dev.handshakefleet.bench.workbench.BenchContext;
import dev.handshakefleet.bench.workbench.BlackboxExporter;
import dev.handshakefleet.bench.workbench.InstalledProgram;
import dev.handshakefleet.bench.workbench.LoopbackAddresses;
import dev.handshakefleet.bench.workbench.SkippedException;
import dev.handshakefleet.bench.workbench.Statistics;
import dev.handshakefleet.bench.workbench.WorkerJvm;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Compares the reports of clients with a capture of tcpdump, through a relay that delays the server by a known time.
 * Rounds of all clients and loads alternate, so a slow minute of the machine affects all of them.
 */
public final class TruthBenchmark {

    private static final int LOADS = 3;
    private static final int CLIENTS = 3;
    private static final int DELAY_MILLIS = 20;
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;

    private final BenchContext bench;
    private final Map<Setting, List<TruthRound>> rounds = new LinkedHashMap<>();

    /** A client under a load. */
    private record Setting(String client, Load load) {}

    /** The number of probes, and how many at once. */
    private record Load(int inFlight, int probes) {}

    public TruthBenchmark(BenchContext bench) {
        this.bench = bench;
    }

    /** @return how many steps it will report, where every peer is installed */
    public static int steps(int rounds) {
        return rounds * LOADS * CLIENTS;
    }

    /** @throws SkippedException when this machine allows no capture */
    public List<TruthRow> run() throws IOException, SkippedException {
        Path tcpdump = InstalledProgram.TCPDUMP
                .path()
                .orElseThrow(() -> new SkippedException("tcpdump is not installed; it records the true times"));
        WorkerJvm.Service relay =
                bench.jvms().serve("relay", bench.server().ecdsaPort(), DELAY_MILLIS, LoopbackAddresses.MOST);
        Optional<BlackboxExporter> exporter = exporter();
        try {
            measure(tcpdump, relay.port(), clients(exporter));
        } finally {
            exporter.ifPresent(started -> bench.processes().stop(started.process()));
            bench.processes().stop(relay.process());
        }
        return rows();
    }

    private void measure(Path tcpdump, int port, List<TruthClient> clients) throws IOException, SkippedException {
        List<Load> loads = List.of(
                new Load(1, bench.count(200)), new Load(16, bench.count(640)), new Load(100, bench.count(1_000)));
        for (int round = 1; round <= bench.rounds(); round++) {
            for (Load load : loads) {
                for (TruthClient client : clients) {
                    bench.reportStep("truth: round %d of %d, %s, %d in flight"
                            .formatted(round, bench.rounds(), client.name(), load.inFlight()));
                    rounds.computeIfAbsent(new Setting(client.name(), load), setting -> new ArrayList<>())
                            .add(round(tcpdump, port, client, load));
                }
            }
        }
    }

    private TruthRound round(Path tcpdump, int port, TruthClient client, Load load)
            throws IOException, SkippedException {
        try (PacketCapture capture = PacketCapture.start(bench.processes(), tcpdump, port)) {
            TruthClient.Observed observed = client.probe(port, load.probes(), load.inFlight());
            TruthRound round = new TruthRound(observed, CapturedConnection.byServer(capture.stop()), port);
            if (round.pairs(Compared.TLS).isEmpty()) {
                throw new IOException("no handshake of " + client.name() + " was found in the capture");
            }
            return round;
        }
    }

    private Optional<BlackboxExporter> exporter() throws IOException {
        Optional<Path> program = InstalledProgram.BLACKBOX_EXPORTER.path();
        return program.isEmpty()
                ? Optional.empty()
                : Optional.of(BlackboxExporter.start(bench.processes(), program.get()));
    }

    private List<TruthClient> clients(Optional<BlackboxExporter> exporter) {
        List<TruthClient> clients = new ArrayList<>(List.of(new OurClient(bench)));
        InstalledProgram.CURL.path().ifPresent(program -> clients.add(new CurlClient(bench.processes(), program)));
        exporter.ifPresent(started -> clients.add(new BlackboxClient(started)));
        return clients;
    }

    private List<TruthRow> rows() {
        List<TruthRow> rows = new ArrayList<>();
        for (Compared time : Compared.values()) {
            rounds.forEach((setting, taken) -> row(time, setting, taken).ifPresent(rows::add));
        }
        return rows;
    }

    /** @return empty where the client does not report that time */
    private static Optional<TruthRow> row(Compared time, Setting setting, List<TruthRound> taken) {
        List<List<TruthRound.Pair>> compared = taken.stream()
                .map(round -> round.pairs(time))
                .filter(pairs -> !pairs.isEmpty())
                .toList();
        if (compared.isEmpty()) {
            return Optional.empty();
        }
        int probes = (int) medianOf(compared, Collection::size);
        return Optional.of(new TruthRow(
                setting.client(),
                setting.load().inFlight(),
                time.label(),
                probes,
                setting.load().probes() - probes,
                taken.getFirst().observed().clock(),
                Statistics.rounded(
                        100 * medianOf(taken, round -> round.observed().busy()), 0),
                Statistics.rounded(
                        medianOf(compared, pairs -> medianOf(pairs, TruthRound.Pair::captured)) / NANOS_PER_MILLI, 3),
                Statistics.rounded(
                        medianOf(compared, pairs -> medianOf(pairs, TruthRound.Pair::difference)) / NANOS_PER_MICRO, 1),
                error(compared, 50),
                error(compared, 90),
                error(compared, 99)));
    }

    private static BigDecimal error(List<List<TruthRound.Pair>> compared, int percent) {
        double nanos = medianOf(
                compared,
                pairs -> Statistics.percentile(
                        pairs.stream().map(pair -> Math.abs(pair.difference())).toList(), percent));
        return Statistics.rounded(nanos / NANOS_PER_MICRO, 1);
    }

    private static <T> double medianOf(List<T> values, ToDoubleFunction<T> number) {
        return Statistics.median(values.stream().map(number::applyAsDouble).toList());
    }
}
