package dev.handshakefleet.bench.memory;

import dev.handshakefleet.bench.cost.CostBenchmark;
import dev.handshakefleet.bench.workbench.BenchContext;
import dev.handshakefleet.bench.workbench.BlackboxExporter;
import dev.handshakefleet.bench.workbench.LoopbackAddresses;
import dev.handshakefleet.bench.workbench.ProbeLoad;
import dev.handshakefleet.bench.workbench.ProcessFacts;
import dev.handshakefleet.bench.workbench.Statistics;
import dev.handshakefleet.bench.workbench.WorkerJvm;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Memory while a thousand probes wait for a server that delays its answers. */
public final class MemoryBenchmark {

    private static final int IN_FLIGHT = 1_000;
    private static final int DELAY_MILLIS = 3_500;
    private static final int WARM_UP = 400;
    private static final double KIB_PER_MIB = 1_024;

    private final BenchContext bench;

    /** The memory of one process, in KiB. */
    private record Taken(long idle, long peak, OptionalLong heap, int failed) {}

    public MemoryBenchmark(BenchContext bench) {
        this.bench = bench;
    }

    /** @return how many steps it will report */
    public static int steps(int rounds) {
        return rounds;
    }

    /** @param exporter the program; each round starts one of its own */
    public List<MemoryRow> run(Optional<Path> exporter) throws IOException {
        List<Taken> ours = new ArrayList<>();
        List<Taken> theirs = new ArrayList<>();
        WorkerJvm.Service relay =
                bench.jvms().serve("relay", bench.server().ecdsaPort(), DELAY_MILLIS, LoopbackAddresses.MOST);
        try {
            for (int round = 1; round <= bench.rounds(); round++) {
                bench.reportStep("cost: round %d of %d, memory".formatted(round, bench.rounds()));
                ours.add(takeOurs(relay.port()));
                if (exporter.isPresent()) {
                    theirs.add(takeTheirs(exporter.get(), relay.port()));
                }
            }
        } finally {
            bench.processes().stop(relay.process());
        }
        List<MemoryRow> rows = new ArrayList<>(List.of(row(CostBenchmark.OURS, ours)));
        if (!theirs.isEmpty()) {
            rows.add(row("blackbox_exporter", theirs));
        }
        return rows;
    }

    private Taken takeOurs(int relayPort) throws IOException {
        List<WorkerJvm.OutputLine> output = bench.jvms()
                .run(WorkerJvm.AS_LAUNCHED, "memory", relayPort, bench.server().ecdsaPort(), IN_FLIGHT);
        long[] numbers = Arrays.stream(output.getFirst().fields())
                .skip(1)
                .mapToLong(Long::parseLong)
                .toArray();
        return new Taken(numbers[0], numbers[1], OptionalLong.of(numbers[3] - numbers[2]), Math.toIntExact(numbers[4]));
    }

    private Taken takeTheirs(Path program, int relayPort) throws IOException {
        BlackboxExporter started = BlackboxExporter.start(bench.processes(), program);
        try {
            int port = bench.server().ecdsaPort();
            Duration _ = ProbeLoad.run(WARM_UP, 8, index -> {
                boolean _ = started.probeTls("127.0.0.1", port);
            });
            long pid = started.process().pid();
            long idle = ProcessFacts.residentKib(pid).orElse(0);
            ProcessFacts.forgetPeak(pid);
            List<String> addresses = LoopbackAddresses.first(IN_FLIGHT);
            AtomicInteger failed = new AtomicInteger();
            Duration _ = ProbeLoad.run(IN_FLIGHT, IN_FLIGHT, index -> {
                if (!started.probeTls(addresses.get(index), relayPort)) {
                    failed.incrementAndGet();
                }
            });
            return new Taken(idle, ProcessFacts.peakKib(pid).orElse(0), OptionalLong.empty(), failed.get());
        } finally {
            bench.processes().stop(started.process());
        }
    }

    private static MemoryRow row(String client, List<Taken> taken) {
        boolean heapIsKnown = taken.getFirst().heap().isPresent();
        return new MemoryRow(
                client,
                IN_FLIGHT,
                mib(taken, Taken::idle),
                mib(taken, Taken::peak),
                mib(taken, each -> each.peak() - each.idle()),
                heapIsKnown ? Optional.of(mib(taken, each -> each.heap().orElse(0))) : Optional.empty(),
                taken.stream().mapToInt(Taken::failed).sum());
    }

    private static BigDecimal mib(List<Taken> taken, Function<Taken, Long> kib) {
        return Statistics.rounded(
                Statistics.median(taken.stream().map(kib).map(Long::doubleValue).toList()) / KIB_PER_MIB, 1);
    }
}
