package dev.handshakefleet.seen;

import dev.handshakefleet.base.Parallel;
import dev.handshakefleet.verdict.JudgedProbe;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The comparison of the leaves of one run, batch by batch, several batches at once. All batches share one circuit breaker and one bound
 * on the requests under way. Made by {@link LeafHistory}. Thread-safe.
 */
public final class LeafBatches {

    /** A table 260 ms away answers 240 of them a second. */
    private static final int MOST_AT_ONCE = 64;

    private final LeafStore store;
    private final LeafCache cache;
    private final LeafRun run;
    private final Parallel lookUps = new Parallel(MOST_AT_ONCE);

    LeafBatches(LeafStore store, LeafCache cache, LeafRun run) {
        this.store = store;
        this.cache = cache;
        this.run = run;
    }

    /**
     * Compares the results of a batch with the stored leaves.
     *
     * @param probed all results of each target of the batch
     */
    public LeafChanges compare(List<JudgedProbe> probed) {
        Map<String, List<JudgedProbe>> inQuestion = probed.stream()
                .filter(this::isUncachedLeaf)
                .collect(Collectors.groupingBy(LeafBatches::targetId, LinkedHashMap::new, Collectors.toList()));
        if (inQuestion.isEmpty()) {
            return LeafChanges.NONE;
        }
        List<TargetLeafChanges> changes =
                lookUps.map(inQuestion.entrySet(), target -> changes(target.getKey(), target.getValue()));
        return new LeafChanges(
                changes.stream()
                        .filter(ofTarget -> !ofTarget.comparisons().isEmpty())
                        .collect(Collectors.toMap(TargetLeafChanges::targetId, TargetLeafChanges::comparisons)),
                changes.stream()
                        .flatMap(ofTarget -> ofTarget.replacements().stream())
                        .toList(),
                notCompared(changes));
    }

    private boolean isUncachedLeaf(JudgedProbe judged) {
        return judged.leaf()
                .filter(leaf -> !cache.has(targetId(judged), leaf.sha256()))
                .isPresent();
    }

    private TargetLeafChanges changes(String targetId, List<JudgedProbe> results) {
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

    private static Map<String, String> notCompared(List<TargetLeafChanges> changes) {
        Map<String, String> reasons = new LinkedHashMap<>();
        changes.forEach(ofTarget -> ofTarget.problem().ifPresent(reason -> reasons.put(ofTarget.targetId(), reason)));
        return reasons;
    }

    private static String targetId(JudgedProbe judged) {
        return judged.result().target().id();
    }
}
