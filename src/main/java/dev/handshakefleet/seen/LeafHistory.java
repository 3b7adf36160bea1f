package dev.handshakefleet.seen;

import dev.handshakefleet.aws.CircuitBreaker;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.LeafRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Compares the leaves of a run with the leaves that the targets served before, and stores the new ones. Thread-safe.
 *
 * <p>Guarantees: it never throws for a fault of the table, and names the targets without a comparison. It takes a
 * bounded part of the remaining time. A leaf that this process knows costs no request, unless its change is still
 * reported. After the table has failed once, no other target of the run is tried.
 */
public final class LeafHistory {

    private static final int MOST_AT_ONCE = 16;
    private static final int MOST_NAMED = 5;
    private static final int MOST_SHOWN = 50;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** Storing and alerting come after it and may have to wait for the same service. */
    private static final int PARTS_OF_TIME_LEFT = 4;

    private final LeafStore store;
    private final String region;
    private final InstantSource clock;
    private final LeafCache cache = new LeafCache();

    /**
     * @param store stores the leaves
     * @param region the region of this process
     * @param clock wall clock
     */
    public LeafHistory(LeafStore store, String region, InstantSource clock) {
        this.store = Objects.requireNonNull(store, "store");
        this.region = Objects.requireNonNull(region, "region");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Compares the results of a run with the stored leaves.
     *
     * @param probed all results of the run
     * @param record whether to store new leaves
     * @param answerBy the end of the run
     */
    public LeafChanges compare(List<JudgedProbe> probed, boolean record, Deadline answerBy) {
        Map<String, List<JudgedProbe>> inQuestion = probed.stream()
                .filter(this::isUncachedLeaf)
                .collect(Collectors.groupingBy(LeafHistory::targetId, LinkedHashMap::new, Collectors.toList()));
        if (inQuestion.isEmpty()) {
            return LeafChanges.NONE;
        }
        Duration share = answerBy.remaining().dividedBy(PARTS_OF_TIME_LEFT);
        LeafRun run = new LeafRun(
                CircuitBreaker.ofRun(store::sentence),
                Deadline.in(LONGEST).orIn(share),
                region,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                record);
        Map<String, TargetLeafChanges> changes = lookedUp(inQuestion, run);
        return new LeafChanges(
                changes.entrySet().stream()
                        .filter(entry -> !entry.getValue().comparisons().isEmpty())
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().comparisons())),
                changes.values().stream()
                        .flatMap(ofTarget -> ofTarget.replacements().stream())
                        .toList(),
                (int) changes.values().stream()
                        .filter(ofTarget -> ofTarget.problem().isPresent())
                        .count(),
                problems(changes));
    }

    /** @return the leaves of a target, newest first, at most 50; none, with a problem, if they cannot be read */
    public WithProblems<List<LeafRecord>> newest(String targetId) {
        try {
            return WithProblems.none(store.of(targetId, Deadline.in(LONGEST)).leaves().stream()
                    .limit(MOST_SHOWN)
                    .toList());
        } catch (SdkException fault) {
            return unreadable(store.sentence(fault));
        } catch (IllegalArgumentException notOurs) {
            return unreadable(notOurs.getMessage());
        }
    }

    private static WithProblems<List<LeafRecord>> unreadable(String reason) {
        return WithProblems.of(List.of(), "The certificate history could not be read: " + reason);
    }

    private boolean isUncachedLeaf(JudgedProbe judged) {
        return judged.leaf()
                .filter(leaf -> !cache.has(targetId(judged), leaf.sha256()))
                .isPresent();
    }

    private Map<String, TargetLeafChanges> lookedUp(Map<String, List<JudgedProbe>> inQuestion, LeafRun run) {
        try (ExecutorService lookUps =
                Executors.newFixedThreadPool(MOST_AT_ONCE, Thread.ofVirtual().factory())) {
            return inQuestion.entrySet().stream()
                    .map(target -> CompletableFuture.supplyAsync(
                            () -> changes(target.getKey(), target.getValue(), run), lookUps))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .collect(Collectors.toMap(
                            TargetLeafChanges::targetId,
                            Function.identity(),
                            (first, second) -> first,
                            LinkedHashMap::new));
        }
    }

    private TargetLeafChanges changes(String targetId, List<JudgedProbe> results, LeafRun run) {
        Optional<String> end = run.breaker().reason(run.until());
        if (end.isPresent()) {
            return TargetLeafChanges.notCompared(targetId, end.get());
        }
        try {
            return new LeafComparer(store, cache, run, targetId).of(results);
        } catch (SdkException fault) {
            return TargetLeafChanges.notCompared(targetId, run.breaker().fault(fault));
        } catch (IllegalArgumentException notOurs) {
            return TargetLeafChanges.notCompared(targetId, notOurs.getMessage());
        }
    }

    /** One sentence a reason. */
    private static List<String> problems(Map<String, TargetLeafChanges> changes) {
        Map<String, List<String>> targetsByReason = new LinkedHashMap<>();
        changes.forEach((targetId, ofTarget) -> ofTarget.problem()
                .ifPresent(reason -> targetsByReason
                        .computeIfAbsent(reason, key -> new ArrayList<>())
                        .add(targetId)));
        return targetsByReason.entrySet().stream()
                .map(entry -> "The certificate history could not be read or stored for " + named(entry.getValue())
                        + ": " + entry.getKey())
                .toList();
    }

    private static String named(List<String> targetIds) {
        String first = targetIds.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        int more = targetIds.size() - MOST_NAMED;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static String targetId(JudgedProbe judged) {
        return judged.result().target().id();
    }
}
