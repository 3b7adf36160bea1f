package dev.handshakefleet.aws;

import dev.handshakefleet.base.Deadline;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Stops the calls of a run to a table: after the table has failed once, because waiting for an unavailable service
 * would use up the time of the run, and after the deadline. Thread-safe.
 */
public final class TableWatch {

    private static final String NO_TIME_LEFT = "no time was left in this run";

    private final Function<SdkException, String> sentence;
    private final Deadline until;
    private volatile Optional<String> down = Optional.empty();

    /**
     * @param sentence puts a fault into words
     * @param until the deadline; nothing begins after it
     */
    public TableWatch(Function<SdkException, String> sentence, Deadline until) {
        this.sentence = sentence;
        this.until = until;
    }

    public Deadline until() {
        return until;
    }

    /** @return the reason to stop; empty while calls may go on */
    public Optional<String> end() {
        return down.isPresent() || !until.hasPassed() ? down : Optional.of(NO_TIME_LEFT);
    }

    /** @return the fault in one plain sentence */
    public String failed(SdkException fault) {
        String reason = sentence.apply(fault);
        if (!AwsFault.concernsOnlyTheRequest(fault)) {
            down = Optional.of(reason);
        }
        return reason;
    }
}
