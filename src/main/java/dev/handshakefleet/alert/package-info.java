/**
 * Tells people when the worst severity of a target changes, once.
 *
 * <pre>
 *   JudgedProbe ─► {@code Observation} ─► {@code Decision.on(state, observation, now)}   pure
 *                                             └► {@link dev.handshakefleet.alert.AlertTransition}: new state, notice
 *   {@link dev.handshakefleet.alert.AlertDesk}   reads, decides, writes state and notice in one conditional write, then sends
 *      │ {@link dev.handshakefleet.alert.AlertBook}   DynamoDB: one item a target, changed by conditional write only
 *      └ {@link dev.handshakefleet.alert.Notifier}    the door to people: {@link dev.handshakefleet.alert.SnsNotifier}, {@link dev.handshakefleet.alert.LocalNotifier}
 * </pre>
 *
 * Between desk and notifier, {@code Delivery} sends what is pending of a target in the order in which it was decided.
 *
 * <p>A notice is stored before it is sent, under a lease: only who holds the lease sends, and what is not marked as sent is
 * sent by the next run. Two invocations never both send; a process that dies between SNS's yes and the mark is the one
 * window in which a notice can go out twice.
 */
package dev.handshakefleet.alert;
