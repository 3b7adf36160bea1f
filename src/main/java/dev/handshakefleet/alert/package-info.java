/**
 * Decides when people are told of a target's problems, keeps what they were told, and tells them.
 *
 * <pre>
 *   JudgedProbe ─► {@code Observation} ─► {@code Decision.on(state, observation, circumstances)}   pure: what each {@code Check} comes to
 *                                       └ {@code CheckDecision}: words of regions, flapping, rollout, reminders
 *                                         └► {@code AlertTransition}: the new {@code AlertState}, notices, what a silence held back
 *   {@link dev.handshakefleet.alert.AlertService}    reads, decides, writes state and notices in one conditional write a target; then
 *      │                  {@code Delivery} sends what is pending of all targets
 *      ├ {@link dev.handshakefleet.alert.state.AlertStateStore}    DynamoDB: one item a target, changed by conditional write only
 *      ├ {@link dev.handshakefleet.alert.silence.SilenceStore}  DynamoDB: one item a {@link dev.handshakefleet.alert.silence.Silence}
 *      ├ {@code ObjectiveWatch}, {@code ReportingRegions}   stored measurements, where there is trouble
 *      └ {@link dev.handshakefleet.alert.notice.Notifier}     the door to people: {@link dev.handshakefleet.alert.notice.SnsNotifier}, {@link dev.handshakefleet.local.LocalNotifier}
 *           {@code NoticeText}, {@code ChatNotice}, {@code Digest}: what they read
 *   {@link dev.handshakefleet.alert.UnresolvedAlerts}  shows alerts, takes acknowledgements
 * </pre>
 *
 * <p>A notice is stored before it is sent, under a lease: only who holds the lease sends, and what is not marked as sent is
 * sent by the next run. Two invocations never both send; a process that dies between SNS's yes and the mark is the one
 * window in which a notice can go out twice.
 */
package dev.handshakefleet.alert;
