package dev.handshakefleet.inquiry.download;

/** A request to a server. */
sealed interface DownloadRequest {

    /** A GET of the address. */
    record Get() implements DownloadRequest {}

    /**
     * A POST of a body.
     *
     * @param contentType the media type of {@code body}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Post(String contentType, byte[] body) implements DownloadRequest {}
}
