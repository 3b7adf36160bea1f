package dev.handshakefleet.probe.tls;

import dev.handshakefleet.certificate.KeyLimits;
import dev.handshakefleet.probe.tls.identity.ClientCertificateRequest;
import dev.handshakefleet.probe.tls.identity.ClientIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatus;
import org.bouncycastle.tls.CertificateStatusType;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExtensionType;
import org.bouncycastle.tls.NameType;
import org.bouncycastle.tls.NewSessionTicket;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.ServerName;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsDHGroupVerifier;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsPSK;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.DHGroup;

/**
 * Sends the contents of a {@link ClientOffer} and records the choices of the server. Like a browser, it asks for a
 * stapled OCSP response, for signed certificate timestamps and for tickets. It accepts every chain, every
 * key and Diffie-Hellman group within {@link KeyLimits}, and a server without secure renegotiation: the verdict judges them afterwards.
 *
 * <p>The API of Bouncy Castle predates generics; its raw collections stay inside this class. Made for one handshake;
 * used by one thread.
 */
@SuppressWarnings({"rawtypes", "unchecked", "JdkObsolete"})
final class ProbeClient extends DefaultTlsClient {

    private static final int MOST_CERTIFICATES = 20;
    /**
     * Twenty RSA certificates take a third of it, five of ML-DSA-87 two thirds. Bouncy Castle buffers the whole
     * message.
     */
    private static final int LARGEST_MESSAGE = 48 * 1024;

    /** A CertificateStatus begins with one byte of type and three bytes of length (RFC 6066, 8). */
    private static final int STATUS_HEADER_SIZE = 4;

    private final ObservingCrypto crypto;
    private final ClientOffer offer;
    private final Optional<String> sni;
    private final Optional<ClientIdentity> identity;
    private final Optional<ResumableSession> session;

    private Optional<ClientCertificateRequest> certificateRequest = Optional.empty();
    private Optional<byte[]> stapledOcsp = Optional.empty();
    private Optional<byte[]> timestampsBefore13 = Optional.empty();
    private Optional<byte[]> receivedTicket = Optional.empty();
    private OptionalInt scts = OptionalInt.empty();
    private OptionalInt dhBits = OptionalInt.empty();
    private Optional<String> refusedGroup = Optional.empty();
    private boolean certificatePresented;
    private boolean resumed;

    /**
     * @param sni the DNS name to send; empty for an IP literal, which SNI cannot carry (RFC 6066, 3)
     * @param identity the certificate for a server that asks for one
     * @param session the session to offer for resumption
     */
    ProbeClient(
            ObservingCrypto crypto,
            ClientOffer offer,
            Optional<String> sni,
            Optional<ClientIdentity> identity,
            Optional<ResumableSession> session) {
        super(crypto);
        this.crypto = crypto;
        this.offer = offer;
        this.sni = sni;
        this.identity = identity;
        this.session = session;
    }

    /** The OCSP response of the leaf as sent, DER. */
    Optional<byte[]> stapledOcsp() {
        return stapledOcsp;
    }

    /** Size in bits of the prime of a Diffie-Hellman exchange before TLS 1.3. */
    OptionalInt dhBits() {
        return dhBits;
    }

    /** The reason for which the Diffie-Hellman group of the server was refused; empty for an accepted one. */
    Optional<String> refusedGroup() {
        return refusedGroup;
    }

    /** The signed certificate timestamps of the handshake; empty before the certificate, or if unreadable. */
    OptionalInt scts() {
        return scts;
    }

    /** Whether an earlier session was resumed by id, ticket or pre-shared key; known from ServerHello on. */
    boolean resumed() {
        return resumed
                || parameters().filter(SecurityParameters::isResumedSession).isPresent();
    }

    Optional<String> sni() {
        return sni;
    }

    /** The server's request for a client certificate; empty if it did not ask. */
    Optional<ClientCertificateRequest> certificateRequest() {
        return certificateRequest;
    }

    /** Whether we answered the request with a certificate. An empty answer can still lead to an alert. */
    boolean certificatePresented() {
        return certificatePresented;
    }

    /** The parameters negotiated so far; empty before the handshake began. */
    Optional<SecurityParameters> parameters() {
        if (context == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(context.getSecurityParametersConnection())
                .or(() -> Optional.ofNullable(context.getSecurityParametersHandshake()));
    }

    /** The current ticket of TLS 1.2 or older: the one that the server sent, otherwise the one that it accepted. */
    Optional<byte[]> ticketBefore13() {
        return receivedTicket.or(
                () -> offeredOlderSession().filter(_ -> resumed()).flatMap(OlderSession::ticket));
    }

    /** The TLS 1.3 ticket that we offer, if any. */
    Optional<PskTicket> offeredTicket() {
        return session.filter(PskTicket.class::isInstance).map(PskTicket.class::cast);
    }

    private Optional<OlderSession> offeredOlderSession() {
        return session.filter(OlderSession.class::isInstance).map(OlderSession.class::cast);
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return offer.versions().stream().map(ProbeClient::version).toArray(ProtocolVersion[]::new);
    }

    private static ProtocolVersion version(String name) {
        return switch (name) {
            case "TLSv1.0" -> ProtocolVersion.TLSv10;
            case "TLSv1.1" -> ProtocolVersion.TLSv11;
            case "TLSv1.2" -> ProtocolVersion.TLSv12;
            case "TLSv1.3" -> ProtocolVersion.TLSv13;
            default -> throw new IllegalArgumentException("version: " + name + "; accepted: TLSv1.0 to TLSv1.3");
        };
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return offer.suites().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    protected Vector getSupportedGroups(Vector namedGroupRoles) {
        return new Vector(offer.groups());
    }

    @Override
    public Vector getEarlyKeyShareGroups() {
        return new Vector(offer.keyShares());
    }

    @Override
    protected Vector getSupportedSignatureAlgorithms() {
        return new Vector(AcceptedSignatures.algorithms(offer.signatures()));
    }

    /**
     * Chosen schemes are about the handshake. Without this extension they would apply to the signatures of the chain as well (RFC
     * 8446, 4.2.3), and a server could keep back an ECDSA certificate that an RSA authority signed.
     */
    @Override
    protected Vector getSupportedSignatureAlgorithmsCert() {
        return offer.signatures().equals(AcceptedSignatures.ALL)
                ? null
                : new Vector(AcceptedSignatures.algorithms(AcceptedSignatures.ALL));
    }

    @Override
    protected Vector getProtocolNames() {
        List<ProtocolName> names =
                offer.protocols().stream().map(ProtocolName::asUtf8Encoding).toList();
        return names.isEmpty() ? null : new Vector(names);
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
        extensions.put(ExtensionType.signed_certificate_timestamp, TlsUtils.EMPTY_BYTES);
        if (!offer.offersEncryptThenMac()) {
            extensions.remove(TlsExtensionsUtils.EXT_encrypt_then_mac);
        }
        if (offer.offers13()) {
            // Without this extension a server sends no ticket (RFC 8446, 4.2.9).
            TlsExtensionsUtils.addPSKKeyExchangeModesExtension(extensions, getPskKeyExchangeModes());
        }
        if (offer.offersOlderThan13()) {
            byte[] ticket = offeredOlderSession().flatMap(OlderSession::ticket).orElse(TlsUtils.EMPTY_BYTES);
            extensions.put(ExtensionType.session_ticket, ticket);
        }
        return extensions;
    }

    @Override
    public TlsSession getSessionToResume() {
        return offeredOlderSession().map(older -> older.forUseWith(crypto)).orElse(null);
    }

    @Override
    public boolean allowLegacyResumption() {
        return true;
    }

    @Override
    public Vector getExternalPSKs() {
        return offeredTicket()
                .filter(ticket -> offer.suites().contains(ticket.cipherSuite()))
                .map(ticket -> ticket.forUseWith(crypto))
                .map(key -> new Vector(List.of(key)))
                .orElse(null);
    }

    @Override
    public void notifySelectedPSK(TlsPSK selected) {
        resumed = selected != null;
    }

    @Override
    public void notifyNewSessionTicket(NewSessionTicket ticket) {
        receivedTicket = Optional.of(ticket.getTicket()).filter(content -> content.length > 0);
    }

    @Override
    public void notifySecureRenegotiation(boolean secure) {
        // Old servers do not support it (RFC 5746); this client never renegotiates.
    }

    @Override
    public TlsDHGroupVerifier getDHGroupVerifier() {
        return group -> {
            dhBits = OptionalInt.of(group.getP().bitLength());
            refusedGroup = KeyLimits.excessOfGroup(group.getP()).or(() -> faultOfGenerator(group));
            return refusedGroup.isEmpty();
        };
    }

    /** A generator outside of 2 to p-2 makes no secret (RFC 7919, 5.1, has the same range for public values). */
    private static Optional<String> faultOfGenerator(DHGroup group) {
        BigInteger generator = group.getG();
        BigInteger largest = group.getP().subtract(BigInteger.TWO);
        return generator.compareTo(BigInteger.TWO) < 0 || generator.compareTo(largest) > 0
                ? Optional.of("its Diffie-Hellman generator is not between 2 and the prime minus 2")
                : Optional.empty();
    }

    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
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
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        if (extensions != null) {
            timestampsBefore13 =
                    Optional.ofNullable((byte[]) extensions.get(ExtensionType.signed_certificate_timestamp));
        }
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate presented) throws IOException {
                keepStapleAndTimestamps(presented);
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                certificateRequest = Optional.of(ClientCertificateRequest.of(request));
                Optional<? extends TlsCredentials> answer =
                        identity.flatMap(own -> new ClientSignature(own, context, crypto).answering(request));
                certificatePresented = answer.isPresent();
                return answer.orElse(null);
            }
        };
    }

    /**
     * In TLS 1.3 the staple and the timestamps are extensions of the leaf (RFC 8446, 4.4.2.1); before, they are not.
     */
    private void keepStapleAndTimestamps(TlsServerCertificate presented) throws IOException {
        CertificateStatus status = presented.getCertificateStatus();
        Hashtable leafExtensions =
                presented.getCertificate().getCertificateEntryAt(0).getExtensions();
        Optional<byte[]> timestamps = timestampsBefore13;
        if (leafExtensions != null) {
            timestamps = Optional.ofNullable((byte[]) leafExtensions.get(ExtensionType.signed_certificate_timestamp));
            stapledOcsp = Optional.ofNullable((byte[]) leafExtensions.get(ExtensionType.status_request))
                    .filter(encoded -> encoded.length > STATUS_HEADER_SIZE && encoded[0] == CertificateStatusType.ocsp)
                    .map(encoded -> Arrays.copyOfRange(encoded, STATUS_HEADER_SIZE, encoded.length));
        } else if (status != null && status.getStatusType() == CertificateStatusType.ocsp) {
            stapledOcsp = Optional.of(status.getOCSPResponse().getEncoded());
        }
        scts = timestamps.isPresent() ? SignedTimestamps.listed(timestamps.get()) : OptionalInt.of(0);
    }
}
