package dev.handshakefleet.fleet;

import dev.handshakefleet.alert.RunAlerts;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.StoreOutcome;
import dev.handshakefleet.seen.LeafBatches;
import dev.handshakefleet.seen.LeafChanges;
import dev.handshakefleet.seen.LeafReplacement;
import dev.handshakefleet.spool.StoreOrSpool;
import dev.handshakefleet.verdict.Judge;
import dev.handshakefleet.verdict.JudgedProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Compares, stores and decides the targets of one run in batches, several at once, beside its probing.
 *
 * <p>A batch begins when it is full, or a short time after its first target. What is under way is bounded: no probe begins without room
 * for its results. Thread-safe, but {@link #end} is called once, after the last probe.
 */
final class RunBatches implements ProbeRound.Sequel {

    /**
     * What follows the probes of a run; each part is bounded by the time of the run.
     *
     * @param region of the run
     * @param at the instant of its measurements
     * @param leaves compares certificates with earlier ones; empty without a state table
     * @param store stores; empty where storing is not asked for or there is no table
     * @param alerts decides; empty where alerting is not asked for or not set up
     */
    record Stages(
            String region,
            Instant at,
            Optional<LeafBatches> leaves,
            Optional<StoreOrSpool> store,
            Optional<RunAlerts> alerts) {

        /** Whether nothing follows. */
        boolean isEmpty() {
            return leaves.isEmpty() && store.isEmpty() && alerts.isEmpty();
        }

        /** Stores the results of a batch; an empty outcome without a store. */
        StoreOutcome store(List<JudgedProbe> judged) {
            List<Measurement> measurements = judged.stream()
                    .map(probe -> Measurement.of(probe, at, region))
                    .toList();
            return store.map(table -> table.store(measurements))
                    .orElseGet(() -> new StoreOutcome(0, List.of(), Optional.empty()));
        }
    }

    /** As many states are read with one request. */
    private static final int MOST_TARGETS = 100;

    /**
     * How many batches are under way at once. A table 260 ms away takes the measurements of 750 targets a second from so many, and what is
     * under way when probing ends does not take long.
     */
    private static final int MOST_AT_ONCE = 8;

    private static final Duration LONGEST_FILLING = Duration.ofMillis(500);
    private static final Duration SHORTEST_RESERVE = Duration.ofSeconds(1);

    /** The measured pace may halve. */
    private static final int SAFETY = 2;

    private static final double NANOS_A_SECOND = Duration.ofSeconds(1).toNanos();

    private final Stages stages;
    private final RunTimes times;
    private final Map<String, Integer> places = new HashMap<>();
    private final int mostUnderWay;
    private final Semaphore room;
    private final Semaphore batchPlaces = new Semaphore(MOST_AT_ONCE);
    private final StagePace storing = new StagePace(MOST_AT_ONCE);
    private final StagePace deciding = new StagePace(MOST_AT_ONCE);
    private volatile long lastNanos;
    private final Map<JudgedProbe, JudgedProbe> withHistory = Collections.synchronizedMap(new IdentityHashMap<>());

    private final List<CompletableFuture<Done>> batches = new ArrayList<>();
    private List<List<JudgedProbe>> filling = new ArrayList<>();

    /**
     * @param stages what follows the probes
     * @param times of the run
     * @param targetIds in the order of the run
     * @param concurrency how many probes are under way at once
     */
    RunBatches(Stages stages, RunTimes times, Collection<String> targetIds, int concurrency) {
        this.stages = stages;
        this.times = times;
        targetIds.forEach(targetId -> places.put(targetId, places.size()));
        this.mostUnderWay = concurrency + MOST_AT_ONCE * MOST_TARGETS;
        this.room = new Semaphore(mostUnderWay);
    }

    /** What became of a batch, or of all of them. */
    record Done(LeafChanges leaves, StoreOutcome stored) {}

    @Override
    public Deadline probingEnds() {
        return stages.isEmpty()
                ? times.answerBy()
                : Deadline.in(times.decideUntil().remaining().minus(reserve()));
    }

    /** The time that what is under way needs by the measured pace, and bounded. */
    private Duration reserve() {
        if (storing.perSecond() == 0) {
            return times.firstReserve();
        }
        int targets = mostUnderWay - room.availablePermits();
        int notices = stages.alerts().map(RunAlerts::notices).orElse(0);
        double seconds = timeFor(targets, storing) + timeFor(targets + notices, deciding);
        Duration needed = Duration.ofNanos((long) (SAFETY * (lastNanos + seconds * NANOS_A_SECOND)));
        Duration atLeast = needed.compareTo(SHORTEST_RESERVE) < 0 ? SHORTEST_RESERVE : needed;
        return atLeast.compareTo(times.longestReserve()) < 0 ? atLeast : times.longestReserve();
    }

    private static double timeFor(int targets, StagePace stage) {
        double perSecond = stage.perSecond();
        return perSecond == 0 ? 0 : targets / perSecond;
    }

    @Override
    public boolean takeRoom(Duration longest) {
        try {
            return room.tryAcquire(Math.max(0, longest.toNanos()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public synchronized void ended(List<JudgedProbe> probed) {
        if (probed.isEmpty() || stages.isEmpty()) {
            room.release();
            return;
        }
        filling.add(probed);
        if (filling.size() == MOST_TARGETS) {
            begin();
        } else if (filling.size() == 1) {
            beginSoon(filling);
        }
    }

    private void beginSoon(List<List<JudgedProbe>> batch) {
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(LONGEST_FILLING);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            beginIfFilling(batch);
        });
    }

    @SuppressWarnings("ReferenceEquality") // another batch with equal probes is another batch
    private synchronized void beginIfFilling(List<List<JudgedProbe>> batch) {
        if (filling == batch && !batch.isEmpty()) {
            begin();
        }
    }

    private void begin() {
        List<List<JudgedProbe>> batch = filling;
        filling = new ArrayList<>();
        CompletableFuture<Done> done = new CompletableFuture<>();
        batches.add(done);
        Thread.ofVirtual().start(() -> {
            batchPlaces.acquireUninterruptibly();
            try {
                done.complete(done(batch));
            } catch (Throwable unexpected) {
                done.completeExceptionally(unexpected);
            } finally {
                batchPlaces.release();
                room.release(batch.size());
            }
        });
    }

    private Done done(List<List<JudgedProbe>> batch) {
        List<JudgedProbe> probed = batch.stream().flatMap(List::stream).toList();
        long startNanos = System.nanoTime();
        LeafChanges leaves =
                stages.leaves().map(history -> history.compare(probed)).orElse(LeafChanges.NONE);
        List<JudgedProbe> judged =
                probed.stream().map(probe -> withHistory(probe, leaves)).toList();
        StoreOutcome stored = stages.store(judged);
        storing.ended(batch.size(), startNanos);
        long decidingNanos = System.nanoTime();
        stages.alerts().ifPresent(alerts -> {
            alerts.decide(judged);
            deciding.ended(batch.size(), decidingNanos);
        });
        lastNanos = System.nanoTime() - startNanos;
        return new Done(leaves, stored);
    }

    @SuppressWarnings("ReferenceEquality") // what is changed is another object
    private JudgedProbe withHistory(JudgedProbe probe, LeafChanges leaves) {
        JudgedProbe judged = leaves.of(probe)
                .map(comparison -> Judge.withHistory(probe, comparison))
                .orElse(probe);
        if (judged != probe) {
            withHistory.put(probe, judged);
        }
        return judged;
    }

    /** Waits for the last batch. What could not be done in time is named. */
    Done end() {
        synchronized (this) {
            if (!filling.isEmpty()) {
                begin();
            }
        }
        Done all = new Done(LeafChanges.NONE, new StoreOutcome(0, List.of(), Optional.empty()));
        for (CompletableFuture<Done> batch : batches) {
            all = both(all, joined(batch));
        }
        return inOrder(all);
    }

    /** @return the results after the comparison of their certificates, in the same order */
    List<JudgedProbe> judged(List<JudgedProbe> probed) {
        return probed.stream()
                .map(probe -> withHistory.getOrDefault(probe, probe))
                .toList();
    }

    /** @return targets a second */
    double storingPace() {
        return stages.store().isPresent() ? storing.perSecond() : 0;
    }

    /** @return targets a second */
    double decidingPace() {
        return deciding.perSecond();
    }

    private static Done joined(CompletableFuture<Done> batch) {
        try {
            return batch.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException unexpected ? unexpected : failed;
        }
    }

    private static Done both(Done one, Done other) {
        return new Done(
                one.leaves().and(other.leaves()),
                new StoreOutcome(
                        one.stored().stored() + other.stored().stored(),
                        one.stored().spooled() + other.stored().spooled(),
                        Stream.concat(one.stored().notStored().stream(), other.stored().notStored().stream())
                                .toList(),
                        one.stored().reason().or(other.stored()::reason)));
    }

    /** Batches end in any order. */
    private Done inOrder(Done all) {
        Comparator<String> byPlace = Comparator.comparingInt(targetId -> places.getOrDefault(targetId, places.size()));
        Map<String, String> notCompared = new LinkedHashMap<>();
        all.leaves().notCompared().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(byPlace))
                .forEach(target -> notCompared.put(target.getKey(), target.getValue()));
        List<LeafReplacement> replacements = all.leaves().replacements().stream()
                .sorted(Comparator.comparing(LeafReplacement::target, byPlace))
                .toList();
        return new Done(
                new LeafChanges(Map.of(), replacements, notCompared),
                new StoreOutcome(
                        all.stored().stored(),
                        all.stored().spooled(),
                        all.stored().notStored().stream().sorted(byPlace).toList(),
                        all.stored().reason()));
    }
}
