package dev.handshakefleet.bench.workbench;

import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.probe.Prober;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process of the bench: a measured program, or a program that measuring must not disturb. Its output has one line a
 * fact, which {@link WorkerJvm} reads. It ends with its input, so it never outlives the bench.
 *
 * <pre>
 *   truth RELAY_PORT WARM_PORT COUNT IN_FLIGHT   a line of ReportedTimes a probe, "clock NAME", "busy SHARE"
 *   cost OFFER PORT WARM_UP COUNT IN_FLIGHT…     "cost IN_FLIGHT FAILED CPU_NANOS NANOS", a line for each number in
 *   flight; OFFER is a profile of {@link TlsOffer}
 *   memory RELAY_PORT WARM_PORT IN_FLIGHT        "memory IDLE_KIB PEAK_KIB IDLE_HEAP_KIB HEAP_KIB FAILED"
 *   cold PORT warm|cold                          "first TLS_NANOS", "second TLS_NANOS"
 *   relay SERVER_PORT DELAY_MILLIS ADDRESSES     "port NUMBER"
 *   serve                                        "port NUMBER"
 * </pre>
 */
final class BenchWorker {

    private static final int WARM_UP = 400;
    private static final int WARM_UP_IN_FLIGHT = 8;
    private static final int KIB = 1_024;
    private static final Duration UNTIL_ALL_WAIT = Duration.ofSeconds(2);
    private static final String HERE = "127.0.0.1";

    private BenchWorker() {}

    /** @param arguments the mode and its numbers */
    public static void main(String... arguments) throws IOException, InterruptedException {
        ParentProcess.endWithIt();
        String mode = arguments[0];
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        if (mode.equals("cold")) {
            cold(Integer.parseInt(rest.get(0)), rest.get(1).equals("warm"));
        } else if (mode.equals("cost")) {
            int[] numbers = numbers(rest.subList(1, rest.size()));
            cost(
                    TlsOffer.Profile.valueOf(rest.getFirst()),
                    numbers[0],
                    numbers[1],
                    numbers[2],
                    Arrays.copyOfRange(numbers, 3, numbers.length));
        } else {
            int[] numbers = numbers(rest);
            switch (mode) {
                case "truth" -> truth(numbers[0], numbers[1], numbers[2], numbers[3]);
                case "memory" -> memory(numbers[0], numbers[1], numbers[2]);
                case "relay" -> relay(numbers[0], numbers[1], numbers[2]);
                case "serve" -> serve();
                default -> throw new IllegalArgumentException("mode: " + mode);
            }
        }
        System.exit(0);
    }

    private static int[] numbers(List<String> arguments) {
        return arguments.stream().mapToInt(Integer::parseInt).toArray();
    }

    private static void truth(int relayPort, int warmPort, int count, int inFlight) {
        Prober prober = warmedOn(warmPort);
        List<String> addresses = LoopbackAddresses.first(count);
        ProbeResult[] results = new ProbeResult[count];
        ProcessFacts.MachineTime before = ProcessFacts.MachineTime.now();
        Duration _ = ProbeLoad.run(
                count,
                inFlight,
                index -> results[index] = prober.probe(ProberUnderTest.target(addresses.get(index), relayPort))
                        .getFirst());
        double busy = ProcessFacts.MachineTime.now().busySince(before);
        for (int index = 0; index < count; index++) {
            print(ReportedTimes.of(addresses.get(index), results[index]).line());
        }
        print("clock " + results[0].quality().clock().name().toLowerCase(Locale.ROOT));
        print("busy " + busy);
    }

    private static void cost(TlsOffer.Profile offer, int port, int warmUp, int count, int... levels) {
        Prober prober = ProberUnderTest.warm();
        Target target = ProberUnderTest.target(HERE, port).withTls(TlsOffer.DEFAULT.withProfile(offer));
        int _ = probe(prober, target, warmUp, WARM_UP_IN_FLIGHT);
        for (int inFlight : levels) {
            Duration cpuBefore = ProcessFacts.cpu(ProcessHandle.current());
            long start = System.nanoTime();
            int failed = probe(prober, target, count, inFlight);
            long took = System.nanoTime() - start;
            Duration cpu = ProcessFacts.cpu(ProcessHandle.current()).minus(cpuBefore);
            print("cost " + inFlight + " " + failed + " " + cpu.toNanos() + " " + took);
        }
    }

    /**
     * The server delays its answers while the heap is measured, so all probes are in flight at that moment.
     */
    private static void memory(int relayPort, int warmPort, int inFlight) throws InterruptedException {
        Prober prober = warmedOn(warmPort);
        long pid = ProcessHandle.current().pid();
        long idleHeap = liveHeapKib();
        long idle = ProcessFacts.residentKib(pid).orElse(0);
        ProcessFacts.forgetPeak(pid);
        List<String> addresses = LoopbackAddresses.first(inFlight);
        AtomicInteger failed = new AtomicInteger();
        Thread load = Thread.ofPlatform().start(() -> {
            Duration _ = ProbeLoad.run(
                    inFlight,
                    inFlight,
                    index -> count(
                            prober.probe(ProberUnderTest.target(addresses.get(index), relayPort))
                                    .getFirst(),
                            failed));
        });
        Thread.sleep(UNTIL_ALL_WAIT);
        long peakBeforeCollecting = ProcessFacts.peakKib(pid).orElse(0);
        long heap = liveHeapKib();
        load.join();
        long peak = Math.max(peakBeforeCollecting, ProcessFacts.peakKib(pid).orElse(0));
        print("memory " + idle + " " + peak + " " + idleHeap + " " + heap + " " + failed.get());
    }

    private static void cold(int port, boolean warm) {
        Prober prober = warm ? ProberUnderTest.warm() : ProberUnderTest.cold();
        for (String which : List.of("first", "second")) {
            ProbeResult result =
                    prober.probe(ProberUnderTest.target(HERE, port)).getFirst();
            Duration tls = result.phases().get(Phase.TLS);
            if (tls == null) {
                throw new IllegalStateException(String.valueOf(result.failure()));
            }
            print(which + " " + tls.toNanos());
        }
    }

    private static void relay(int serverPort, int delayMillis, int addresses) throws IOException {
        DelayingRelay relay =
                new DelayingRelay(LoopbackAddresses.first(addresses), serverPort, Duration.ofMillis(delayMillis));
        print("port " + relay.port());
        relay.run();
    }

    /** Takes the place of nginx where it is missing. */
    private static void serve() throws InterruptedException {
        LocalIdentity root = LocalAuthority.root("Bench Root").selfSigned();
        LocalIdentity identity = LocalAuthority.leaf(ProberUnderTest.SERVER_NAME)
                .dns(ProberUnderTest.SERVER_NAME)
                .issuedBy(root);
        try (LoopbackServer server = LoopbackServer.tls(identity, "TLSv1.3")) {
            print("port " + server.port());
            Thread.currentThread().join();
        }
    }

    private static Prober warmedOn(int port) {
        Prober prober = ProberUnderTest.warm();
        int failed = probe(prober, ProberUnderTest.target(HERE, port), WARM_UP, WARM_UP_IN_FLIGHT);
        if (failed == WARM_UP) {
            throw new IllegalStateException("no handshake of the warm-up succeeded");
        }
        return prober;
    }

    private static int probe(Prober prober, Target target, int count, int inFlight) {
        AtomicInteger failed = new AtomicInteger();
        Duration _ = ProbeLoad.run(
                count, inFlight, index -> count(prober.probe(target).getFirst(), failed));
        return failed.get();
    }

    private static void count(ProbeResult result, AtomicInteger failed) {
        if (result.failure().isPresent()) {
            failed.incrementAndGet();
        }
    }

    /** The reachable heap, after a collection, because garbage does not count. */
    private static long liveHeapKib() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / KIB;
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
