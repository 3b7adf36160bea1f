package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.HostName;
import dev.handshakefleet.probe.net.Links;
import dev.handshakefleet.probe.tls.identity.ClientIdentity;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes handshakes. Thread-safe; all probes of a process share it. */
public final class Handshaker {

    /**
     * Bouncy Castle tests the modulus of each RSA key for being composite, which takes tens of milliseconds of the
     * measured time. A server with a prime modulus endangers only itself, and the JDK checks the chain afterwards.
     */
    private static final String MODULUS_TESTS = "org.bouncycastle.rsa.max_mr_tests";

    private final SecureRandom random = new SecureRandom();
    private final AtomicBoolean madeOne = new AtomicBoolean();

    /**
     * Returns an engine that has not run yet. Turns off one test of Bouncy Castle for the whole process (see the
     * constant above).
     */
    public Handshaker() {
        System.setProperty(MODULUS_TESTS, "0");
    }

    /**
     * Returns an engine that has made full handshakes with itself over loopback, so that the first measured handshake
     * does not pay for loading and compiling our own code. That first one still counts as cold, because its peer is
     * another.
     *
     * @param links the connections that later handshakes use as well
     * @return the engine
     */
    public static Handshaker warm(Links links) {
        Handshaker handshaker = new Handshaker();
        int _ = WarmUp.run(handshaker, links, handshaker.random);
        handshaker.madeOne.set(false);
        return handshaker;
    }

    /**
     * Builds a ClientHello before the measurement, so that the generation of its keys belongs to no phase.
     *
     * @param target its name is sent in SNI unless it is an IP literal or the target says not to
     */
    public ClientSession prepare(Target target) {
        return prepare(target, Optional.empty(), Optional.empty());
    }

    /** Only HTTP targets get ALPN: a mail server can reject h2. */
    private static TlsOffer offer(Target target) {
        TlsOffer offer = target.tls();
        boolean needsNone = target.protocol() != Protocol.TLS && offer.alpn().isEmpty();
        return needsNone ? offer.withoutAlpn() : offer;
    }

    /** @return the names of all that the ClientHello for this target offers */
    public OfferedNames offered(Target target) {
        return OfferedNames.of(ClientOffer.of(offer(target)));
    }

    /**
     * As {@link #prepare(Target)}.
     *
     * @param identity the certificate for a server that asks for one
     * @param toResume the session of an earlier handshake with the same target
     */
    public ClientSession prepare(
            Target target, Optional<ClientIdentity> identity, Optional<ResumableSession> toResume) {
        Optional<String> sni = Optional.of(target.expectedName())
                .filter(name -> target.tls().sni() && HostName.literal(name).isEmpty());
        ObservingCrypto crypto = new ObservingCrypto(random);
        ProbeClient client = new ProbeClient(crypto, ClientOffer.of(offer(target)), sni, identity, toResume);
        try {
            return new ClientSession(client, madeOne.compareAndSet(false, true));
        } catch (IOException impossible) {
            throw new UncheckedIOException("no input or output takes part in building a ClientHello", impossible);
        }
    }
}
