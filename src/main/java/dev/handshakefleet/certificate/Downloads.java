package dev.handshakefleet.certificate;

import java.net.URI;

/**
 * Fetches what a certificate points to: the certificate of its issuer, an OCSP answer, a CRL. The addresses come from
 * certificates, which anybody can write, so an implementation is bound by egress rules, time and size, and follows
 * nothing that the answer points to. Thread-safe.
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
