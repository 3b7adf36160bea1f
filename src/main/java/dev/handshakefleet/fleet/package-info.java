/**
 * The use cases: a run (probe, judge, compare, store, alert), reading back, the catalog.
 *
 * <pre>
 *   ProbeRequest ─► {@link dev.handshakefleet.fleet.Fleet} ─► RunReport
 *                     │ {@link dev.handshakefleet.fleet.TargetCatalog}   which targets?
 *                     │ {@link dev.handshakefleet.fleet.ProbeRound}      probe and judge, in time
 *                     │ {@link dev.handshakefleet.seen.CertificateWatch} seen before?
 *                     │ MeasurementStore                                 keep
 *                     └ AlertDesk                                        tell
 *
 *   SilenceRequest ─► {@link dev.handshakefleet.fleet.AlertControl} ─► SilenceBook   what people want to hear nothing of
 * </pre>
 *
 * A store or a topic that does not answer never ends a run: the report says what was not stored or sent.
 */
package dev.handshakefleet.fleet;
