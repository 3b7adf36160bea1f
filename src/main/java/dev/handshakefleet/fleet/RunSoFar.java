package dev.handshakefleet.fleet;

import dev.handshakefleet.region.RunPace;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.read.TargetList;
import dev.handshakefleet.verdict.JudgedProbe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** The results of a run that has not ended, for a user who ends it. Thread-safe. */
public final class RunSoFar implements Consumer<JudgedProbe> {

    private final Map<String, Collection<JudgedProbe>> results = new ConcurrentHashMap<>();
    private final Instant started;

    /** @param started when the run began */
    public RunSoFar(Instant started) {
        this.started = started;
    }

    @Override
    public void accept(JudgedProbe judged) {
        results.computeIfAbsent(judged.result().target().id(), _ -> new ConcurrentLinkedQueue<>())
                .add(judged);
    }

    /** @return how many targets have a result */
    public int targets() {
        return results.size();
    }

    /**
     * @param region where it runs
     * @param requested all targets of the run, in order, and the entries that are none
     * @param now the present
     * @param reason why the others are not probed
     * @return a report in which each target is probed, rejected or not probed; nothing was stored and nobody alerted
     */
    public RunReport report(String region, TargetList requested, Instant now, String reason) {
        List<JudgedProbe> probed = new ArrayList<>();
        List<NotProbed> notProbed = new ArrayList<>();
        for (Target target : requested.targets()) {
            Collection<JudgedProbe> some = results.getOrDefault(target.id(), List.of());
            probed.addAll(some);
            if (some.isEmpty()) {
                notProbed.add(new NotProbed(target.id(), NotProbed.Kind.INTERRUPTED, reason));
            }
        }
        return new RunReport(
                region,
                Optional.empty(),
                started,
                Duration.between(started, now),
                RunPace.NONE,
                probed,
                requested.rejected(),
                notProbed,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Shortfall(requested.rejected().size(), notProbed.size(), 0, 0, 0, false, false),
                List.of());
    }
}
