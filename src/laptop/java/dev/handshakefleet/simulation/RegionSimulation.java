package dev.handshakefleet.simulation;

import dev.handshakefleet.cost.ShardPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * One region through all intervals: a queue, the event source mapping that reads it, and the environments of the function, event by event.
 * Seconds throughout. Used once.
 */
final class RegionSimulation {

    private static final double NANOS_A_SECOND = 1e9;
    private static final double A_MINUTE = 60;

    /** Sending ten shards takes one call of SQS in the own region. */
    private static final int MESSAGES_A_REQUEST = 10;

    private static final double SENDING_SECONDS = 0.01;

    private final Scenario.Service service;
    private final int intervals;
    private final double interval;
    private final ShardPlan plan;
    private final double coldStart;
    private final IntFunction<ShardWork> work;

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::number));
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final List<WorkedShard> worked = new ArrayList<>();
    private long numbers;
    private int running;
    private int allowed;
    private int idleEnvironments;
    private boolean isGrowing;

    private enum Kind {
        VISIBLE,
        GROW,
        END
    }

    private record Event(double at, long number, Kind kind, Waiting shard) {}

    private record Waiting(int interval, int index, double visible) {

        static final Waiting NONE = new Waiting(0, 0, 0);
    }

    /**
     * @param service how AWS behaves
     * @param intervals how many
     * @param interval seconds
     * @param plan the shards of each run
     * @param work the work of a shard, by its index; asked once for each shard of each run, in the order of their starts
     */
    RegionSimulation(
            Scenario.Service service, int intervals, double interval, ShardPlan plan, IntFunction<ShardWork> work) {
        this.service = service;
        this.intervals = intervals;
        this.interval = interval;
        this.plan = plan;
        this.coldStart = service.coldStart().toNanos() / NANOS_A_SECOND;
        this.work = work;
        this.allowed = service.firstAtOnce();
    }

    /** The region of that index of a scenario. */
    static RegionSimulation of(Scenario scenario, int region) {
        ShardPlan plan = scenario.plan();
        ProbeTimes times = new ProbeTimes(scenario.probes(), new Random(scenario.seed() + region));
        double cpu = scenario.probes().cpu().toNanos()
                / scenario.function().runtime().processors()
                / NANOS_A_SECOND;
        double slot = plan.slot().toNanos() / NANOS_A_SECOND;
        return new RegionSimulation(
                scenario.service(),
                scenario.fleet().intervals(),
                scenario.fleet().interval().toNanos() / NANOS_A_SECOND,
                plan,
                index -> ShardWork.of(
                        times.next(
                                targetsOf(index, plan.shards(), scenario.fleet().targets())),
                        scenario.function().concurrency(),
                        slot,
                        cpu,
                        scenario.latencySeconds(region)));
    }

    /** @return all shards of all runs, in the order of their starts */
    List<WorkedShard> run() {
        for (int run = 0; run < intervals; run++) {
            for (int index = 0; index < plan.shards(); index++) {
                double visible =
                        run * interval + sent(index) + plan.delay(index).toSeconds();
                add(visible, Kind.VISIBLE, new Waiting(run, index, visible));
            }
        }
        while (!events.isEmpty()) {
            Event event = events.remove();
            switch (event.kind()) {
                case VISIBLE -> arrive(event);
                case GROW -> grow(event.at());
                case END -> end(event.at());
            }
        }
        return worked;
    }

    /** @return when the shard of that index was sent, after the begin of the dispatch */
    static double sent(int index) {
        return (index / MESSAGES_A_REQUEST + 1) * SENDING_SECONDS;
    }

    /** Where nothing waited, Lambda has given up all receivers but the busy ones and the first few: the worst that it may do. */
    private void arrive(Event event) {
        if (queue.isEmpty()) {
            allowed = Math.max(service.firstAtOnce(), running);
        }
        queue.add(event.shard());
        startWaiting(event.at());
    }

    private void grow(double now) {
        isGrowing = false;
        allowed++;
        startWaiting(now);
    }

    private void end(double now) {
        running--;
        idleEnvironments++;
        startWaiting(now);
    }

    private void startWaiting(double now) {
        int most = Math.min(allowed, service.mostAtOnce());
        while (!queue.isEmpty() && running < most) {
            start(queue.remove(), now + service.delivery().toNanos() / NANOS_A_SECOND);
        }
        if (!queue.isEmpty() && !isGrowing && allowed < service.mostAtOnce()) {
            isGrowing = true;
            add(now + A_MINUTE / service.moreAMinute(), Kind.GROW, Waiting.NONE);
        }
    }

    private void start(Waiting shard, double at) {
        boolean isCold = idleEnvironments == 0;
        if (!isCold) {
            idleEnvironments--;
        }
        WorkedShard done = new WorkedShard(
                shard.interval(), shard.visible(), at, isCold ? coldStart : 0, work.apply(shard.index()));
        running++;
        worked.add(done);
        add(done.ended(), Kind.END, Waiting.NONE);
    }

    private void add(double at, Kind kind, Waiting shard) {
        events.add(new Event(at, numbers++, kind, shard));
    }

    /** Shards of a range of hashes have about the same number of targets. */
    private static int targetsOf(int index, int shards, int targets) {
        return (int) ((long) targets * (index + 1) / shards - (long) targets * index / shards);
    }
}
