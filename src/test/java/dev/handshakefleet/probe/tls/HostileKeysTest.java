package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.support.HostileKey;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsServer;
import org.bouncycastle.tls.crypto.DHGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is computed with a key or a group beyond the limits, and the failure says which limit. */
class HostileKeysTest {

    private static final Target TARGET = Target.ofDefaults("localhost", 443, TargetDefaults.BUILT_IN);
    private static final BigInteger PRIME =
            BigInteger.ONE.shiftLeft(2_048).subtract(BigInteger.TWO.pow(7).add(BigInteger.ONE));

    private final Handshaker handshaker = new Handshaker();

    static Stream<Arguments> refused() {
        return HostileKey.all().stream()
                .filter(HostileKey::isRefused)
                .filter(HostileServer::canPresent)
                .flatMap(key -> Stream.of(ProtocolVersion.TLSv12, ProtocolVersion.TLSv13)
                        .map(version -> Arguments.of(key, version)));
    }

    static List<Arguments> badGenerators() {
        return List.of(
                Arguments.of(BigInteger.ZERO),
                Arguments.of(BigInteger.ONE),
                Arguments.of(PRIME.subtract(BigInteger.ONE)),
                Arguments.of(PRIME.add(BigInteger.TWO)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void leafKeyBeyondALimitEndsTheHandshake(HostileKey hostile, ProtocolVersion version)
            throws IOException, OperatorCreationException {
        Handshake handshake = shakeHands(HostileServer.presenting(hostile, version));

        assertThat(handshake.failure())
                .contains(protocolError("The server's certificate cannot be used: "
                        + hostile.refusal().orElseThrow()));
        assertThat(handshake.presentedChain()).hasSize(1);
    }

    @Test
    void groupBeyondTheLimitEndsTheHandshake() throws IOException, OperatorCreationException {
        Handshake handshake =
                shakeHands(HostileServer.inGroup(BigInteger.ONE.shiftLeft(8_192).setBit(0), BigInteger.TWO));

        assertThat(handshake.failure())
                .contains(protocolError("The server's key exchange cannot be computed: its"
                        + " Diffie-Hellman prime has 8,193 bits, more than the 8,192 that are accepted"));
        assertThat(handshake.facts().dhBits()).hasValue(8_193);
    }

    @ParameterizedTest
    @MethodSource("badGenerators")
    void generatorWithoutASecretIsRefused(BigInteger generator) {
        ProbeClient client = new ProbeClient(
                new ObservingCrypto(new SecureRandom()),
                ClientOffer.of(TARGET.tls()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(client.getDHGroupVerifier().accept(new DHGroup(PRIME, null, generator, 0)))
                .isFalse();
        assertThat(client.refusedGroup())
                .contains("its Diffie-Hellman generator is not between 2 and the prime minus 2");
    }

    /** The group has no name and no length of exponent: a full one would take a second. */
    @Test
    void groupOf8192BitsCompletesTheHandshake() throws IOException, OperatorCreationException {
        Handshake handshake = shakeHands(HostileServer.inGroup(
                BigInteger.ONE.shiftLeft(8_192).subtract(BigInteger.TWO.pow(7).add(BigInteger.ONE)), BigInteger.TWO));

        assertThat(handshake.failure()).isEmpty();
        assertThat(handshake.facts().dhBits()).hasValue(8_192);
    }

    private Handshake shakeHands(TlsServer server) throws IOException {
        ClientSession session = handshaker.prepare(TARGET);
        Handshake handshake = session.shakeHands(new InMemoryServer(server), Deadline.in(Duration.ofSeconds(60)));
        session.sendClosureAlert();
        return handshake;
    }

    private static Failure protocolError(String detail) {
        return new Failure(Phase.TLS, Failure.Kind.PROTOCOL_ERROR, detail, Failure.Cause.KEY_TOO_LARGE);
    }
}
