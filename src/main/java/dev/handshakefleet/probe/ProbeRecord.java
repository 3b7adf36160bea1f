package dev.handshakefleet.probe;

import dev.handshakefleet.probe.tls.Handshake;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what one probe finds out, phase by phase. Used by one thread. */
final class ProbeRecord {

    private final Target target;
    private final Instant startedAt;
    private final long start = System.nanoTime();
    private final Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    private Optional<InetAddress> address = Optional.empty();
    private Optional<Handshake> handshake = Optional.empty();
    private Optional<Failure> failure = Optional.empty();

    ProbeRecord(Target target, Instant startedAt) {
        this.target = target;
        this.startedAt = startedAt;
    }

    void address(InetAddress connectedTo) {
        address = Optional.of(connectedTo);
    }

    void took(Phase phase, Duration duration) {
        phases.put(phase, duration);
    }

    void handshake(Handshake finished) {
        handshake = Optional.of(finished);
        failure = finished.failure();
        if (failure.isEmpty()) {
            took(Phase.TLS, finished.took());
        }
        took(Phase.TOTAL, Duration.ofNanos(finished.endNanos() - start));
    }

    void failed(Failure reason) {
        failure = Optional.of(reason);
        took(Phase.TOTAL, Duration.ofNanos(System.nanoTime() - start));
    }

    /** The socket gave way outside a phase. After the handshake that is nothing the measurement depends on. */
    void broken(IOException reason) {
        if (handshake.isEmpty()) {
            failed(new Failure(
                    Phase.TLS, Failure.Kind.CONNECTION_RESET, "The socket gave way: " + reason.getMessage()));
        }
    }

    ProbeResult finish() {
        boolean cold = handshake.map(Handshake::cold).orElse(false);
        return new ProbeResult(
                target,
                startedAt,
                address,
                phases,
                handshake.map(Handshake::facts),
                Optional.empty(),
                Optional.empty(),
                handshake.map(Handshake::presentedChain).orElse(List.of()),
                failure,
                new Quality(Quality.Clock.PROCESS, cold, Duration.ZERO, 1));
    }
}
