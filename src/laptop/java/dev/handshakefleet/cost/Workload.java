package dev.handshakefleet.cost;

import dev.handshakefleet.cost.TemplateFacts.Architecture;
import dev.handshakefleet.cost.TemplateFacts.FunctionRuntime;
import dev.handshakefleet.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What a fleet does.
 *
 * @param load what one run probes
 * @param regions where it runs; the first is the home region
 * @param rate how often each region runs
 * @param pace how fast a run is
 * @param kept how long measurements and logs are kept
 */
record Workload(Load load, int regions, Duration rate, Pace pace, Kept kept) {

    Workload {
        Objects.requireNonNull(load, "load");
        Objects.requireNonNull(rate, "rate");
        Objects.requireNonNull(pace, "pace");
        Objects.requireNonNull(kept, "kept");
    }

    /**
     * One run.
     *
     * @param targets how many
     * @param probes one a target, or one an address
     * @param handshakes those of {@code probes}, and of sessions that are resumed
     * @param exchanges probes with an HTTP exchange
     * @param ownMetrics targets with metrics of their own
     */
    record Load(int targets, long probes, long handshakes, long exchanges, int ownMetrics) {

        /**
         * @param targets of the file
         * @param addresses taken for a target that probes all of its addresses
         * @param ownMetrics whether a target has metrics of its own
         */
        static Load of(List<Target> targets, int addresses, Predicate<Target> ownMetrics) {
            long probes = 0;
            long handshakes = 0;
            long exchanges = 0;
            for (Target target : targets) {
                int each = target.addresses().isAll() ? addresses : 1;
                probes += each;
                handshakes += target.resumption() ? 2L * each : each;
                exchanges += target.http().isPresent() ? each : 0;
            }
            int own = Math.toIntExact(targets.stream()
                    .filter(ownMetrics)
                    .limit(TemplateFacts.MOST_TARGETS_WITH_METRICS)
                    .count());
            return new Load(targets.size(), probes, handshakes, exchanges, own);
        }
    }

    /**
     * @param probeTime the mean of a probe
     * @param overhead of a run: catalog, alerts, storing
     * @param concurrency probes under way at once
     * @param runtime with its memory
     * @param architecture of the processor
     */
    record Pace(
            Duration probeTime,
            Duration overhead,
            int concurrency,
            FunctionRuntime runtime,
            Architecture architecture) {}

    /**
     * @param measurementDays 1 or more
     * @param logDays 1 or more
     */
    record Kept(int measurementDays, int logDays) {}

    /** @return how often {@link Pace#concurrency} probes follow each other in a run */
    long rounds() {
        return Math.ceilDiv(load.probes(), pace.concurrency());
    }

    /** @return what Lambda bills a run */
    Duration timeOfARun() {
        return pace.probeTime().multipliedBy(rounds()).plus(pace.overhead());
    }
}
