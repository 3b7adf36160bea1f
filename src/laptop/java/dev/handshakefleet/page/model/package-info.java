/**
 * What the page and the report know of a fleet: the newest measurements, alerts and results of every target, read from the tables and
 * taken from the runs of this process. No HTML. Not deployed.
 *
 * <pre>
 *   tables, {@code LastResults}, runs ─► {@code FleetWatch} ─► {@code FleetSnapshot} of {@code WatchedTarget}s
 *                                                 └─► {@code TargetHistory} of one target, read when it is asked for
 * </pre>
 */
package dev.handshakefleet.page.model;
