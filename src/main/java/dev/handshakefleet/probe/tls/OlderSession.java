package dev.handshakefleet.probe.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.bouncycastle.tls.SessionParameters;
import org.bouncycastle.tls.TlsSession;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCrypto;

/**
 * A session of TLS 1.2 or older (RFC 5246, 7.3; RFC 5077).
 *
 * <p>It copies the parameters of the first handshake and returns copies. Bouncy Castle shares the master secret among
 * its own session objects and destroys it for all of them after a failed handshake or a refused resumption.
 */
final class OlderSession implements ResumableSession {

    private static final int ID_SIZE = 32;

    private final byte[] id;
    private final Optional<byte[]> ticket;
    private final SessionParameters parameters;

    private OlderSession(byte[] id, Optional<byte[]> ticket, SessionParameters parameters) {
        this.id = id;
        this.ticket = ticket;
        this.parameters = parameters;
    }

    /**
     * @param made the state that a complete handshake left
     * @param ticket the ticket of the server; empty if it sent none
     * @return empty if the server gave neither a ticket nor a session id
     */
    static Optional<ResumableSession> of(TlsSession made, Optional<byte[]> ticket, TlsCrypto crypto) {
        SessionParameters agreed = made.exportSessionParameters();
        if (agreed == null || (ticket.isEmpty() && !made.isResumable())) {
            return Optional.empty();
        }
        // With a ticket, the client chooses the session id. If the server echoes it, the server accepted the ticket
        // (RFC 5077, 3.4).
        byte[] id = ticket.isPresent()
                ? crypto.createNonceGenerator(TlsUtils.EMPTY_BYTES).generateNonce(ID_SIZE)
                : made.getSessionID();
        return Optional.of(new OlderSession(id, ticket, copy(agreed, crypto)));
    }

    Optional<byte[]> ticket() {
        return ticket;
    }

    /** The session for one handshake, which uses it up; its secret belongs to that crypto. */
    TlsSession forUseWith(TlsCrypto crypto) {
        return TlsUtils.importSession(id, copy(parameters, crypto));
    }

    private static SessionParameters copy(SessionParameters agreed, TlsCrypto crypto) {
        try {
            return new SessionParameters.Builder()
                    .setCipherSuite(agreed.getCipherSuite())
                    .setExtendedMasterSecret(agreed.isExtendedMasterSecret())
                    .setLocalCertificate(agreed.getLocalCertificate())
                    .setMasterSecret(crypto.adoptSecret(agreed.getMasterSecret()))
                    .setNegotiatedVersion(agreed.getNegotiatedVersion())
                    .setPeerCertificate(agreed.getPeerCertificate())
                    .setServerExtensions(agreed.readServerExtensions())
                    .build();
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
    }

    @Override
    public String toString() {
        return ticket.isPresent() ? "ResumableSession[TLS 1.2 ticket]" : "ResumableSession[TLS 1.2 id]";
    }
}
