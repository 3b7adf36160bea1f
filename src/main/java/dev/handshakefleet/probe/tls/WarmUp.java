package dev.handshakefleet.probe.tls;

import dev.handshakefleet.probe.Deadline;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * Full handshakes over loopback between our client and a Bouncy Castle server in this process, TLS 1.3 and 1.2, until they
 * are many or half a second is spent: loads and compiles the code that later probes are timed in, sockets and name lookup
 * with it.
 */
final class WarmUp {

    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(2);
    private static final int ROUNDS = 10;
    private static final String NAME = "localhost";

    private final Handshaker handshaker;
    private final BcTlsCrypto crypto;
    private final SecureRandom random;
    private final AsymmetricKeyParameter key;
    private final byte[] certificate;

    private WarmUp(Handshaker handshaker, SecureRandom random) throws OperatorCreationException, IOException {
        this.handshaker = handshaker;
        this.random = random;
        this.crypto = new BcTlsCrypto(random);
        AsymmetricCipherKeyPair pair = newKeyPair();
        this.key = pair.getPrivate();
        this.certificate = selfSigned(pair);
    }

    /** Never fails: a cold engine still measures, only less well. */
    static void run(Handshaker handshaker, SecureRandom random) {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            WarmUp warmUp = new WarmUp(handshaker, random);
            Thread.ofPlatform().daemon().name("warm-up peer").start(() -> warmUp.serve(listener));
            // On a virtual thread, as probes run: the first wait of one starts the JDK's poller.
            Thread.ofVirtual().start(() -> warmUp.rounds(listener)).join();
        } catch (IOException | OperatorCreationException | RuntimeException unexpected) {
            leftCold(unexpected);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rounds(ServerSocket peer) {
        long start = System.nanoTime();
        try {
            for (int round = 0; round < ROUNDS && System.nanoTime() - start < LONGEST.toNanos(); round++) {
                // The peer speaks TLS 1.3 and 1.2 by turns.
                shakeHands(peer);
                shakeHands(peer);
            }
        } catch (IOException | RuntimeException unexpected) {
            leftCold(unexpected);
        }
    }

    private static void leftCold(Exception unexpected) {
        System.getLogger(WarmUp.class.getName())
                .log(System.Logger.Level.WARNING, "The engine could not be warmed up", unexpected);
    }

    private void shakeHands(ServerSocket peer) throws IOException {
        Handshaker.Prepared prepared = handshaker.prepare(NAME);
        // Only to have looked up a name; the peer listens on the one loopback address that it chose.
        InetAddress[] _ = InetAddress.getAllByName(NAME);
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(peer.getLocalSocketAddress(), (int) LONGEST_HANDSHAKE.toMillis());
            prepared.shakeHands(socket, Deadline.in(LONGEST_HANDSHAKE));
        }
    }

    private void serve(ServerSocket listener) {
        for (int connection = 0; !listener.isClosed(); connection++) {
            ProtocolVersion version = connection % 2 == 0 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12;
            try (Socket socket = listener.accept()) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout((int) LONGEST_HANDSHAKE.toMillis());
                new TlsServerProtocol(socket.getInputStream(), socket.getOutputStream()).accept(new Server(version));
            } catch (IOException overOrBroken) {
                // The client measures what it can; a peer that fails only warms less.
            }
        }
    }

    private AsymmetricCipherKeyPair newKeyPair() {
        X9ECParameters curve = ECNamedCurveTable.getByOID(X9ObjectIdentifiers.prime256v1);
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(
                new ECNamedDomainParameters(X9ObjectIdentifiers.prime256v1, curve), random));
        return generator.generateKeyPair();
    }

    private static byte[] selfSigned(AsymmetricCipherKeyPair pair) throws OperatorCreationException, IOException {
        X500Name name = new X500Name("CN=warm-up.invalid");
        Instant now = Instant.now();
        var algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find("SHA256WITHECDSA");
        var digest = new DefaultDigestAlgorithmIdentifierFinder().find(algorithm);
        X509CertificateHolder holder = new BcX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                .build(new BcECContentSignerBuilder(algorithm, digest).build(pair.getPrivate()));
        return holder.getEncoded();
    }

    /** The other end. */
    private final class Server extends DefaultTlsServer {

        private final ProtocolVersion version;

        Server(ProtocolVersion version) {
            super(WarmUp.this.crypto);
            this.version = version;
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return new ProtocolVersion[] {version};
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
        }

        @Override
        public TlsCredentialedSigner getCredentials() throws IOException {
            return getECDSASignerCredentials();
        }

        @Override
        protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
            TlsCertificate leaf = WarmUp.this.crypto.createCertificate(certificate);
            Certificate chain = version.equals(ProtocolVersion.TLSv13)
                    ? new Certificate(TlsUtils.EMPTY_BYTES, new CertificateEntry[] {new CertificateEntry(leaf, null)})
                    : new Certificate(new TlsCertificate[] {leaf});
            return new BcDefaultTlsCredentialedSigner(
                    new TlsCryptoParameters(context),
                    WarmUp.this.crypto,
                    key,
                    chain,
                    SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        }
    }
}
