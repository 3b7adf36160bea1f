package dev.handshakefleet.probe.result;

import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What happened when a target was probed; no opinion yet on whether it is good.
 *
 * @param target what was probed
 * @param startedAt wall-clock instant at which the first phase began
 * @param address the address connected to (or refused by policy); empty where the lookup failed
 * @param phases how long each phase took that came to its end, and the total; a phase that failed is absent
 * @param tls what the handshake agreed on, as far as it got; empty where it never began
 * @param resumption the second handshake; empty where the target asks for none
 * @param http the HTTP exchange; empty where the target asks for none or it did not come to an answer
 * @param presentedChain the certificates as the server sent them, DER, leaf first; empty where none came
 * @param failure why it did not get to the end; empty where it did
 * @param quality how clean the measurement is
 */
public record ProbeResult(
        Target target,
        Instant startedAt,
        Optional<InetAddress> address,
        Map<Phase, Duration> phases,
        Optional<TlsFacts> tls,
        Optional<Resumption> resumption,
        Optional<HttpFacts> http,
        List<byte[]> presentedChain,
        Optional<Failure> failure,
        Quality quality) {

    public ProbeResult {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(quality, "quality");
        Map<Phase, Duration> ordered = new EnumMap<>(Phase.class);
        ordered.putAll(phases);
        phases = Collections.unmodifiableMap(ordered);
        presentedChain = List.copyOf(presentedChain);
    }

    /** The same result with more said of its failure. */
    public ProbeResult withFailure(Failure explained) {
        return new ProbeResult(
                target,
                startedAt,
                address,
                phases,
                tls,
                resumption,
                http,
                presentedChain,
                Optional.of(explained),
                quality);
    }

    /** The same result with another word on how clean it is. */
    public ProbeResult withQuality(Quality other) {
        return new ProbeResult(
                target, startedAt, address, phases, tls, resumption, http, presentedChain, failure, other);
    }
}
