package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is known of one problem of one target.
 *
 * @param standing what has become of it
 * @param outlook what the regions say together; of a pending or resolved one, nothing
 * @param since the scheduled instant of the first run that saw it
 * @param words what each region says, by region
 * @param wavering since when the regions say something else than {@code outlook}, and are waited for
 * @param told what people know
 * @param flaps when it opened and was resolved lately
 * @param acknowledged who takes care of it
 * @param rollout how far a renewal has got; of the leaf only
 * @param muted what silences held back
 * @param findings what was seen of it last, the worst first
 */
public record Alert(
        Standing standing,
        CombinedStatus outlook,
        Instant since,
        SortedMap<String, RegionStatus> words,
        Optional<Instant> wavering,
        LastNotice told,
        FlapHistory flaps,
        Optional<Acknowledgement> acknowledged,
        Rollout rollout,
        Optional<Suppression> muted,
        List<Finding> findings) {

    /** What has become of an alert. An open one that somebody takes care of has an {@link Acknowledgement} besides. */
    public enum Standing {
        /** Reported, but not often enough or not by enough regions. */
        PENDING,
        /** A problem. */
        OPEN,
        /** None any more; remembered for a while. */
        RESOLVED
    }

    public Alert {
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(outlook, "outlook");
        Objects.requireNonNull(since, "since");
        words = Collections.unmodifiableSortedMap(new TreeMap<>(words));
        Objects.requireNonNull(wavering, "wavering");
        Objects.requireNonNull(told, "told");
        Objects.requireNonNull(flaps, "flaps");
        Objects.requireNonNull(acknowledged, "acknowledged");
        Objects.requireNonNull(rollout, "rollout");
        Objects.requireNonNull(muted, "muted");
        findings = List.copyOf(findings);
    }

    /** Whether a run that finds all well has something to say of it. */
    public boolean isLive() {
        return standing != Standing.RESOLVED || told.severity() != Severity.OK || flaps.flapping();
    }

    /** The same, taken care of. */
    Alert acknowledged(Acknowledgement by) {
        return new Alert(
                standing, outlook, since, words, wavering, told, flaps, Optional.of(by), rollout, muted, findings);
    }
}
