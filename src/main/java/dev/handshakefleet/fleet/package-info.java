/**
 * The use cases: a run (probe, judge, compare, store, alert), reading back.
 *
 * <pre>
 *   {@code ProbeRequest} ─► {@code Fleet} ─► {@code RunReport}
 *                     │ {@code ScheduledTargets}             the targets: TargetCatalog or FLEET_TARGETS
 *                     │ {@code ProbeRound}                         probes and judges, in time
 *                     │ {@code StagePace}                          the pace of each stage
 *                     │ LeafHistory                         compares with earlier leaves
 *                     │ MeasurementStore                    stores
 *                     └ AlertService                        alerts
 *   {@code AlertControl}   alerts, acknowledgements and silences
 * </pre>
 *
 * <p>An unavailable table or topic never ends a run. The report names what was not stored or sent.
 */
package dev.handshakefleet.fleet;
