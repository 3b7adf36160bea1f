/**
 * Decides which notices a run causes. Pure: no AWS SDK, no Quarkus, no clock; the same input gives the same result.
 *
 * <pre>
 *   {@code AlertState}, {@code Observation}, {@code Circumstances} ─► {@code Decision} ─► {@code AlertTransition}: new state, notices, suppressed notices
 *                                                   └ {@code CheckDecision}   one check: {@code RegionStatus}, {@code RegionQuorum},
 *                                                        {@code FlapHistory}, {@code Rollout}, reminders
 * </pre>
 */
package dev.handshakefleet.alert.decide;
