/**
 * Alerting of a run: reads states, lets {@code alert.decide} decide, stores, and sends.
 *
 * <pre>
 *   judged probes ─► {@code AlertService} ─► {@code RunAlerts}   batches; state and notices in one conditional write a target
 *                       ├ {@code ReportingRegions}, {@code RunSilences}   read only if they matter
 *                       └ {@code Delivery}   sends pending notices, marks them as sent ─► {@code AlertOutcome}
 *   {@code UnresolvedAlerts}   lists alerts, stores acknowledgements
 * </pre>
 *
 * <p>A notice is stored before it is sent, under a lease. Only the holder of the lease sends it, and the next run sends a notice
 * without a mark. If a process dies between SNS's answer and the mark, the notice goes out twice.
 */
package dev.handshakefleet.alert;
