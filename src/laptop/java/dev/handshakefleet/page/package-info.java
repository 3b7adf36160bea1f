/**
 * The commands {@code up} and {@code report}: the page of a fleet, live on loopback or in one file. Not deployed.
 *
 * <pre>
 *   {@code UpCommand} ─► {@code LocalRuns} ─► {@code FleetWatch} ─► {@code Site}, the routes of the page
 *   {@code ReportCommand} ─► {@code ReportFile}
 * </pre>
 */
package dev.handshakefleet.page;
