/**
 * The common part of all calls to AWS: faults in words, backoff, the circuit breaker, and the partitions of both tables.
 *
 * <pre>
 *   SdkException ─► {@code AwsFault}   one sentence
 *   {@code Backoff}      waits before a retry
 *   {@code KeptConnections}  connections that stay open between calls
 *   {@code CallTimeout}  how long a call may take
 *   {@code BatchWriter}  writes items in batches
 *   {@code MessageQueue}     sends messages to a queue, in batches
 *   {@code CircuitBreaker}   no further calls after a table has failed
 *   {@code TablePartitions}  the partitions and keys of both tables
 *   {@code ItemAttributes}   attributes of DynamoDB items
 * </pre>
 */
package dev.handshakefleet.aws;
