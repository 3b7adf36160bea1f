/**
 * The common part of all calls to AWS: faults in words, backoff, and giving up for a run.
 *
 * <pre>
 *   SdkException ─► {@code AwsFault}   one sentence
 *   {@code Backoff}      waits before a retry
 *   {@code TableWatch}   no further calls in a run after a table has failed
 * </pre>
 */
package dev.handshakefleet.aws;
