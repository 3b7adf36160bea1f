package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.Deadline;
import dev.handshakefleet.target.HostName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.security.SecureRandom;
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
     */
    public static Handshaker warm() {
        Handshaker handshaker = new Handshaker();
        int _ = WarmUp.run(handshaker, handshaker.random);
        handshaker.madeOne.set(false);
        return handshaker;
    }

    /**
     * Builds a ClientHello, before anything is timed, so that making its keys counts for no phase.
     *
     * @param serverName DNS name for SNI, or an IP literal, for which none is sent
     */
    public Prepared prepare(String serverName) {
        Optional<String> sni =
                Optional.of(serverName).filter(name -> HostName.literal(name).isEmpty());
        try {
            return new Prepared(new HandshakeRun(new ProbeClient(new ObservingCrypto(random), sni)));
        } catch (IOException impossible) {
            throw new UncheckedIOException("no input or output takes part in building a ClientHello", impossible);
        }
    }

    /** A handshake whose ClientHello is ready to go. For one use, by one thread. */
    public final class Prepared {

        private final HandshakeRun run;

        private Prepared(HandshakeRun run) {
            this.run = run;
        }

        /**
         * Shakes hands on a connected socket and says goodbye; leaves closing it to the caller.
         *
         * @param socket connected; its timeout is changed
         * @param deadline after which it fails with {@code TIMEOUT}
         * @return what came of it; failures are in it
         * @throws IOException when the socket has no streams to give (it is closed)
         */
        public Handshake shakeHands(Socket socket, Deadline deadline) throws IOException {
            return run.run(socket, deadline, madeOne.compareAndSet(false, true));
        }
    }
}
