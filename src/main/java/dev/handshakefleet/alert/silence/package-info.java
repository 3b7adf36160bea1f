/**
 * Silences: they suppress notices for a while. Probing and storing go on.
 *
 * <pre>
 *   {@code SilenceRequest} ─► {@code Silence} with its {@code SilenceMatcher} ─► {@code SilenceStore}   DynamoDB: one item a silence ({@code SilenceItem})
 * </pre>
 */
package dev.handshakefleet.alert.silence;
