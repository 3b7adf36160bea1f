package dev.handshakefleet.probe.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.BasicTlsPSKExternal;
import org.bouncycastle.tls.SecurityParameters;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsPSKExternal;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A ticket of TLS 1.3 and its pre-shared key (RFC 8446, 4.6.1). */
final class PskTicket implements ResumableSession {

    private static final Duration LONGEST_LIFETIME = Duration.ofDays(7);
    private static final long AGE_MODULUS = 1L << 32;

    private final byte[] ticket;
    private final byte[] key;
    private final int cipherSuite;
    private final int prfAlgorithm;
    private final long ageAdd;
    private final long receivedNanos;

    private PskTicket(byte[] ticket, byte[] key, SecurityParameters agreed, long ageAdd) {
        this.ticket = ticket;
        this.key = key;
        this.cipherSuite = agreed.getCipherSuite();
        this.prfAlgorithm = agreed.getPRFAlgorithm();
        this.ageAdd = ageAdd;
        this.receivedNanos = System.nanoTime();
    }

    /**
     * @param message the body of a NewSessionTicket
     * @param agreed the parameters of the handshake
     * @param resumptionSecret the resumption_master_secret of the handshake
     * @return empty if the server forbids the use of the ticket
     * @throws IOException if the message is malformed
     */
    static Optional<ResumableSession> read(
            ByteArrayInputStream message, SecurityParameters agreed, TlsSecret resumptionSecret) throws IOException {
        Duration lifetime = Duration.ofSeconds(TlsUtils.readUint32(message));
        long ageAdd = TlsUtils.readUint32(message);
        byte[] nonce = TlsUtils.readOpaque8(message);
        byte[] ticket = TlsUtils.readOpaque16(message, 1);
        byte[] _ = TlsUtils.readOpaque16(message);
        if (message.available() > 0) {
            throw new TlsFatalAlert(AlertDescription.decode_error);
        }
        if (lifetime.isZero() || lifetime.compareTo(LONGEST_LIFETIME) > 0) {
            return Optional.empty();
        }
        int hash = agreed.getPRFCryptoHashAlgorithm();
        byte[] key = TlsCryptoUtils.hkdfExpandLabel(
                        resumptionSecret, hash, "resumption", nonce, TlsCryptoUtils.getHashOutputSize(hash))
                .extract();
        return Optional.of(new PskTicket(ticket, key, agreed, ageAdd));
    }

    /** The suite of the first handshake. The session can be resumed with this suite or another with the same hash. */
    int cipherSuite() {
        return cipherSuite;
    }

    /** The key for one handshake, which uses it up. */
    TlsPSKExternal forUseWith(BcTlsCrypto crypto) {
        return new BasicTlsPSKExternal(ticket, new ResumptionKey(crypto, key), prfAlgorithm);
    }

    /** The obfuscated age in milliseconds that the ClientHello carries (RFC 8446, 4.2.11.1). */
    long obfuscatedAge(long nowNanos) {
        long ageMillis = Duration.ofNanos(nowNanos - receivedNanos).toMillis();
        return Math.floorMod(ageMillis + ageAdd, AGE_MODULUS);
    }

    @Override
    public String toString() {
        return "ResumableSession[TLS 1.3 ticket]";
    }
}
