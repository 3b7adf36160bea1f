package dev.handshakefleet.fleet;

import dev.handshakefleet.catalog.CatalogPointer;
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
 * @param seen the catalog as the caller has seen it; its targets are then probed in the order of their hashes, so that what is left
 *     undone is a range. Empty where the run has to look itself
 * @param part the part of a scheduled run that this is, with its targets; empty for a run by itself
 */
public record ProbeRequest(
        Optional<Instant> scheduledTime,
        Optional<List<Object>> targets,
        Map<String, Object> overrides,
        boolean store,
        boolean alert,
        Optional<CatalogPointer> seen,
        Optional<RunPart> part) {

    public ProbeRequest {
        overrides = Map.copyOf(overrides);
    }

    /** A run by itself. */
    public ProbeRequest(
            Optional<Instant> scheduledTime,
            Optional<List<Object>> targets,
            Map<String, Object> overrides,
            boolean store,
            boolean alert) {
        this(scheduledTime, targets, overrides, store, alert, Optional.empty(), Optional.empty());
    }

    /** A request without overrides. */
    public ProbeRequest(Optional<Instant> scheduledTime, Optional<List<Object>> targets, boolean store, boolean alert) {
        this(scheduledTime, targets, Map.of(), store, alert);
    }

    /**
     * A part of a scheduled run, which stores and alerts.
     *
     * @param scheduledTime the instant of the run
     * @param targets of the part, in the order of their hashes
     */
    public static ProbeRequest ofPart(Instant scheduledTime, List<Object> targets, RunPart part) {
        return new ProbeRequest(
                Optional.of(scheduledTime),
                Optional.of(targets),
                Map.of(),
                true,
                true,
                Optional.empty(),
                Optional.of(part));
    }

    /** @return the same request, with the catalog as the caller has seen it */
    public ProbeRequest seeing(CatalogPointer catalog) {
        return new ProbeRequest(scheduledTime, targets, overrides, store, alert, Optional.of(catalog), part);
    }
}
