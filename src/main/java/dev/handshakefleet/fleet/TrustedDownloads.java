package dev.handshakefleet.fleet;

import dev.handshakefleet.certificate.DownloadFailedException;
import java.net.URI;
import java.util.OptionalLong;

/** Fetches documents over HTTPS from hosts that the owner of a target named, whose certificates are validated. Thread-safe. */
interface TrustedDownloads {

    /**
     * @param body the document, read as UTF-8
     * @param retryAfterSeconds the header {@code Retry-After}, where it is a number
     */
    record Answer(String body, OptionalLong retryAfterSeconds) {}

    /**
     * @param address an absolute {@code https} URI
     * @param mostBytes how large the body may be
     * @return the answer, which had status 200
     * @throws DownloadFailedException when there is none, or not within the bounds
     */
    Answer getTrusted(URI address, int mostBytes) throws DownloadFailedException;
}
