package dev.handshakefleet.probe.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.PskKeyExchangeMode;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;

/**
 * What our ClientHello offers, and what is kept of what the server chose. Accepts every chain: whether it is good is
 * judged afterwards. Besides the terms of its target it asks for a stapled OCSP response, for signed certificate timestamps
 * and for session tickets, as current browsers do.
 *
 * <p>Bouncy Castle's API predates generics: its raw collections end in this class.
 */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"})
final class ProbeClient extends DefaultTlsClient {

    private static final int MOST_CERTIFICATES = 20;
    private static final int LARGEST_MESSAGE = 100 * 1024;
    private static final int MOST_AUTHORITIES = 8;
    private static final int SIGNED_CERTIFICATE_TIMESTAMP = 18;
    private static final byte[] PSK_WITH_DHE = {1, (byte) PskKeyExchangeMode.psk_dhe_ke};

    private final OfferedTerms terms;
    private final Optional<String> sni;
    private final Optional<ClientIdentity> identity;
    private final Optional<ResumableSession> toResume;
    private final List<String> acceptedAuthorities = new ArrayList<>();
    private boolean certificateRequested;
    private boolean ocspStapled;
    private boolean resumed;
    private byte[] timestamps = new byte[0];
    private byte[] ticket = new byte[0];
    private Optional<TlsSession> session = Optional.empty();

    /**
     * @param sni the DNS name to send; empty for an IP literal, which SNI does not carry (RFC 6066, 3)
     * @param identity what to present where the server asks for a certificate
     * @param toResume the session to resume
     */
    ProbeClient(
            ObservingCrypto crypto,
            OfferedTerms terms,
            Optional<String> sni,
            Optional<ClientIdentity> identity,
            Optional<ResumableSession> toResume) {
        super(crypto);
        this.terms = terms;
        this.sni = sni;
        this.identity = identity;
        this.toResume = toResume;
    }

    boolean ocspStapled() {
        return ocspStapled;
    }

    /** Whether a session before TLS 1.3 was resumed. */
    boolean resumed() {
        return resumed;
    }

    Optional<String> sni() {
        return sni;
    }

    /** Whether the server asked for a certificate. */
    boolean certificateRequested() {
        return certificateRequested;
    }

    /** Whether it was given one. */
    boolean hasIdentity() {
        return identity.isPresent();
    }

    /** Whom the server accepts as issuer of our certificate (RFC 4514); at most eight, none where it does not say. */
    List<String> acceptedAuthorities() {
        return acceptedAuthorities;
    }

    /** The SignedCertificateTimestampList that came beside the certificate (RFC 6962, 3.3); empty where none did. */
    byte[] timestamps() {
        return timestamps;
    }

    /** The session, where it is of TLS 1.2 or older and can be resumed. */
    Optional<ResumableSession> resumableBefore13() {
        return session.map(kept -> new ResumableSession.Before13(kept, ticket));
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
        return terms.versions().toArray(ProtocolVersion[]::new);
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return terms.suites().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    protected Vector getSupportedGroups(Vector namedGroupRoles) {
        return new Vector(terms.groups());
    }

    @Override
    public Vector getEarlyKeyShareGroups() {
        return new Vector(terms.keyShares());
    }

    @Override
    protected Vector getProtocolNames() {
        return terms.protocols().isEmpty() ? null : new Vector(terms.protocols());
    }

    @Override
    protected Vector getSNIServerNames() {
        return sni.map(name -> new ServerName(NameType.host_name, name.getBytes(StandardCharsets.US_ASCII)))
                .map(name -> new Vector(List.of(name)))
                .orElse(null);
    }

    @Override
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        extensions.put(SIGNED_CERTIFICATE_TIMESTAMP, new byte[0]);
        if (terms.versions().getLast().isEqualOrEarlierVersionOf(ProtocolVersion.TLSv12)) {
            extensions.put(
                    ExtensionType.session_ticket,
                    toResume.map(ProbeClient::ticketBefore13).orElse(new byte[0]));
        }
        if (terms.versions().contains(ProtocolVersion.TLSv13)) {
            extensions.put(ExtensionType.psk_key_exchange_modes, PSK_WITH_DHE);
        }
        Optional<ResumptionPsk> psk = psk();
        return psk.isPresent() ? psk.get().withAge(extensions) : extensions;
    }

    private static byte[] ticketBefore13(ResumableSession toResume) {
        return toResume instanceof ResumableSession.Before13 before ? before.ticket() : new byte[0];
    }

    @Override
    public TlsSession getSessionToResume() {
        return toResume.map(kept -> kept instanceof ResumableSession.Before13 before ? before.session() : null)
                .orElse(null);
    }

    @Override
    public Vector getExternalPSKs() {
        return psk().map(psk -> new Vector(List.of(psk))).orElse(null);
    }

    private Optional<ResumptionPsk> psk() {
        return toResume.map(kept -> kept instanceof ResumableSession.Psk psk
                ? new ResumptionPsk((ObservingCrypto) getCrypto(), psk)
                : null);
    }

    @Override
    public int getMaxCertificateChainLength() {
        return MOST_CERTIFICATES;
    }

    @Override
    public int getMaxHandshakeMessageSize() {
        return LARGEST_MESSAGE;
    }

    /** Before TLS 1.3 the timestamps come in ServerHello. */
    @Override
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        keepTimestamps(extensions);
    }

    private void keepTimestamps(Hashtable extensions) {
        byte[] list = TlsUtils.getExtensionData(extensions, SIGNED_CERTIFICATE_TIMESTAMP);
        if (list != null) {
            timestamps = list;
        }
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) {
                ocspStapled = server.getCertificateStatus() != null;
                // In TLS 1.3 status and timestamps are extensions of the leaf's entry (RFC 8446, 4.4.2).
                if (!server.getCertificate().isEmpty()) {
                    keepTimestamps(
                            server.getCertificate().getCertificateEntryAt(0).getExtensions());
                }
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                certificateRequested = true;
                noteAuthorities(request.getCertificateAuthorities());
                return identity.isEmpty()
                        ? null
                        : identity.get()
                                .credentials(new TlsCryptoParameters(context), (ObservingCrypto) getCrypto(), request)
                                .orElse(null);
            }
        };
    }

    private void noteAuthorities(Vector authorities) {
        if (authorities != null) {
            authorities.stream()
                    .limit(MOST_AUTHORITIES)
                    .forEach(name -> acceptedAuthorities.add(((X500Name) name).toString()));
        }
    }

    @Override
    public void notifyNewSessionTicket(NewSessionTicket newTicket) throws IOException {
        super.notifyNewSessionTicket(newTicket);
        ticket = newTicket.getTicket();
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        SecurityParameters agreed = context.getSecurityParametersConnection();
        resumed = agreed.isResumedSession();
        if (!TlsUtils.isTLSv13(agreed.getNegotiatedVersion())) {
            session = Optional.ofNullable(context.getSession()).flatMap(kept -> resumable(kept, ticket.length > 0));
        }
    }

    /**
     * A server that gives a ticket may give no session identifier; whoever resumes by ticket makes one up, by whose return
     * the server says that it took the ticket (RFC 5077, 3.4).
     */
    private Optional<TlsSession> resumable(TlsSession kept, boolean byTicket) {
        if (kept.getSessionID().length > 0 && kept.isResumable()) {
            return Optional.of(kept);
        }
        byte[] identifier = context.getNonceGenerator().generateNonce(32);
        return byTicket
                ? Optional.ofNullable(kept.exportSessionParameters())
                        .map(parameters -> TlsUtils.importSession(identifier, parameters))
                : Optional.empty();
    }
}
