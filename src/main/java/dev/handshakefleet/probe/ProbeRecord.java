package dev.handshakefleet.probe;

import dev.handshakefleet.probe.http.HttpOutcome;
import dev.handshakefleet.probe.net.Link;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.HttpFacts;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.probe.result.Resumption;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.probe.tls.Handshake;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the facts of one probe, phase by phase. Used by one thread. */
final class ProbeRecord {

    private final Target target;
    private final Instant startedAt;
    private final Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
    private long startNanos = System.nanoTime();
    private Optional<InetAddress> address = Optional.empty();
    private Optional<Link> link = Optional.empty();
    private Optional<Handshake> handshake = Optional.empty();
    private Optional<TlsFacts> facts = Optional.empty();
    private Optional<Resumption> resumption = Optional.empty();
    private Optional<HttpFacts> http = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private NameLookup.Lookups lookups = NameLookup.Lookups.none();

    ProbeRecord(Target target, Instant startedAt) {
        this.target = target;
        this.startedAt = startedAt;
    }

    /** Returns a record for another address that begins with the facts known so far. */
    ProbeRecord copy() {
        ProbeRecord copy = new ProbeRecord(target, startedAt);
        copy.phases.putAll(phases);
        copy.lookups = lookups;
        return copy;
    }

    Target target() {
        return target;
    }

    void lookups(NameLookup.Lookups started) {
        lookups = started;
    }

    void address(InetAddress connectedTo) {
        address = Optional.of(connectedTo);
    }

    /** Starts the clock of this address. The time between the lookup and this call belongs to no phase. */
    void connectsNow() {
        startNanos = System.nanoTime()
                - phases.getOrDefault(Phase.DNS, Duration.ZERO).toNanos();
    }

    void connected(Link standing) {
        link = Optional.of(standing);
        took(Phase.CONNECT, standing.connectTook());
    }

    void took(Phase phase, Duration duration) {
        phases.put(phase, duration);
    }

    void handshake(Handshake finished, Link over) {
        handshake = Optional.of(finished);
        facts = Optional.of(finished.factsSplitBy(over.smallestRoundTrip()));
        failure = finished.failure();
        if (failure.isEmpty()) {
            took(Phase.TLS, finished.took());
        }
        endedAt(finished.endNanos());
    }

    void resumption(Resumption second) {
        resumption = Optional.of(second);
    }

    void http(HttpOutcome outcome) {
        http = outcome.facts();
        failure = outcome.failure();
        outcome.request().ifPresent(request -> took(Phase.REQUEST, request));
        outcome.ttfb().ifPresent(ttfb -> took(Phase.TTFB, ttfb));
        outcome.download().ifPresent(download -> took(Phase.DOWNLOAD, download));
        endedAt(failure.isEmpty() ? tlsEnd() + sum(outcome).toNanos() : System.nanoTime());
    }

    private long tlsEnd() {
        return handshake.map(Handshake::endNanos).orElseGet(System::nanoTime);
    }

    private static Duration sum(HttpOutcome outcome) {
        return outcome.request()
                .orElse(Duration.ZERO)
                .plus(outcome.ttfb().orElse(Duration.ZERO))
                .plus(outcome.download().orElse(Duration.ZERO));
    }

    /** Tells whether the handshake completed and nothing has failed so far. */
    boolean hasSucceeded() {
        return handshake.isPresent() && failure.isEmpty();
    }

    /** The application protocol that the handshake agreed on. */
    Optional<String> alpn() {
        return facts.flatMap(TlsFacts::alpn);
    }

    /** The end of the last phase. */
    void endedAt(long nanos) {
        took(Phase.TOTAL, Duration.ofNanos(nanos - startNanos));
    }

    void failed(Failure reason) {
        failure = Optional.of(reason);
        endedAt(System.nanoTime());
    }

    ProbeResult finish() {
        return ProbeResult.builder()
                .target(target)
                .startedAt(startedAt)
                .lookup(lookups.answers())
                .address(address)
                .phases(phases)
                .tls(facts)
                .resumption(resumption)
                .http(http)
                .presentedChain(handshake.map(Handshake::presentedChain).orElse(List.of()))
                .failure(failure)
                .quality(new Quality(
                        link.map(Link::clock).orElse(Quality.Clock.PROCESS),
                        handshake.map(Handshake::cold).orElse(false),
                        link.map(Link::stalled).orElse(Duration.ZERO),
                        1))
                .build();
    }
}
