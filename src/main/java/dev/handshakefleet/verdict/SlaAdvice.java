package dev.handshakefleet.verdict;

import dev.handshakefleet.target.Phase;

/** The advice of findings about time, of one probe and of an objective. Pure. */
public final class SlaAdvice {

    private SlaAdvice() {}

    /** @return one sentence of advice about a phase that takes too long */
    public static String on(Phase phase) {
        return switch (phase) {
            case DNS -> "Check the response times of the domain's name servers and the TTL of its records.";
            case CONNECT -> "Check the network path to the server and whether its accept queue is full.";
            case STARTTLS ->
                "Check the load of the service and whether it looks up or greylists its clients before it greets them.";
            case REQUEST, TTFB -> "Check what the service does for this path before it answers.";
            case DOWNLOAD -> "Check the size of the answer and the bandwidth of the path.";
            case TLS ->
                "Compare with other regions: slow everywhere means a busy server, a large chain or a slow key; slow from"
                        + " one means the network path.";
            case TOTAL -> "Look at the phases of this measurement to see which one took the time.";
        };
    }
}
