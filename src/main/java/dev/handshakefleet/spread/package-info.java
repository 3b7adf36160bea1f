/**
 * Runs that outgrow one invocation: they are divided into shards, which a queue of SQS hands to further invocations of the same function.
 *
 * <pre>
 *   scheduled event ─► {@code Spread} ─► fits one invocation ─► Fleet
 *                               └► {@code Dispatch}, by a {@code SpreadPlan} and the {@code PaceOfRegion} ─► {@code ShardMessage}, one a shard
 *
 *   {@code ShardMessage} ─► {@code Shard} ─► {@code ShardRun} ─► Fleet
 *                                         ├► {@code KnownShards}: their targets while the catalog cannot be read
 *                                         └► {@code Remainder}: what was not reached, as smaller shards
 * </pre>
 *
 * <p>A shard is a range of hashes, so it is read by key range and needs no list of targets. Delivered twice, it overwrites the same
 * measurements.
 */
package dev.handshakefleet.spread;
