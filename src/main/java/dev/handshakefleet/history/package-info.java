/**
 * The history of one target: what was measured in a window, its certificates, objectives and alerts.
 *
 * <pre>
 *   {@code HistoryRequest} ─► {@code HistoryReader} ─► {@code HistoryReport}
 *                          │ WindowReader          rollups, and measurements where there are none
 *                          │ MeasurementStore      the newest measurements
 *                          │ LeafHistory           certificates
 *                          │ {@code ObjectiveStanding}    objectives and error budget
 *                          └ UnresolvedAlerts      alerts
 * </pre>
 */
package dev.handshakefleet.history;
