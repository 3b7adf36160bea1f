package dev.handshakefleet.spread;

import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.region.RunPace;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The pace of the last runs of this region: as this process measured it, otherwise as the last run recorded it, otherwise a first guess.
 * Thread-safe.
 */
final class PaceOfRegion {

    private final Fleet fleet;
    private final AtomicReference<Optional<Pace>> measured = new AtomicReference<>(Optional.empty());

    PaceOfRegion(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Adds what a run measured. */
    void add(RunPace ofRun) {
        Pace.of(ofRun)
                .ifPresent(newer -> measured.updateAndGet(
                        known -> Optional.of(known.map(pace -> pace.and(newer)).orElse(newer))));
    }

    /** @return the pace to plan by; a record that cannot be read is none */
    Pace now() {
        return measured.get().or(this::recorded).orElse(Pace.FIRST_GUESS);
    }

    private Optional<Pace> recorded() {
        try {
            return fleet.recordedPace().flatMap(Pace::of);
        } catch (SdkException unreadable) {
            // The run says itself what it could not read.
            return Optional.empty();
        }
    }
}
