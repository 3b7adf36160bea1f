package dev.handshakefleet.probe.tls;

import dev.handshakefleet.support.HostileKey;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsServer;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.DHGroup;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.TlsDHConfig;
import org.bouncycastle.tls.crypto.TlsStreamSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A server whose numbers take long to compute with. */
final class HostileServer extends DefaultTlsServer {

    private static final int SERVER_EXPONENT_BITS = 256;

    private final BcTlsCrypto crypto;
    private final WarmUpIdentity identity;
    private final ProtocolVersion version;
    private final int suiteOfTls12;
    private final Optional<DHGroup> group;
    private final Optional<byte[]> signature;

    private HostileServer(
            BcTlsCrypto crypto,
            WarmUpIdentity identity,
            ProtocolVersion version,
            int suiteOfTls12,
            Optional<DHGroup> group,
            Optional<byte[]> signature) {
        super(crypto);
        this.crypto = crypto;
        this.identity = identity;
        this.version = version;
        this.suiteOfTls12 = suiteOfTls12;
        this.group = group;
        this.signature = signature;
    }

    /** @return whether this server can present the key: it presents RSA and EC keys */
    static boolean canPresent(HostileKey hostile) {
        return isRsa(hostile) || hostile.key().getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey);
    }

    /** @return a server that presents the key and sends a signature of its size, which verifies nothing */
    static TlsServer presenting(HostileKey hostile, ProtocolVersion version)
            throws IOException, OperatorCreationException {
        SecureRandom random = new SecureRandom();
        WarmUpIdentity own = isRsa(hostile) ? WarmUpIdentity.rsa(random) : WarmUpIdentity.ecdsa(random);
        WarmUpIdentity borrowed = new WarmUpIdentity(
                own.key(), new X509CertificateHolder(hostile.certificate()), own.signature(), own.suiteOfTls12());
        return new HostileServer(
                new BcTlsCrypto(random),
                borrowed,
                version,
                own.suiteOfTls12(),
                Optional.empty(),
                Optional.of(hostile.signature()));
    }

    /** @return a server of TLS 1.2 that computes its key exchange in the group of these numbers */
    static TlsServer inGroup(BigInteger prime, BigInteger generator) throws IOException, OperatorCreationException {
        SecureRandom random = new SecureRandom();
        return new HostileServer(
                new BcTlsCrypto(random),
                WarmUpIdentity.rsa(random),
                ProtocolVersion.TLSv12,
                CipherSuite.TLS_DHE_RSA_WITH_AES_128_GCM_SHA256,
                Optional.of(new DHGroup(prime, null, generator, SERVER_EXPONENT_BITS)),
                Optional.empty());
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return version.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {CipherSuite.TLS_AES_128_GCM_SHA256, suiteOfTls12};
    }

    @Override
    public TlsDHConfig getDHConfig() {
        return new TlsDHConfig(group.orElseThrow());
    }

    @Override
    public TlsCredentialedSigner getCredentials() throws IOException {
        TlsCertificate leaf = crypto.createCertificate(identity.certificate().getEncoded());
        Certificate chain = version.equals(ProtocolVersion.TLSv13)
                ? new Certificate(TlsUtils.EMPTY_BYTES, new CertificateEntry[] {new CertificateEntry(leaf, null)})
                : new Certificate(new TlsCertificate[] {leaf});
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), crypto, identity.key(), chain, identity.signature()) {
            @Override
            public byte[] generateRawSignature(byte[] hash) throws IOException {
                return signature.isPresent() ? signature.get() : super.generateRawSignature(hash);
            }

            @Override
            public TlsStreamSigner getStreamSigner() throws IOException {
                return signature.isPresent() ? null : super.getStreamSigner();
            }
        };
    }

    private static boolean isRsa(HostileKey hostile) {
        ASN1ObjectIdentifier kind = hostile.key().getAlgorithm().getAlgorithm();
        return kind.equals(PKCSObjectIdentifiers.rsaEncryption);
    }
}
