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
     * @param cpuTime of a probe, with storing and deciding
     * @param overhead of an invocation: catalog, alerts, storing
     * @param concurrency probes under way at once
     * @param runtime with its memory
     * @param architecture of the processor
     */
    record Pace(
            Duration probeTime,
            Duration cpuTime,
            Duration overhead,
            int concurrency,
            FunctionRuntime runtime,
            Architecture architecture) {}

    /**
     * @param measurementDays 1 or more
     * @param logDays 1 or more
     */
    record Kept(int measurementDays, int logDays) {}

    /** @return whether the run sends its targets to a queue, for other invocations */
    boolean isSpread() {
        return load.targets() > 0 && seconds(load.probes()) > ShardPlan.LONGEST_INLINE.toSeconds();
    }

    /** @return how many invocations share the probes of a run; 1 if it is not spread */
    long shards() {
        return isSpread() ? plan().shards() : 1;
    }

    /** @return probes of an invocation; of a run that is spread, the most of a shard */
    long probesOfAnInvocation() {
        return Math.ceilDiv(load.probes(), shards());
    }

    /** @return how often {@link Pace#concurrency} probes follow each other in an invocation */
    long rounds() {
        return Math.ceilDiv(probesOfAnInvocation(), pace.concurrency());
    }

    /** @return whether the processor and not waiting sets the pace */
    boolean isBoundByCpu() {
        return computing(probesOfAnInvocation()).compareTo(waiting(probesOfAnInvocation())) > 0;
    }

    /** @return whether the starts of the probes of a shard are further apart than its pace needs */
    boolean isSlowedDown() {
        return isSpread() && spreadOut().compareTo(working(probesOfAnInvocation())) > 0;
    }

    /** @return what Lambda bills an invocation that probes */
    Duration timeOfAnInvocation() {
        return (isSlowedDown() ? spreadOut() : working(probesOfAnInvocation())).plus(pace.overhead());
    }

    /** @return what Lambda bills a run, all its invocations together */
    Duration timeOfARun() {
        Duration probing = timeOfAnInvocation().multipliedBy(shards());
        return isSpread() ? probing.plus(pace.overhead()) : probing;
    }

    /** @return how many of them are under way at once in a region, on the average */
    double invocationsAtOnce() {
        return (double) timeOfAnInvocation().toNanos() * shards() / rate.toNanos();
    }

    private ShardPlan plan() {
        return ShardPlan.of(load.targets(), load.targets() / seconds(load.probes()), rate);
    }

    /** The last probe starts at the end of the slot. */
    private Duration spreadOut() {
        return plan().slot().plus(pace.probeTime());
    }

    private Duration working(long probes) {
        Duration waiting = waiting(probes);
        Duration computing = computing(probes);
        return waiting.compareTo(computing) > 0 ? waiting : computing;
    }

    private Duration waiting(long probes) {
        return pace.probeTime().multipliedBy(Math.ceilDiv(probes, pace.concurrency()));
    }

    private Duration computing(long probes) {
        return Duration.ofNanos(Math.round(
                pace.cpuTime().toNanos() * (double) probes / pace.runtime().processors()));
    }

    /** What the pace of one invocation makes of so many probes, without regard to whole rounds. */
    private double seconds(long probes) {
        double waiting = (double) pace.probeTime().toNanos() / pace.concurrency();
        double computing = pace.cpuTime().toNanos() / pace.runtime().processors();
        return probes * Math.max(waiting, computing) / Duration.ofSeconds(1).toNanos();
    }
}
