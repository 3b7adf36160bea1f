package dev.handshakefleet.bench.workbench;

import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * The cost of a number of probes for a client.
 *
 * @param inFlight how many at once
 * @param probes how many in all
 * @param failed how many of them failed
 * @param cpu of the client's process, user and system
 * @param took from the first's start to the last's end
 */
public record LoadCost(int inFlight, int probes, int failed, Duration cpu, Duration took) {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    /** @return CPU a probe, in milliseconds */
    public double cpuMillis() {
        return cpu.toNanos() / NANOS_PER_MILLI / probes;
    }

    /** @return probes a second */
    public double rate() {
        return probes / (took.toNanos() / NANOS_PER_SECOND);
    }

    /** Our engine's, in a fresh JVM after a warm-up: one for each number in flight, one after the other. */
    public static List<LoadCost> ofOurs(
            BenchContext bench,
            List<String> options,
            TlsOffer.Profile offer,
            int warmUp,
            int port,
            int probes,
            List<Integer> inFlight)
            throws IOException {
        Object[] arguments = Stream.concat(Stream.of("cost", offer.name(), port, warmUp, probes), inFlight.stream())
                .toArray();
        return bench.jvms().run(options, arguments).stream()
                .map(line -> ofLine(line, probes))
                .toList();
    }

    /** The cost for a process that this one sends requests to. */
    public static LoadCost ofProcess(ProcessHandle process, int probes, int inFlight, BooleanSupplier probe) {
        return ofProcess(process, probes, inFlight, index -> probe.getAsBoolean());
    }

    /** The same where each probe is another one, from 0 on. */
    public static LoadCost ofProcess(ProcessHandle process, int probes, int inFlight, IntPredicate probe) {
        AtomicInteger failed = new AtomicInteger();
        Duration before = ProcessFacts.cpu(process);
        Duration took = ProbeLoad.run(probes, inFlight, index -> {
            if (!probe.test(index)) {
                failed.incrementAndGet();
            }
        });
        return new LoadCost(
                inFlight, probes, failed.get(), ProcessFacts.cpu(process).minus(before), took);
    }

    private static LoadCost ofLine(WorkerJvm.OutputLine line, int probes) {
        long[] numbers =
                Arrays.stream(line.fields()).skip(1).mapToLong(Long::parseLong).toArray();
        return new LoadCost(
                Math.toIntExact(numbers[0]),
                probes,
                Math.toIntExact(numbers[1]),
                Duration.ofNanos(numbers[2]),
                Duration.ofNanos(numbers[3]));
    }
}
