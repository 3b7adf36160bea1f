package dev.handshakefleet.seen;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.verdict.ChangeFindings;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.SeenLeaf;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Compares the leaves of one target in one run with its stored leaves. Used by one thread, once. */
final class LeafCheck {

    private static final String TOO_MANY = "it has shown more than " + LeafBook.MOST_READ + " certificates";

    private final LeafBook book;
    private final KnownToThisProcess process;
    private final LeafRun run;
    private final String targetId;

    private final Map<String, Finding> findings = new HashMap<>();
    private final List<Renewal> renewals = new ArrayList<>();
    private Optional<String> problem = Optional.empty();

    LeafCheck(LeafBook book, KnownToThisProcess process, LeafRun run, String targetId) {
        this.book = book;
        this.process = process;
        this.run = run;
        this.targetId = targetId;
    }

    /**
     * Throws as {@link LeafBook} does if the stored leaves cannot be read. A leaf that cannot be stored is a problem.
     */
    TargetChanges of(List<JudgedProbe> results) {
        KnownLeaves known = book.of(targetId, run.until());
        if (!known.complete()) {
            return TargetChanges.notCompared(targetId, TOO_MANY);
        }
        Map<String, JudgedProbe> byLeaf = new HashMap<>();
        results.forEach(judged -> judged.leaf().ifPresent(leaf -> byLeaf.putIfAbsent(leaf.sha256(), judged)));
        byLeaf.values().forEach(judged -> judged.leaf().ifPresent(leaf -> check(leaf, judged, known)));
        return new TargetChanges(targetId, findings, renewals, problem);
    }

    private void check(CertificateFacts leaf, JudgedProbe judged, KnownLeaves known) {
        Optional<SeenLeaf> stored = known.find(leaf.sha256());
        if (stored.isPresent()) {
            judge(stored.get(), known, true);
            return;
        }
        Optional<String> address = judged.result().address().map(InetAddress::getHostAddress);
        SeenLeaf current = SeenLeaf.atFirstSight(leaf, run.now(), run.region(), address, known.leaves());
        if (run.record()) {
            keep(current, known);
        } else {
            announce(current);
            judge(current, known, false);
        }
    }

    private void keep(SeenLeaf current, KnownLeaves known) {
        try {
            Optional<SeenLeaf> other = book.record(targetId, current, run.until());
            if (other.isEmpty()) {
                announce(current);
            }
            judge(other.orElse(current), known, true);
        } catch (SdkException fault) {
            problem = Optional.of(run.breaker().fault(fault));
            judge(current, known, false);
        }
    }

    private void announce(SeenLeaf current) {
        current.replaced()
                .ifPresent(old -> renewals.add(new Renewal(targetId, old, current.sha256(), current.firstSeen())));
    }

    /** A leaf is read again for as long as its change is reported, so all runs report what is stored. */
    private void judge(SeenLeaf current, KnownLeaves known, boolean isKept) {
        Optional<Finding> change = ChangeFindings.of(current, known.leaves(), run.now());
        change.ifPresent(finding -> findings.put(current.sha256(), finding));
        if (isKept && change.isEmpty()) {
            process.add(targetId, current.sha256());
        }
    }
}
