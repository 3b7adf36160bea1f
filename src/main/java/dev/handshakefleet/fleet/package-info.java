/**
 * The use cases: a run (probe, judge, compare, store, alert), reading back.
 *
 * <pre>
 *   {@code ProbeRequest} ─► {@code Fleet} ─► {@code RunReport}
 *                     │ {@code ScheduledTargets}             the targets: TargetCatalog or FLEET_TARGETS
 *                     │ {@code ProbeRound}                         probes and judges, in time
 *                     └ {@code RunBatches}                         batches beside the probing, in time ({@code RunTimes}):
 *                         │ LeafBatches                     compares with earlier leaves
 *                         │ MeasurementStore                stores
 *                         └ RunAlerts                       decides; sends at the end
 *   {@code AlertControl}   alerts, acknowledgements and silences
 * </pre>
 *
 * <p>An unavailable table or topic never ends a run. The report names what was not stored or sent.
 */
package dev.handshakefleet.fleet;
