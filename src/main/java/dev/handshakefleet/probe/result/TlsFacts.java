package dev.handshakefleet.probe.result;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The parameters that a handshake agreed on, and the use of its time. After a failed handshake: as far as it got.
 *
 * @param version {@code TLSv1.3} or {@code TLSv1.2}, or an older one; empty before ServerHello
 * @param cipher IANA name of the cipher suite
 * @param group IANA name of the group of the key exchange; empty if none was used
 * @param dhBits size of the prime of a finite-field Diffie-Hellman exchange before TLS 1.3; empty if there was none
 * @param signatureScheme IANA name (RFC 8446, 4.2.3) of the server's signature scheme
 * @param signatureBroken whether the server signed the handshake with a signature that the leaf's key does not verify
 * @param alpn the chosen application protocol (RFC 7301)
 * @param serverName the name sent in SNI; empty if none was sent (an IP literal)
 * @param resumed whether a session was resumed
 * @param helloRetryRequest whether the server asked for another ClientHello
 * @param ocspStaple the stapled OCSP response, DER, unverified; empty if the server sent none
 * @param scts the logs whose timestamps came with the leaf; empty if not known
 * @param waited ({@code wait} in JSON) the time in which the client waited only for the peer or the network: the sum of
 *     the times from each departure of a flight to the arrival that let the client continue
 * @param local the rest of the phase: our own computing and queueing; {@code waited + local} is the phase
 * @param network the part of {@code waited} that the round trips explain at the smallest measured round-trip time;
 *     empty if the round-trip time is not known
 * @param server the rest of {@code waited}; empty together with {@code network}
 * @param bytesIn bytes read from the socket during the phase
 * @param bytesOut bytes written to the socket during the phase
 * @param steps the messages, in the order in which they were sent or arrived
 */
public record TlsFacts(
        Optional<String> version,
        Optional<String> cipher,
        Optional<String> group,
        OptionalInt dhBits,
        Optional<String> signatureScheme,
        boolean signatureBroken,
        Optional<String> alpn,
        Optional<String> serverName,
        boolean resumed,
        boolean helloRetryRequest,
        Optional<byte[]> ocspStaple,
        Optional<SctCount> scts,
        Duration waited,
        Duration local,
        Optional<Duration> network,
        Optional<Duration> server,
        int bytesIn,
        int bytesOut,
        List<HandshakeStep> steps) {

    public TlsFacts {
        Objects.requireNonNull(waited, "waited");
        Objects.requireNonNull(local, "local");
        steps = List.copyOf(steps);
    }

    /** Returns the same facts with the waiting time split in two. */
    public TlsFacts withSplit(Duration ofNetwork, Duration ofServer) {
        return toBuilder()
                .network(Optional.of(ofNetwork))
                .server(Optional.of(ofServer))
                .build();
    }

    /** Returns a builder without any value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with the values of this record. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.version = version;
        builder.cipher = cipher;
        builder.group = group;
        builder.dhBits = dhBits;
        builder.signatureScheme = signatureScheme;
        builder.signatureBroken = signatureBroken;
        builder.alpn = alpn;
        builder.serverName = serverName;
        builder.resumed = resumed;
        builder.helloRetryRequest = helloRetryRequest;
        builder.ocspStaple = ocspStaple;
        builder.scts = scts;
        builder.waited = waited;
        builder.local = local;
        builder.network = network;
        builder.server = server;
        builder.bytesIn = bytesIn;
        builder.bytesOut = bytesOut;
        builder.steps = steps;
        return builder;
    }

    /**
     * Builds a {@link TlsFacts}, one component at a time. A component without a value is empty, false or zero; a
     * component without such a default must be set. Used by one thread.
     */
    public static final class Builder {

        private Optional<String> version = Optional.empty();
        private Optional<String> cipher = Optional.empty();
        private Optional<String> group = Optional.empty();
        private OptionalInt dhBits = OptionalInt.empty();
        private Optional<String> signatureScheme = Optional.empty();
        private boolean signatureBroken;
        private Optional<String> alpn = Optional.empty();
        private Optional<String> serverName = Optional.empty();
        private boolean resumed;
        private boolean helloRetryRequest;
        private Optional<byte[]> ocspStaple = Optional.empty();
        private Optional<SctCount> scts = Optional.empty();
        private Duration waited;
        private Duration local;
        private Optional<Duration> network = Optional.empty();
        private Optional<Duration> server = Optional.empty();
        private int bytesIn;
        private int bytesOut;
        private List<HandshakeStep> steps = List.of();

        private Builder() {}

        public Builder version(Optional<String> value) {
            version = value;
            return this;
        }

        public Builder cipher(Optional<String> value) {
            cipher = value;
            return this;
        }

        public Builder group(Optional<String> value) {
            group = value;
            return this;
        }

        public Builder dhBits(OptionalInt value) {
            dhBits = value;
            return this;
        }

        public Builder signatureScheme(Optional<String> value) {
            signatureScheme = value;
            return this;
        }

        public Builder signatureBroken(boolean value) {
            signatureBroken = value;
            return this;
        }

        public Builder alpn(Optional<String> value) {
            alpn = value;
            return this;
        }

        public Builder serverName(Optional<String> value) {
            serverName = value;
            return this;
        }

        public Builder resumed(boolean value) {
            resumed = value;
            return this;
        }

        public Builder helloRetryRequest(boolean value) {
            helloRetryRequest = value;
            return this;
        }

        public Builder ocspStaple(Optional<byte[]> value) {
            ocspStaple = value;
            return this;
        }

        public Builder scts(Optional<SctCount> value) {
            scts = value;
            return this;
        }

        public Builder waited(Duration value) {
            waited = value;
            return this;
        }

        public Builder local(Duration value) {
            local = value;
            return this;
        }

        public Builder network(Optional<Duration> value) {
            network = value;
            return this;
        }

        public Builder server(Optional<Duration> value) {
            server = value;
            return this;
        }

        public Builder bytesIn(int value) {
            bytesIn = value;
            return this;
        }

        public Builder bytesOut(int value) {
            bytesOut = value;
            return this;
        }

        public Builder steps(List<HandshakeStep> value) {
            steps = value;
            return this;
        }

        /**
         * Builds the facts.
         *
         * @throws NullPointerException if a component without a default is missing
         */
        public TlsFacts build() {
            return new TlsFacts(
                    version,
                    cipher,
                    group,
                    dhBits,
                    signatureScheme,
                    signatureBroken,
                    alpn,
                    serverName,
                    resumed,
                    helloRetryRequest,
                    ocspStaple,
                    scts,
                    waited,
                    local,
                    network,
                    server,
                    bytesIn,
                    bytesOut,
                    steps);
        }
    }
}
