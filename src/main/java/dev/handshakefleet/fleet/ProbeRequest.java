package dev.handshakefleet.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a run is asked to do.
 *
 * @param scheduledTime the schedule's own instant, which makes the key of the measurements, so that a retried event
 *     overwrites and never doubles; empty for an ad hoc run
 * @param targets texts and maps as {@link dev.handshakefleet.target.read.TargetReader} takes them; empty for the catalog
 * @param store whether the measurements are kept
 * @param alert whether people are told
 */
public record ProbeRequest(
        Optional<Instant> scheduledTime, Optional<List<Object>> targets, boolean store, boolean alert) {}
