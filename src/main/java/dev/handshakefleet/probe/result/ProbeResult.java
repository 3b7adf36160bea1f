package dev.handshakefleet.probe.result;

import dev.handshakefleet.egress.IpFamily;
import dev.handshakefleet.egress.NameAnswer;
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
import java.util.TreeMap;

/**
 * The facts of one probe, without any judgement of the target.
 *
 * @param target the probed target
 * @param startedAt wall-clock instant at which the first phase began
 * @param lookup the answer to the lookup of each family; a family that was not looked up, or had not answered when the probe
 *     ended, is absent
 * @param address the address that was connected to, or refused by policy; empty if the lookup failed
 * @param phases the duration of each completed phase, and the total; a failed phase is absent
 * @param tls the facts of the handshake, as far as it got; empty if it never began
 * @param resumption the second handshake; empty if the target does not ask for one
 * @param http the HTTP exchange; empty if the target does not ask for one or no response came
 * @param presentedChain the certificates as the server sent them, DER, leaf first; empty if none came
 * @param failure the reason for which the probe did not complete; empty if it did
 * @param quality the quality of the measurement
 */
public record ProbeResult(
        Target target,
        Instant startedAt,
        Map<IpFamily, NameAnswer> lookup,
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
        lookup = Collections.unmodifiableMap(new TreeMap<>(lookup));
        Map<Phase, Duration> ordered = new EnumMap<>(Phase.class);
        ordered.putAll(phases);
        phases = Collections.unmodifiableMap(ordered);
        presentedChain = List.copyOf(presentedChain);
    }

    /** Returns the same result with a more detailed failure. */
    public ProbeResult withFailure(Failure explained) {
        return toBuilder().failure(Optional.of(explained)).build();
    }

    /** Returns the same result with another quality. */
    public ProbeResult withQuality(Quality other) {
        return toBuilder().quality(other).build();
    }

    /** Returns a builder without any value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with the values of this record. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.target = target;
        builder.startedAt = startedAt;
        builder.lookup = lookup;
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
     * Builds a {@link ProbeResult}, one component at a time. A component without a value is empty, false or zero; a
     * component without such a default must be set. Used by one thread.
     */
    public static final class Builder {

        private Target target;
        private Instant startedAt;
        private Map<IpFamily, NameAnswer> lookup = Map.of();
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

        public Builder lookup(Map<IpFamily, NameAnswer> value) {
            lookup = value;
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

        /**
         * Builds the result.
         *
         * @throws NullPointerException if a component without a default is missing
         */
        public ProbeResult build() {
            return new ProbeResult(
                    target,
                    startedAt,
                    lookup,
                    address,
                    phases,
                    tls,
                    resumption,
                    http,
                    presentedChain,
                    failure,
                    quality);
        }
    }
}
