/**
 * The messages: texts and JSON for each channel, digests, and the notifier.
 *
 * <pre>
 *   {@code AlertNotice} ─► {@code DigestPolicy} ─► {@code OutgoingMessage} ─► {@code Notifier}: {@code SnsNotifier}
 *                           {@code NoticeText} (email, SMS), {@code ChatNotice} (chat, webhooks), {@code Digest}
 * </pre>
 */
package dev.handshakefleet.alert.notice;
