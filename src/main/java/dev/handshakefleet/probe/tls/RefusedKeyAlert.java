package dev.handshakefleet.probe.tls;

import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;

/** Ends a handshake before anything is computed with a key of the server that is beyond the limits. */
final class RefusedKeyAlert extends TlsFatalAlert {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    /** @param sentence names the key, its size and the limit */
    RefusedKeyAlert(String sentence) {
        super(AlertDescription.unsupported_certificate, sentence);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
