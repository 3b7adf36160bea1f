package dev.handshakefleet.probe;

import dev.handshakefleet.local.server.LocalIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collections;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
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

/** A server that speaks TLS well enough to be let in, and misbehaves where the keys are agreed. */
final class MisbehavingTlsServer implements AutoCloseable {

    /** The server's behaviour after its handshake. */
    @FunctionalInterface
    interface Manners {
        void afterTheHandshake(Session session) throws IOException;
    }

    private final BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final LocalIdentity identity;
    private final ProtocolVersion version;
    private final Manners manners;
    private volatile int certificates = 1;
    private volatile byte[] insteadOfCertificate = {};

    MisbehavingTlsServer(LocalIdentity identity, ProtocolVersion version, Manners manners) throws IOException {
        this.identity = identity;
        this.version = version;
        this.manners = manners;
        Thread.ofPlatform().daemon().start(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The leaf that many times over. */
    MisbehavingTlsServer withChainOf(int number) {
        certificates = number;
        return this;
    }

    /** Of TLS 1.3: a message with its header. */
    MisbehavingTlsServer withMessageInsteadOfCertificate(byte[] message) {
        insteadOfCertificate = message;
        return this;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setSoTimeout(60_000);
                Session session = new Session(socket);
                session.accept(new Server());
                manners.afterTheHandshake(session);
            } catch (IOException | RuntimeException theProbeHasEnded) {
                // The client under test reports the failure.
            }
        }
    }

    /** A session that can send any record. */
    final class Session extends TlsServerProtocol {

        private Session(Socket socket) throws IOException {
            super(socket.getInputStream(), socket.getOutputStream());
        }

        /** A record of that type and content, as often as the other end takes it, 100,000 times at most. */
        void flood(short type, byte... content) throws IOException {
            for (int record = 0; record < 100_000; record++) {
                safeWriteRecord(type, content, 0, content.length);
            }
        }

        /** Asks for new keys over and over. */
        void floodWithKeyUpdates() throws IOException {
            for (int update = 0; update < 100_000; update++) {
                send13KeyUpdate(true);
            }
        }

        @Override
        protected void send13CertificateMessage(Certificate certificate) throws IOException {
            if (insteadOfCertificate.length == 0) {
                super.send13CertificateMessage(certificate);
            } else {
                safeWriteRecord((short) 22, insteadOfCertificate, 0, insteadOfCertificate.length);
            }
        }
    }

    private final class Server extends DefaultTlsServer {

        Server() {
            super(MisbehavingTlsServer.this.crypto);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return version.only();
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return new int[] {CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
        }

        @Override
        public TlsCredentialedSigner getCredentials() throws IOException {
            return signer();
        }

        private TlsCredentialedSigner signer() throws IOException {
            TlsCertificate leaf = MisbehavingTlsServer.this.crypto.createCertificate(
                    identity.chainDer().getFirst());
            CertificateEntry[] entries = Collections.nCopies(certificates, new CertificateEntry(leaf, null))
                    .toArray(CertificateEntry[]::new);
            return new BcDefaultTlsCredentialedSigner(
                    new TlsCryptoParameters(context),
                    MisbehavingTlsServer.this.crypto,
                    PrivateKeyFactory.createKey(identity.key().getEncoded()),
                    TlsUtils.isTLSv13(context)
                            ? new Certificate(TlsUtils.EMPTY_BYTES, entries)
                            : new Certificate(Arrays.stream(entries)
                                    .map(CertificateEntry::getCertificate)
                                    .toArray(TlsCertificate[]::new)),
                    SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        }
    }
}
