package dev.handshakefleet.alert.decide;

import dev.handshakefleet.target.AlertPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * What a decision depends on besides what was known and what was seen.
 *
 * @param policy when people are told of this target's problems
 * @param interval of the schedule: a region that did not report for two of them does not count
 * @param reported when other regions reported last of this target, as far as is known beside their words
 * @param quiet which silences are on
 * @param leaseUntil until when the notices that come of it are ours to send
 */
public record Circumstances(
        AlertPolicy policy, Duration interval, Map<String, Instant> reported, SilenceLookup quiet, Instant leaseUntil) {

    public Circumstances {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(interval, "interval");
        reported = Map.copyOf(reported);
        Objects.requireNonNull(quiet, "quiet");
        Objects.requireNonNull(leaseUntil, "leaseUntil");
    }

    /** The same with those silences. */
    public Circumstances with(SilenceLookup silences) {
        return new Circumstances(policy, interval, reported, silences, leaseUntil);
    }

    /** How long a region is waited for. */
    Duration patience() {
        return interval.multipliedBy(2);
    }
}
