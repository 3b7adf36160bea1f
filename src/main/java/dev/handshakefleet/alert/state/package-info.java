/**
 * The alert states in DynamoDB: one item a target, changed by conditional write only.
 *
 * <pre>
 *   {@code AlertStateStore}   {@code AlertItem} (attributes), {@code AlertCodec} and {@code NoticeCodec} (JSON inside of them)
 *      └ {@code StoredStates}   the states read for one run
 * </pre>
 */
package dev.handshakefleet.alert.state;
