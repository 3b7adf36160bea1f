package dev.handshakefleet.page.lambda;

/** A report was made, and the bucket did not take it. As an error of the function it shows in the metrics of Lambda. */
final class ReportNotKeptException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ReportNotKeptException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
