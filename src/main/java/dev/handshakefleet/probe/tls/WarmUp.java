package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.Link;
import dev.handshakefleet.probe.net.Links;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Warms the engine with full handshakes over loopback, between our client and a Bouncy Castle server in this process:
 * TLS 1.3 and 1.2, ECDSA and RSA. It ends after a number of handshakes or half a second. It loads and compiles the code
 * of later probes, including sockets and name lookup.
 */
final class WarmUp {

    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(2);
    private static final int ROUNDS = 8;
    private static final String NAME = "localhost";
    private static final Target TARGET = Target.ofDefaults(NAME, Target.DEFAULT_PORT, TargetDefaults.BUILT_IN);

    private final Handshaker handshaker;
    private final Links links;
    private final BcTlsCrypto crypto;
    private final List<Peer> peers;
    private final AtomicInteger made = new AtomicInteger();

    /** The identities of the server, used in turn. */
    private record Peer(WarmUpIdentity identity, ProtocolVersion version) {}

    private WarmUp(Handshaker handshaker, Links links, SecureRandom random)
            throws OperatorCreationException, IOException {
        this.handshaker = handshaker;
        this.links = links;
        this.crypto = new BcTlsCrypto(random);
        WarmUpIdentity ecdsa = WarmUpIdentity.ecdsa(random);
        WarmUpIdentity rsa = WarmUpIdentity.rsa(random);
        this.peers = List.of(
                new Peer(ecdsa, ProtocolVersion.TLSv13),
                new Peer(rsa, ProtocolVersion.TLSv13),
                new Peer(ecdsa, ProtocolVersion.TLSv12),
                new Peer(rsa, ProtocolVersion.TLSv12));
    }

    /**
     * Runs the warm-up. Never fails: an engine without warm-up still measures, with slower first handshakes.
     *
     * @return the number of handshakes; at least one for each kind of peer unless an error occurred
     */
    static int run(Handshaker handshaker, Links links, SecureRandom random) {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            WarmUp warmUp = new WarmUp(handshaker, links, random);
            Thread.ofPlatform().daemon().name("warm-up peer").start(() -> warmUp.serve(listener));
            // On a virtual thread, like the probes: the first wait of a virtual thread starts the JDK's poller.
            Thread.ofVirtual().start(() -> warmUp.rounds(listener)).join();
            return warmUp.made.get();
        } catch (IOException | OperatorCreationException | RuntimeException unexpected) {
            logFailure(unexpected);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private void rounds(ServerSocket listener) {
        long start = System.nanoTime();
        try {
            for (int round = 0; round < ROUNDS && System.nanoTime() - start < LONGEST.toNanos(); round++) {
                for (int turn = 0; turn < peers.size(); turn++) {
                    shakeHands(listener);
                    made.incrementAndGet();
                }
            }
        } catch (IOException | RuntimeException unexpected) {
            logFailure(unexpected);
        }
    }

    private void shakeHands(ServerSocket listener) throws IOException {
        ClientSession session = handshaker.prepare(TARGET);
        // This lookup only loads code. The peer listens on the loopback address that it chose.
        InetAddress[] _ = InetAddress.getAllByName(NAME);
        Deadline deadline = Deadline.in(LONGEST_HANDSHAKE);
        try (Link link = links.connect((InetSocketAddress) listener.getLocalSocketAddress(), deadline)) {
            Handshake handshake = session.shakeHands(link, deadline);
            if (handshake.failure().isPresent()) {
                throw new IOException(handshake.failure().get().detail());
            }
            session.sendClosureAlert();
        }
    }

    private void serve(ServerSocket listener) {
        for (int connection = 0; !listener.isClosed(); connection++) {
            Peer peer = peers.get(connection % peers.size());
            WarmUpServer server = new WarmUpServer(crypto, peer.identity(), peer.version());
            try (Socket socket = listener.accept()) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout((int) LONGEST_HANDSHAKE.toMillis());
                new TlsServerProtocol(socket.getInputStream(), socket.getOutputStream()).accept(server);
            } catch (IOException overOrBroken) {
                // A failed peer only makes the warm-up less effective.
            }
        }
    }

    private static void logFailure(Exception unexpected) {
        System.getLogger(WarmUp.class.getName())
                .log(System.Logger.Level.WARNING, "The engine could not be warmed up", unexpected);
    }
}
