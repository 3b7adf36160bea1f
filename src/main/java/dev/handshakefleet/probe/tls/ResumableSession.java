package dev.handshakefleet.probe.tls;

import java.util.Arrays;
import org.bouncycastle.tls.TlsSession;

/**
 * A session that another handshake with the same target may resume. Holds keys: lives in memory, for one more handshake.
 * Its text shows nothing of it.
 */
public sealed interface ResumableSession {

    /** By session identifier, or by ticket where the server gave one (RFC 5246, 7.4.1.2; RFC 5077). */
    final class Before13 implements ResumableSession {

        private final TlsSession session;
        private final byte[] ticket;

        Before13(TlsSession session, byte[] ticket) {
            this.session = session;
            this.ticket = Arrays.copyOf(ticket, ticket.length);
        }

        TlsSession session() {
            return session;
        }

        /** Empty where the server keeps the session itself. */
        byte[] ticket() {
            return Arrays.copyOf(ticket, ticket.length);
        }

        @Override
        public String toString() {
            return "session before TLS 1.3";
        }
    }

    /** By pre-shared key (RFC 8446, 4.6.1). */
    final class Psk implements ResumableSession {

        private final byte[] ticket;
        private final byte[] key;
        private final int prfAlgorithm;
        private final long ageAdd;
        private final long receivedNanos = System.nanoTime();

        Psk(byte[] ticket, byte[] key, int prfAlgorithm, long ageAdd) {
            this.ticket = Arrays.copyOf(ticket, ticket.length);
            this.key = Arrays.copyOf(key, key.length);
            this.prfAlgorithm = prfAlgorithm;
            this.ageAdd = ageAdd;
        }

        byte[] ticket() {
            return Arrays.copyOf(ticket, ticket.length);
        }

        byte[] key() {
            return Arrays.copyOf(key, key.length);
        }

        int prfAlgorithm() {
            return prfAlgorithm;
        }

        /** {@code obfuscated_ticket_age}: milliseconds since the ticket came, plus what the server added, modulo 2^32. */
        long obfuscatedAge() {
            long ageMillis = (System.nanoTime() - receivedNanos) / 1_000_000;
            return (ageMillis + ageAdd) & 0xffff_ffffL;
        }

        @Override
        public String toString() {
            return "session of TLS 1.3";
        }
    }
}
