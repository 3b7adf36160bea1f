package dev.handshakefleet.certificate;

import java.net.URI;

/**
 * Fetches the documents that a certificate points to: its issuer, an OCSP answer, a revocation list. Anybody can write
 * these addresses, so an implementation obeys the egress rules, bounds time and size, and follows no redirect.
 * Thread-safe.
 */
public interface Downloads {

    /**
     * Gets a document.
     *
     * @param address an absolute {@code http} URI
     * @param mostBytes how large the body may be
     * @return the body of an answer with status 200
     * @throws DownloadFailedException when there is none, or not within the bounds
     */
    byte[] get(URI address, int mostBytes) throws DownloadFailedException;

    /**
     * Posts a question.
     *
     * @param address an absolute {@code http} URI
     * @param contentType the media type of {@code question}
     * @param question the body
     * @param mostBytes how large the body of the answer may be
     * @return the body of an answer with status 200
     * @throws DownloadFailedException when there is none, or not within the bounds
     */
    byte[] post(URI address, String contentType, byte[] question, int mostBytes) throws DownloadFailedException;
}
