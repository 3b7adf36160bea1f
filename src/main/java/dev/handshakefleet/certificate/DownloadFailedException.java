package dev.handshakefleet.certificate;

import java.io.Serial;

/** A download failed. The message is the end of a sentence and safe to show. */
public final class DownloadFailedException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    /** @param reason such as {@code ocsp.example.com answered with status 503} */
    public DownloadFailedException(String reason) {
        super(reason);
    }
}
