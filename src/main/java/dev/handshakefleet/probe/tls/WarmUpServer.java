package dev.handshakefleet.probe.tls;

import java.io.IOException;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** The server side of a warm-up handshake: it speaks one version and presents one certificate. */
final class WarmUpServer extends DefaultTlsServer {

    private final BcTlsCrypto crypto;
    private final WarmUpIdentity identity;
    private final ProtocolVersion version;

    WarmUpServer(BcTlsCrypto crypto, WarmUpIdentity identity, ProtocolVersion version) {
        super(crypto);
        this.crypto = crypto;
        this.identity = identity;
        this.version = version;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return new ProtocolVersion[] {version};
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {CipherSuite.TLS_AES_128_GCM_SHA256, identity.suiteOfTls12()};
    }

    @Override
    public TlsCredentialedSigner getCredentials() throws IOException {
        TlsCertificate leaf = crypto.createCertificate(identity.certificate().getEncoded());
        Certificate chain = version.equals(ProtocolVersion.TLSv13)
                ? new Certificate(TlsUtils.EMPTY_BYTES, new CertificateEntry[] {new CertificateEntry(leaf, null)})
                : new Certificate(new TlsCertificate[] {leaf});
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), crypto, identity.key(), chain, identity.signature());
    }
}
