package dev.handshakefleet.inquiry.download;

/** What is asked of a server. */
sealed interface Question {

    /** For the document at the address. */
    record Get() implements Question {}

    /**
     * For an answer to a body.
     *
     * @param contentType the media type of {@code body}
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Post(String contentType, byte[] body) implements Question {}
}
