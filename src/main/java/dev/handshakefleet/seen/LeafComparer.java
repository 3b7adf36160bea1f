package dev.handshakefleet.seen;

import dev.handshakefleet.base.AddressText;
import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.verdict.ChangeFindings;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.LeafComparison;
import dev.handshakefleet.verdict.LeafRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Compares the leaves of one target in one run with its stored leaves. Used by one thread, once. */
final class LeafComparer {

    private static final String TOO_MANY = "it has presented more than " + LeafStore.MOST_READ + " certificates";

    private final LeafStore store;
    private final LeafCache cache;
    private final LeafRun run;
    private final String targetId;

    private final Map<String, LeafComparison> comparisons = new HashMap<>();
    private final List<LeafReplacement> replacements = new ArrayList<>();
    private Optional<String> problem = Optional.empty();

    LeafComparer(LeafStore store, LeafCache cache, LeafRun run, String targetId) {
        this.store = store;
        this.cache = cache;
        this.run = run;
        this.targetId = targetId;
    }

    /**
     * Throws as {@link LeafStore} does if the stored leaves cannot be read. A leaf that cannot be stored is a problem.
     */
    TargetLeafChanges of(List<JudgedProbe> results) {
        StoredLeaves known = store.of(targetId, run.until());
        if (!known.complete()) {
            return TargetLeafChanges.notCompared(targetId, TOO_MANY);
        }
        Map<String, JudgedProbe> byLeaf = new HashMap<>();
        results.forEach(judged -> judged.leaf().ifPresent(leaf -> byLeaf.putIfAbsent(leaf.sha256(), judged)));
        byLeaf.values().forEach(judged -> judged.leaf().ifPresent(leaf -> check(leaf, judged, known)));
        return new TargetLeafChanges(targetId, comparisons, replacements, problem);
    }

    private void check(CertificateFacts leaf, JudgedProbe judged, StoredLeaves known) {
        Optional<LeafRecord> stored = known.find(leaf.sha256());
        if (stored.isPresent()) {
            compare(stored.get(), known, true);
            return;
        }
        Optional<String> address = judged.result().address().map(AddressText::of);
        LeafRecord current = LeafRecord.atFirstSight(leaf, run.now(), run.region(), address, known.leaves());
        if (run.record()) {
            store(current, known);
        } else {
            addReplacement(current);
            compare(current, known, false);
        }
    }

    private void store(LeafRecord current, StoredLeaves known) {
        try {
            Optional<LeafRecord> other = store.record(targetId, current, run.until());
            if (other.isEmpty()) {
                addReplacement(current);
            }
            compare(other.orElse(current), known, true);
        } catch (SdkException fault) {
            problem = Optional.of(run.breaker().fault(fault));
            compare(current, known, false);
        }
    }

    private void addReplacement(LeafRecord current) {
        current.replaced()
                .ifPresent(old ->
                        replacements.add(new LeafReplacement(targetId, old, current.sha256(), current.firstSeen())));
    }

    /** A leaf is read again for as long as its change is reported, so all runs report what is stored. */
    private void compare(LeafRecord current, StoredLeaves known, boolean isStored) {
        LeafComparison comparison = new LeafComparison(current, known.leaves(), run.now());
        comparisons.put(current.sha256(), comparison);
        if (isStored && ChangeFindings.of(comparison).isEmpty()) {
            cache.add(targetId, current.sha256());
        }
    }
}
