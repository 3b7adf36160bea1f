package dev.handshakefleet.verdict;

import dev.handshakefleet.target.Phase;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** The words in which findings about time speak, of one probe or of many. Pure. */
public final class SlaWords {

    private static final int NANOS_TO_MILLIS = 6;

    private SlaWords() {}

    /** @return one sentence: what to do about a phase that takes too long */
    public static String advice(Phase phase) {
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

    /** @return milliseconds, rounded up to a tenth, so that what is above a limit never reads as equal to it */
    public static String millis(Duration duration) {
        BigDecimal millis =
                BigDecimal.valueOf(duration.toNanos(), NANOS_TO_MILLIS).setScale(1, RoundingMode.CEILING);
        return millis.signum() == 0 ? "0" : millis.stripTrailingZeros().toPlainString();
    }
}
