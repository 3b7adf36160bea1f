package dev.handshakefleet.probe.tls;

import dev.handshakefleet.local.server.LocalIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.DSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.KeyExchangeAlgorithm;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsCredentialedDecryptor;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedDecryptor;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A server of the same library, for suites and groups of no other peer here. Serves one connection after another. */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"})
final class BouncyCastleServer implements AutoCloseable {

    private final BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
    private final ServerSocket listener;
    private final List<LocalIdentity> identities;
    private volatile int[] suites = {};
    private volatile List<Integer> groups = List.of();
    private volatile ProtocolVersion[] versions = ProtocolVersion.TLSv13.downTo(ProtocolVersion.TLSv10);
    private volatile List<String> protocols = List.of();
    private volatile boolean demandsCertificates;

    /** @param identities one for each kind of key that the suites to come need */
    BouncyCastleServer(List<LocalIdentity> identities) throws IOException {
        this.identities = identities;
        this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    BouncyCastleServer speaking(List<Integer> onlySuites, List<Integer> onlyGroups) {
        suites = onlySuites.stream().mapToInt(Integer::intValue).toArray();
        groups = onlyGroups;
        return this;
    }

    BouncyCastleServer only(ProtocolVersion version) {
        versions = new ProtocolVersion[] {version};
        return this;
    }

    BouncyCastleServer announcing(List<String> names) {
        protocols = names;
        return this;
    }

    /** Whether it ends the handshake with a client that presents none; it trusts any. */
    BouncyCastleServer demandingCertificates(boolean demands) {
        demandsCertificates = demands;
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
                TlsServerProtocol protocol = new TlsServerProtocol(socket.getInputStream(), socket.getOutputStream());
                protocol.accept(new Server());
                protocol.close();
            } catch (IOException overOrBroken) {
                // The client under test reports the failure.
            }
        }
    }

    private final class Server extends DefaultTlsServer {

        Server() {
            super(BouncyCastleServer.this.crypto);
        }

        @Override
        protected ProtocolVersion[] getSupportedVersions() {
            return versions;
        }

        @Override
        protected int[] getSupportedCipherSuites() {
            return suites;
        }

        @Override
        public int[] getSupportedGroups() {
            return groups.isEmpty()
                    ? new int[] {29, 23, 256}
                    : groups.stream().mapToInt(Integer::intValue).toArray();
        }

        /** Before TLS 1.3, where Bouncy Castle would follow the client alone. */
        @Override
        protected int selectECDH(int minimumBits) {
            return groups.isEmpty() ? super.selectECDH(minimumBits) : groups.getFirst();
        }

        @Override
        public TlsCredentials getCredentials() throws IOException {
            return switch (context.getSecurityParametersHandshake().getKeyExchangeAlgorithm()) {
                case KeyExchangeAlgorithm.NULL -> signerOfTls13();
                case KeyExchangeAlgorithm.ECDHE_ECDSA -> signer(SignatureAlgorithm.ecdsa);
                case KeyExchangeAlgorithm.DHE_DSS -> signer(SignatureAlgorithm.dsa);
                case KeyExchangeAlgorithm.RSA -> decryptor();
                case KeyExchangeAlgorithm.DH_anon, KeyExchangeAlgorithm.ECDH_anon -> null;
                default -> signer(SignatureAlgorithm.rsa);
            };
        }

        /** The first identity: TLS 1.3 lets it sign with any suite. */
        private TlsCredentialedSigner signerOfTls13() throws IOException {
            LocalIdentity first = identities.getFirst();
            int scheme = key(first) instanceof ECPrivateKeyParameters
                    ? SignatureScheme.ecdsa_secp256r1_sha256
                    : SignatureScheme.rsa_pss_rsae_sha256;
            return signer(first, SignatureScheme.getSignatureAndHashAlgorithm(scheme));
        }

        private TlsCredentialedSigner signer(short algorithm) throws IOException {
            return signer(identity(algorithm), SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, algorithm));
        }

        private TlsCredentialedSigner signer(LocalIdentity identity, SignatureAndHashAlgorithm algorithm)
                throws IOException {
            return new BcDefaultTlsCredentialedSigner(
                    new TlsCryptoParameters(context),
                    BouncyCastleServer.this.crypto,
                    key(identity),
                    chain(identity),
                    TlsUtils.isTLSv12(context) ? algorithm : null);
        }

        private TlsCredentialedDecryptor decryptor() throws IOException {
            LocalIdentity identity = identity(SignatureAlgorithm.rsa);
            return new BcDefaultTlsCredentialedDecryptor(
                    BouncyCastleServer.this.crypto, chain(identity), key(identity));
        }

        private LocalIdentity identity(short algorithm) throws IOException {
            for (LocalIdentity identity : identities) {
                short its = switch (key(identity)) {
                    case ECPrivateKeyParameters _ -> SignatureAlgorithm.ecdsa;
                    case DSAPrivateKeyParameters _ -> SignatureAlgorithm.dsa;
                    default -> SignatureAlgorithm.rsa;
                };
                if (its == algorithm) {
                    return identity;
                }
            }
            throw new IOException("no identity for algorithm " + algorithm);
        }

        private Certificate chain(LocalIdentity identity) throws IOException {
            TlsCertificate leaf = BouncyCastleServer.this.crypto.createCertificate(
                    identity.chainDer().getFirst());
            return TlsUtils.isTLSv13(context)
                    ? new Certificate(TlsUtils.EMPTY_BYTES, new CertificateEntry[] {new CertificateEntry(leaf, null)})
                    : new Certificate(new TlsCertificate[] {leaf});
        }

        private static AsymmetricKeyParameter key(LocalIdentity identity) throws IOException {
            return PrivateKeyFactory.createKey(identity.key().getEncoded());
        }

        @Override
        protected Vector getProtocolNames() {
            return protocols.isEmpty()
                    ? null
                    : new Vector(
                            protocols.stream().map(ProtocolName::asUtf8Encoding).toList());
        }

        @Override
        public CertificateRequest getCertificateRequest() throws IOException {
            if (!demandsCertificates) {
                return null;
            }
            Vector algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
            return TlsUtils.isTLSv13(context)
                    ? new CertificateRequest(TlsUtils.EMPTY_BYTES, algorithms, null, null)
                    : new CertificateRequest(
                            new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
                            TlsUtils.isTLSv12(context) ? algorithms : null,
                            null);
        }

        @Override
        public void notifyClientCertificate(Certificate presented) throws IOException {
            if (presented.isEmpty()) {
                throw new TlsFatalAlert(AlertDescription.handshake_failure);
            }
        }
    }
}
