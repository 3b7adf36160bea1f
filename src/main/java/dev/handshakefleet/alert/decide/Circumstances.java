package dev.handshakefleet.alert.decide;

import dev.handshakefleet.target.AlertPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * The inputs of a decision besides the stored state and the observation.
 *
 * @param policy when notices of this target are sent
 * @param interval the interval of the schedule; a region without a report for two intervals does not count
 * @param reported when other regions reported last about this target, as far as the stored measurements tell
 * @param silences finds the silence that covers a notice; asked only when there is a notice to send
 * @param leaseUntil the end of the lease under which new notices are stored
 */
public record Circumstances(
        AlertPolicy policy,
        Duration interval,
        Map<String, Instant> reported,
        SilenceLookup silences,
        Instant leaseUntil) {

    public Circumstances {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(interval, "interval");
        reported = Map.copyOf(reported);
        Objects.requireNonNull(silences, "silences");
        Objects.requireNonNull(leaseUntil, "leaseUntil");
    }

    /** @return how long the decision waits for the report of a region */
    Duration reportTimeout() {
        return interval.multipliedBy(2);
    }
}
