package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.support.InputBudget;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tls.ProtocolVersion;

/** Handshakes with a server whose Certificate message is made of given bytes, over a stream in memory. */
public final class CertificateMessages {

    private static final Set<Failure.Kind> EXPECTED = EnumSet.of(
            Failure.Kind.ALERT_RECEIVED,
            Failure.Kind.PROTOCOL_ERROR,
            Failure.Kind.NO_COMMON_PARAMETERS,
            Failure.Kind.CLOSED_BY_PEER,
            Failure.Kind.TIMEOUT);

    /** One cheap group, so that the time goes into the fuzzed message. */
    private static final TlsOffer OFFER =
            new TlsOffer(TlsOffer.Profile.CLASSIC, List.of(), List.of(), List.of("x25519"), Optional.of(List.of()));

    private static final WarmUpIdentity SERVER = server();

    private CertificateMessages() {}

    /**
     * @param data its first bit chooses TLS 1.3 or 1.2; the rest is sent where the server's Certificate message would
     *     stand, and may be several messages, such as one with a CertificateStatus behind it
     * @return the chain that the engine read from it
     * @throws AssertionError when the handshake ends as no wrong message may end it
     */
    public static List<byte[]> presented(byte[] data) {
        ProtocolVersion version = (data[0] & 1) == 1 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12;
        byte[] message = Arrays.copyOfRange(data, 1, data.length);
        Handshake handshake = InputBudget.within(() -> shakeHands(version, message));
        handshake
                .failure()
                .map(Failure::kind)
                .filter(kind -> !EXPECTED.contains(kind))
                .ifPresent(kind -> {
                    throw new AssertionError("unexpected end: " + handshake.failure());
                });
        return handshake.presentedChain();
    }

    private static Handshake shakeHands(ProtocolVersion version, byte[] message) {
        try {
            ClientSession client = RecordedFlight.client("client", OFFER);
            // Its keys come from a seed, so that the same bytes meet the same handshake.
            InMemoryServer server = new InMemoryServer(
                    new SubstitutingProtocol(message), new WarmUpServer(new SeededCrypto("server"), SERVER, version));
            Handshake handshake = client.shakeHands(server, Deadline.in(Duration.ofSeconds(60)));
            client.sendClosureAlert();
            return handshake;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static WarmUpIdentity server() {
        try {
            var _ = new Handshaker(); // turns off checks that cost tens of milliseconds a key, as every probe does
            return WarmUpIdentity.ecdsa(new SecureRandom());
        } catch (OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
