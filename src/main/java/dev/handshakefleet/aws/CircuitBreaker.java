package dev.handshakefleet.aws;

import dev.handshakefleet.base.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Stops the calls to a table after a call has failed, because waiting for an unavailable service would use up the time of
 * the run.
 *
 * <p>Guarantees: it is closed at first. A fault that concerns more than its own request opens it, see {@link
 * AwsFault#concernsOnlyTheRequest}. It stays open for the rest of the run that it was made for, or for a given time after the
 * last such fault. While it is open, it gives the reason in one plain sentence. It does not stop calls that are under way.
 * Thread-safe.
 */
public final class CircuitBreaker {

    /** The reason not to begin a call after the time of a run. */
    public static final String NO_TIME_LEFT = "no time was left in this run";

    private static final Duration BETWEEN_BATCHES = Duration.ofSeconds(5);

    private final Function<SdkException, String> sentence;
    private final Optional<Duration> openTime;
    private final LongSupplier nanoTime;
    private volatile Optional<Opening> opening = Optional.empty();

    private record Opening(String reason, long atNanos) {}

    private CircuitBreaker(
            Function<SdkException, String> sentence, Optional<Duration> openTime, LongSupplier nanoTime) {
        this.sentence = Objects.requireNonNull(sentence, "sentence");
        this.openTime = openTime;
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
    }

    /**
     * A circuit breaker of one run. Once open, it stays open.
     *
     * @param sentence puts a fault into words
     */
    public static CircuitBreaker ofRun(Function<SdkException, String> sentence) {
        return new CircuitBreaker(sentence, Optional.empty(), () -> 0);
    }

    /**
     * A circuit breaker of a run whose calls come in batches. It stays open for 5 s after the last fault, so that one late answer does not
     * cost the run all later targets.
     *
     * @param sentence puts a fault into words
     */
    public static CircuitBreaker ofBatches(Function<SdkException, String> sentence) {
        return ofProcess(sentence, BETWEEN_BATCHES, System::nanoTime);
    }

    /**
     * A circuit breaker that outlives runs.
     *
     * @param sentence puts a fault into words
     * @param openTime the time that it stays open after the last fault
     * @param nanoTime the monotonic clock, in nanoseconds, such as {@link System#nanoTime}
     */
    public static CircuitBreaker ofProcess(
            Function<SdkException, String> sentence, Duration openTime, LongSupplier nanoTime) {
        return new CircuitBreaker(sentence, Optional.of(openTime), nanoTime);
    }

    /** @return the fault that stops further calls, in one plain sentence; empty while it is closed */
    public Optional<String> reason() {
        return opening.filter(this::isOpen).map(Opening::reason);
    }

    /**
     * @param until the end of the run's time for these calls
     * @return the reason to begin no further call: the fault, or that no time is left; empty if a call may begin
     */
    public Optional<String> reason(Deadline until) {
        return reason().or(() -> until.hasPassed() ? Optional.of(NO_TIME_LEFT) : Optional.empty());
    }

    /**
     * Reports a fault. Opens the circuit breaker if the fault concerns more than its own request.
     *
     * @return the fault in one plain sentence
     */
    public String fault(SdkException fault) {
        return AwsFault.concernsOnlyTheRequest(fault) ? sentence.apply(fault) : open(fault);
    }

    /**
     * Reports that a store is unavailable. Opens the circuit breaker if a fault of the service is the cause and concerns
     * more than its own request. An item that cannot be read does not open it.
     *
     * @return the message of {@code unavailable}
     */
    public String fault(StoreUnavailableException unavailable) {
        if (unavailable.getCause() instanceof SdkException fault && !AwsFault.concernsOnlyTheRequest(fault)) {
            opening = Optional.of(new Opening(unavailable.getMessage(), nanoTime.getAsLong()));
        }
        return unavailable.getMessage();
    }

    /**
     * Opens the circuit breaker, whatever the fault concerns.
     *
     * @return the fault in one plain sentence
     */
    public String open(SdkException fault) {
        String reason = sentence.apply(fault);
        opening = Optional.of(new Opening(reason, nanoTime.getAsLong()));
        return reason;
    }

    private boolean isOpen(Opening one) {
        return openTime.map(time -> nanoTime.getAsLong() - one.atNanos() < time.toNanos())
                .orElse(true);
    }
}
