package dev.handshakefleet.probe.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;

/**
 * What our ClientHello offers, and what is kept of what the server chose. Accepts every chain: whether it is good is
 * judged afterwards. Offers TLS 1.3 and 1.2, key shares for X25519MLKEM768 and X25519, ALPN h2 and http/1.1, SNI for DNS
 * names, and asks for a stapled OCSP response, as current browsers do.
 *
 * <p>Bouncy Castle's API predates generics: its raw collections end in this class.
 */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"})
final class ProbeClient extends DefaultTlsClient {

    private static final int MOST_CERTIFICATES = 20;
    private static final int LARGEST_MESSAGE = 100 * 1024;
    private static final List<Integer> GROUPS = List.of(
            NamedGroup.X25519MLKEM768,
            NamedGroup.x25519,
            NamedGroup.secp256r1,
            NamedGroup.secp384r1,
            NamedGroup.ffdhe2048,
            NamedGroup.ffdhe3072);
    private static final List<Integer> KEY_SHARES = List.of(NamedGroup.X25519MLKEM768, NamedGroup.x25519);

    private final Optional<String> sni;
    private boolean ocspStapled;
    private boolean resumed;

    /** @param sni the DNS name to send; empty for an IP literal, which SNI does not carry (RFC 6066, 3) */
    ProbeClient(ObservingCrypto crypto, Optional<String> sni) {
        super(crypto);
        this.sni = sni;
    }

    boolean ocspStapled() {
        return ocspStapled;
    }

    boolean resumed() {
        return resumed;
    }

    Optional<String> sni() {
        return sni;
    }

    /** The parameters as far as they are negotiated; empty before the handshake began. */
    Optional<SecurityParameters> parameters() {
        if (context == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(context.getSecurityParametersConnection())
                .or(() -> Optional.ofNullable(context.getSecurityParametersHandshake()));
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return new ProtocolVersion[] {ProtocolVersion.TLSv13, ProtocolVersion.TLSv12};
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return OfferedSuites.codes();
    }

    @Override
    protected Vector getSupportedGroups(Vector namedGroupRoles) {
        return new Vector(GROUPS);
    }

    @Override
    public Vector getEarlyKeyShareGroups() {
        return new Vector(KEY_SHARES);
    }

    @Override
    protected Vector getProtocolNames() {
        return new Vector(List.of(ProtocolName.HTTP_2_TLS, ProtocolName.HTTP_1_1));
    }

    @Override
    protected Vector getSNIServerNames() {
        return sni.map(name -> new ServerName(NameType.host_name, name.getBytes(StandardCharsets.US_ASCII)))
                .map(name -> new Vector(List.of(name)))
                .orElse(null);
    }

    @Override
    public int getMaxCertificateChainLength() {
        return MOST_CERTIFICATES;
    }

    @Override
    public int getMaxHandshakeMessageSize() {
        return LARGEST_MESSAGE;
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate serverCertificate) {
                ocspStapled = serverCertificate.getCertificateStatus() != null;
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest certificateRequest) {
                return null;
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        resumed = context.getSecurityParametersConnection().isResumedSession();
    }
}
