package dev.handshakefleet.probe.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsClient;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsSecret;

/**
 * The client protocol, with the parts of resumption that Bouncy Castle lacks. It stores TLS 1.3 tickets with their keys
 * (RFC 8446, 4.6.1) and offers them with their age. It lets a server renew a TLS 1.2 ticket during a resumption (RFC
 * 5077, 3.3). Used by one thread.
 */
class ResumingProtocol extends TlsClientProtocol {

    private static final int AGE_SIZE = 4;
    /** Servers send one to four. */
    private static final int MOST_TICKETS = 16;

    private Optional<HandshakeTranscript> transcript = Optional.of(new HandshakeTranscript());
    private Optional<HandshakeTranscript> finished = Optional.empty();
    private Optional<TlsSecret> masterSecret = Optional.empty();
    private Optional<TlsSecret> resumptionSecret = Optional.empty();
    private Optional<ResumableSession> session = Optional.empty();
    private Optional<ProbeClient> client = Optional.empty();
    private int tickets;

    /**
     * @return the newest session of the server. Before TLS 1.3 it is known when the handshake is complete. In TLS 1.3
     *     it is empty until a ticket arrives, and a server may never send one
     */
    final Optional<ResumableSession> session() {
        return session;
    }

    @Override
    public void connect(TlsClient tlsClient) throws IOException {
        client = Optional.of((ProbeClient) tlsClient);
        super.connect(tlsClient);
    }

    /** Writes the age of the ticket, for which Bouncy Castle writes 0 after the ticket, and sends the ClientHello. */
    @Override
    protected void sendClientHelloMessage() throws IOException {
        Object offered = clientHello.getExtensions().get(TlsExtensionsUtils.EXT_pre_shared_key);
        Optional<PskTicket> ticket = client.flatMap(ProbeClient::offeredTicket);
        if (offered instanceof byte[] identities && ticket.isPresent()) {
            long age = ticket.get().obfuscatedAge(System.nanoTime());
            TlsUtils.writeUint32(age, identities, identities.length - AGE_SIZE);
        }
        super.sendClientHelloMessage();
    }

    @Override
    protected void safeWriteRecord(short type, byte[] buffer, int offset, int length) throws IOException {
        if (type == ContentType.handshake) {
            transcript.ifPresent(messages -> messages.sent(buffer, offset, length));
        }
        super.safeWriteRecord(type, buffer, offset, length);
    }

    @Override
    protected void handleHandshakeMessage(short type, HandshakeMessageInput message) throws IOException {
        transcript.ifPresent(messages -> messages.received(message));
        if (type == HandshakeType.new_session_ticket && resumesBefore13()) {
            receiveNewSessionTicket(message);
            return;
        }
        super.handleHandshakeMessage(type, message);
    }

    private boolean resumesBefore13() {
        SecurityParameters parameters = getContext().getSecurityParametersHandshake();
        return connection_state == CS_SERVER_HELLO && parameters != null && parameters.isResumedSession();
    }

    /**
     * The last moment at which Bouncy Castle exposes its master secret. The keys derived from it are computed outside
     * the measured time.
     */
    @Override
    protected void send13FinishedMessage() throws IOException {
        super.send13FinishedMessage();
        SecurityParameters agreed = getContext().getSecurityParametersHandshake();
        finished = transcript;
        masterSecret = Optional.of(getContext().getCrypto().adoptSecret(agreed.getMasterSecret()));
    }

    @Override
    protected void completeHandshake() throws IOException {
        super.completeHandshake();
        transcript = Optional.empty();
        if (!TlsUtils.isTLSv13(getContext().getServerVersion())) {
            session = OlderSession.of(
                    getContext().getSession(),
                    client.flatMap(ProbeClient::ticketBefore13),
                    getContext().getCrypto());
        }
    }

    @Override
    protected void receive13NewSessionTicket(ByteArrayInputStream message) throws IOException {
        tickets++;
        if (!isConnected() || masterSecret.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.unexpected_message);
        }
        if (tickets > MOST_TICKETS) {
            throw new TlsFatalAlert(AlertDescription.unexpected_message, "more than " + MOST_TICKETS + " tickets");
        }
        if (finished.filter(HandshakeTranscript::isComplete).isPresent()) {
            SecurityParameters agreed = getContext().getSecurityParametersConnection();
            session = PskTicket.read(message, agreed, resumptionSecret(agreed)).or(() -> session);
        }
    }

    /** The resumption_master_secret (RFC 8446, 7.1), over the transcript through our Finished. */
    private TlsSecret resumptionSecret(SecurityParameters agreed) throws IOException {
        if (resumptionSecret.isEmpty()) {
            int algorithm = agreed.getPRFCryptoHashAlgorithm();
            byte[] hash = finished.orElseThrow().hash(getContext().getCrypto(), algorithm);
            resumptionSecret = Optional.of(TlsCryptoUtils.hkdfExpandLabel(
                    masterSecret.orElseThrow(), algorithm, "res master", hash, hash.length));
        }
        return resumptionSecret.get();
    }
}
