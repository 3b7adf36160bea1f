package dev.handshakefleet.probe;

import dev.handshakefleet.base.AddressText;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameAnswer;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.tls.ClientSession;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says of a failed probe of one address whether another address of the name completes the handshake: clients would use that
 * one (RFC 8305, 5). The handshakes are made outside the measured time, all at the same time.
 */
final class OtherAddresses {

    private static final int MOST = 4;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Engine engine;
    private final EgressPolicy egress;
    private final Predicate<InetAddress> routed;

    OtherAddresses(Engine engine, EgressPolicy egress, Predicate<InetAddress> routed) {
        this.engine = engine;
        this.egress = egress;
        this.routed = routed;
    }

    /** @return the failure, with a sentence about the other addresses at the end of its detail if the name has others */
    Failure mention(ProbeResult result, Deadline deadline) {
        Failure failure = result.failure().orElseThrow();
        List<InetAddress> others = of(result);
        if (others.isEmpty() || !isOfTheAddress(failure.phase()) || deadline.hasPassed()) {
            return failure;
        }
        List<InetAddress> serving = serving(result.target(), others, deadline.orIn(LONGEST));
        String sentence = serving.isEmpty()
                ? "The handshake with the other addresses of the name failed as well: " + shown(others)
                : "The name has other addresses, and clients would use one of these that completes the handshake: "
                        + shown(serving) + " (--addresses all probes each)";
        return failure.withDetail(sentence);
    }

    private static boolean isOfTheAddress(Phase phase) {
        return phase == Phase.CONNECT || phase == Phase.STARTTLS || phase == Phase.TLS;
    }

    /** @return the addresses that are asked; at most 4 */
    List<InetAddress> of(ProbeResult result) {
        if (result.target().addresses().isAll()) {
            return List.of();
        }
        return result.lookup().values().stream()
                .map(NameAnswer::addresses)
                .flatMap(List::stream)
                .distinct()
                .filter(address -> !result.address().equals(Optional.of(address)))
                .filter(egress::allows)
                .filter(routed)
                .limit(MOST)
                .toList();
    }

    private List<InetAddress> serving(Target target, List<InetAddress> others, Deadline deadline) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Stream<InetAddress>>> attempts = others.stream()
                    .map(address -> CompletableFuture.supplyAsync(
                            () -> completes(target, address, deadline) ? Stream.of(address) : Stream.<InetAddress>of(),
                            threads))
                    .toList();
            return attempts.stream().flatMap(CompletableFuture::join).toList();
        }
    }

    private boolean completes(Target target, InetAddress address, Deadline deadline) {
        ClientSession session = engine.handshaker().prepare(target);
        return TrialHandshake.completed(engine, session, target, address, deadline)
                .isPresent();
    }

    private static String shown(List<InetAddress> addresses) {
        return addresses.stream().map(AddressText::of).collect(Collectors.joining(", "));
    }
}
