package dev.handshakefleet.aws;

import dev.handshakefleet.base.Deadline;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Whether one run may go on asking a table: not after it failed once, because a service that is not there would eat the time
 * of all, and not when the time is over. Thread-safe.
 */
public final class TableWatch {

    private static final String NO_TIME_LEFT = "no time was left in this run";

    private final Function<SdkException, String> sentence;
    private final Deadline until;
    private volatile Optional<String> down = Optional.empty();

    /**
     * @param sentence says why the table failed
     * @param until after that nothing more is begun
     */
    public TableWatch(Function<SdkException, String> sentence, Deadline until) {
        this.sentence = sentence;
        this.until = until;
    }

    public Deadline until() {
        return until;
    }

    /** @return why nothing more is to be asked; empty where all is well */
    public Optional<String> end() {
        return down.isPresent() || !until.hasPassed() ? down : Optional.of(NO_TIME_LEFT);
    }

    /** @return why it failed, in one plain sentence */
    public String failed(SdkException fault) {
        String reason = sentence.apply(fault);
        if (!AwsFault.concernsOnlyTheRequest(fault)) {
            down = Optional.of(reason);
        }
        return reason;
    }
}
