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
        return toBuilder().failure(Optional.of(explained)).build();
    }

    /** The same result with another word on how clean it is. */
    public ProbeResult withQuality(Quality other) {
        return toBuilder().quality(other).build();
    }

    /** @return a builder with nothing set */
    public static Builder builder() {
        return new Builder();
    }

    /** @return a builder that holds the components of this record */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.target = target;
        builder.startedAt = startedAt;
        builder.address = address;
        builder.phases = phases;
        builder.tls = tls;
        builder.resumption = resumption;
        builder.http = http;
        builder.presentedChain = presentedChain;
        builder.failure = failure;
        builder.quality = quality;
        return builder;
    }

    /**
     * Builds a {@link ProbeResult}, one component at a time. What is not given is empty, false or zero; a component that has no such
     * value must be given. Used by one thread.
     */
    public static final class Builder {

        private Target target;
        private Instant startedAt;
        private Optional<InetAddress> address = Optional.empty();
        private Map<Phase, Duration> phases = Map.of();
        private Optional<TlsFacts> tls = Optional.empty();
        private Optional<Resumption> resumption = Optional.empty();
        private Optional<HttpFacts> http = Optional.empty();
        private List<byte[]> presentedChain = List.of();
        private Optional<Failure> failure = Optional.empty();
        private Quality quality;

        private Builder() {}

        public Builder target(Target value) {
            target = value;
            return this;
        }

        public Builder startedAt(Instant value) {
            startedAt = value;
            return this;
        }

        public Builder address(Optional<InetAddress> value) {
            address = value;
            return this;
        }

        public Builder phases(Map<Phase, Duration> value) {
            phases = value;
            return this;
        }

        public Builder tls(Optional<TlsFacts> value) {
            tls = value;
            return this;
        }

        public Builder resumption(Optional<Resumption> value) {
            resumption = value;
            return this;
        }

        public Builder http(Optional<HttpFacts> value) {
            http = value;
            return this;
        }

        public Builder presentedChain(List<byte[]> value) {
            presentedChain = value;
            return this;
        }

        public Builder failure(Optional<Failure> value) {
            failure = value;
            return this;
        }

        public Builder quality(Quality value) {
            quality = value;
            return this;
        }

        /** @throws NullPointerException when a component is missing */
        public ProbeResult build() {
            return new ProbeResult(
                    target, startedAt, address, phases, tls, resumption, http, presentedChain, failure, quality);
        }
    }
}
