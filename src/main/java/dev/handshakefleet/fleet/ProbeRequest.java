package dev.handshakefleet.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The request for a run.
 *
 * @param scheduledTime the schedule's own instant, which makes the key of the measurements, so that a retried event
 *     overwrites and never doubles; empty for an ad hoc run
 * @param targets texts and maps as {@link dev.handshakefleet.target.read.TargetReader} takes them; empty for the
 *     catalog
 * @param overrides fields of a target that replace those of every entry; empty for none
 * @param store whether to store the measurements
 * @param alert whether to alert
 */
public record ProbeRequest(
        Optional<Instant> scheduledTime,
        Optional<List<Object>> targets,
        Map<String, Object> overrides,
        boolean store,
        boolean alert) {

    public ProbeRequest {
        overrides = Map.copyOf(overrides);
    }

    /** A request without overrides. */
    public ProbeRequest(Optional<Instant> scheduledTime, Optional<List<Object>> targets, boolean store, boolean alert) {
        this(scheduledTime, targets, Map.of(), store, alert);
    }
}
