package dev.handshakefleet.simulation;

import java.math.BigDecimal;

/**
 * What happened in an interval, of all regions.
 *
 * @param invocations of shards, and the dispatch of each region
 * @param coldStarts of them
 * @param mostAtOnceOfARegion invocations
 * @param mostAtOnce of all regions together
 * @param waitedP50Seconds of a shard's message, for its invocation
 * @param waitedP99Seconds of a shard's message, for its invocation
 * @param waitedMostSeconds of a shard's message, for its invocation
 * @param oldestSeconds the age of the oldest message when it was deleted
 * @param lastProbeSeconds when the last probe of the run ended, after its instant
 * @param lateProbes that ended after the next run began
 * @param mostWritesASecond measurements of all regions that the table was given in one second
 * @param gigabyteSeconds of all invocations
 */
record IntervalRow(
        int invocations,
        int coldStarts,
        int mostAtOnceOfARegion,
        int mostAtOnce,
        BigDecimal waitedP50Seconds,
        BigDecimal waitedP99Seconds,
        BigDecimal waitedMostSeconds,
        BigDecimal oldestSeconds,
        BigDecimal lastProbeSeconds,
        long lateProbes,
        int mostWritesASecond,
        BigDecimal gigabyteSeconds) {}
