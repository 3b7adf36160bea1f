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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes handshakes. Thread-safe; shared by all probes of a process. */
public final class Handshaker {

    /**
     * Bouncy Castle tests the modulus of each RSA key that it meets for being composite, tens of milliseconds on the timed
     * path. Who signs with a prime modulus harms nobody but itself: the chain is judged afterwards, by the JDK.
     */
    private static final String MODULUS_TESTS = "org.bouncycastle.rsa.max_mr_tests";

    private final SecureRandom random = new SecureRandom();
    private final AtomicBoolean madeOne = new AtomicBoolean();

    /** A cold engine. Turns a test of Bouncy Castle off for the whole process (see the constant above). */
    public Handshaker() {
        System.setProperty(MODULUS_TESTS, "0");
    }

    /**
     * An engine that has made full handshakes with itself over loopback, so that the first measured one does not pay for
     * loading and compiling our own code. That first one still counts as cold: its peer is another.
     *
     * @param links the connections that later handshakes are made over as well
     */
    public static Handshaker warm(Links links) {
        Handshaker handshaker = new Handshaker();
        int _ = WarmUp.run(handshaker, links, handshaker.random);
        handshaker.madeOne.set(false);
        return handshaker;
    }

    /**
     * Builds a ClientHello, before anything is timed, so that making its keys counts for no phase.
     *
     * @param target whose name is sent in SNI, unless it is an IP literal
     */
    public ClientSession prepare(Target target) {
        return prepare(target, Optional.empty(), Optional.empty());
    }

    /** What is not HTTP is not asked for it: a mail server may take exception to h2. */
    private static TlsOffer offer(Target target) {
        TlsOffer offer = target.tls();
        boolean needsNone = target.protocol() != Protocol.TLS && offer.alpn().isEmpty();
        return needsNone
                ? new TlsOffer(
                        offer.profile(), offer.versions(), offer.ciphers(), offer.groups(), Optional.of(List.of()))
                : offer;
    }

    /**
     * As {@link #prepare(Target)}.
     *
     * @param identity what to present where the server asks for a certificate
     * @param toResume the session of an earlier handshake with the same target
     */
    public ClientSession prepare(
            Target target, Optional<ClientIdentity> identity, Optional<ResumableSession> toResume) {
        Optional<String> sni = Optional.of(target.expectedName())
                .filter(name -> HostName.literal(name).isEmpty());
        ObservingCrypto crypto = new ObservingCrypto(random);
        ProbeClient client = new ProbeClient(crypto, ClientOffer.of(offer(target)), sni, identity, toResume);
        try {
            return new ClientSession(client, madeOne.compareAndSet(false, true));
        } catch (IOException impossible) {
            throw new UncheckedIOException("no input or output takes part in building a ClientHello", impossible);
        }
    }
}
