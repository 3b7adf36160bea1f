package dev.handshakefleet.seen;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.verdict.ChangeFindings;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.LeafRecord;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Compares the leaves of one target in one run with its stored leaves. Used by one thread, once. */
final class LeafComparer {

    private static final String TOO_MANY = "it has shown more than " + LeafStore.MOST_READ + " certificates";

    private final LeafStore book;
    private final LeafCache process;
    private final LeafRun run;
    private final String targetId;

    private final Map<String, Finding> findings = new HashMap<>();
    private final List<LeafReplacement> renewals = new ArrayList<>();
    private Optional<String> problem = Optional.empty();

    LeafComparer(LeafStore book, LeafCache process, LeafRun run, String targetId) {
        this.book = book;
        this.process = process;
        this.run = run;
        this.targetId = targetId;
    }

    /**
     * Throws as {@link LeafStore} does if the stored leaves cannot be read. A leaf that cannot be stored is a problem.
     */
    TargetLeafChanges of(List<JudgedProbe> results) {
        StoredLeaves known = book.of(targetId, run.until());
        if (!known.complete()) {
            return TargetLeafChanges.notCompared(targetId, TOO_MANY);
        }
        Map<String, JudgedProbe> byLeaf = new HashMap<>();
        results.forEach(judged -> judged.leaf().ifPresent(leaf -> byLeaf.putIfAbsent(leaf.sha256(), judged)));
        byLeaf.values().forEach(judged -> judged.leaf().ifPresent(leaf -> check(leaf, judged, known)));
        return new TargetLeafChanges(targetId, findings, renewals, problem);
    }

    private void check(CertificateFacts leaf, JudgedProbe judged, StoredLeaves known) {
        Optional<LeafRecord> stored = known.find(leaf.sha256());
        if (stored.isPresent()) {
            judge(stored.get(), known, true);
            return;
        }
        Optional<String> address = judged.result().address().map(InetAddress::getHostAddress);
        LeafRecord current = LeafRecord.atFirstSight(leaf, run.now(), run.region(), address, known.leaves());
        if (run.record()) {
            keep(current, known);
        } else {
            announce(current);
            judge(current, known, false);
        }
    }

    private void keep(LeafRecord current, StoredLeaves known) {
        try {
            Optional<LeafRecord> other = book.record(targetId, current, run.until());
            if (other.isEmpty()) {
                announce(current);
            }
            judge(other.orElse(current), known, true);
        } catch (SdkException fault) {
            problem = Optional.of(run.breaker().fault(fault));
            judge(current, known, false);
        }
    }

    private void announce(LeafRecord current) {
        current.replaced()
                .ifPresent(old -> renewals.add(new LeafReplacement(targetId, old, current.sha256(), current.firstSeen())));
    }

    /** A leaf is read again for as long as its change is reported, so all runs report what is stored. */
    private void judge(LeafRecord current, StoredLeaves known, boolean isKept) {
        Optional<Finding> change = ChangeFindings.of(current, known.leaves(), run.now());
        change.ifPresent(finding -> findings.put(current.sha256(), finding));
        if (isKept && change.isEmpty()) {
            process.add(targetId, current.sha256());
        }
    }
}
