package dev.handshakefleet.fleet;

import dev.handshakefleet.probe.Deadline;
import dev.handshakefleet.probe.ProbeResult;
import dev.handshakefleet.probe.Prober;
import dev.handshakefleet.probe.Quality;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Judge;
import dev.handshakefleet.verdict.JudgedProbe;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Probes many targets at once, each on a virtual thread of its own, under one bound, and judges what came of it.
 *
 * <p>Guarantees: no probe starts that could outlive the deadline; every target is either probed or named as not probed;
 * a probe that failed, or that breached its SLA as the first handshake of a process, is made once more before it counts.
 * Thread-safe.
 */
public final class ProbeRound {

    private static final String NO_TIME_LEFT = "no time left: a probe started now could outlive the invocation";

    private final Prober prober;
    private final Judge judge;
    private final Semaphore places;
    private final InstantSource clock;

    /**
     * @param prober makes the probes
     * @param judge holds them against what is expected
     * @param concurrency how many probes are under way at once; 1 or more
     * @param clock wall clock that certificates are held against
     */
    public ProbeRound(Prober prober, Judge judge, int concurrency, InstantSource clock) {
        this.prober = prober;
        this.judge = judge;
        this.places = new Semaphore(concurrency);
        this.clock = clock;
    }

    /**
     * Probes every target once, in order, and returns when the last has come to its end.
     *
     * @param targets what to probe
     * @param deadline when the last probe has to be over
     * @param onResult told of each result as it comes, from several threads
     */
    public RoundOutcome probeAll(List<Target> targets, Deadline deadline, Consumer<JudgedProbe> onResult) {
        List<CompletableFuture<JudgedProbe>> underWay = new ArrayList<>();
        List<NotProbed> notProbed = new ArrayList<>();
        for (Target target : targets) {
            if (mayStart(deadline)) {
                underWay.add(start(target, deadline, onResult));
            } else {
                notProbed.add(new NotProbed(target.id(), NO_TIME_LEFT));
            }
        }
        List<JudgedProbe> probed =
                underWay.stream().map(CompletableFuture::join).toList();
        return new RoundOutcome(probed, notProbed);
    }

    /** Waits for a free place as long as a probe could still end in time; holds the place where it says yes. */
    private boolean mayStart(Deadline deadline) {
        try {
            long slackNanos = deadline.remaining().minus(prober.longestProbe()).toNanos();
            return slackNanos > 0 && places.tryAcquire(slackNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CompletableFuture<JudgedProbe> start(Target target, Deadline deadline, Consumer<JudgedProbe> onResult) {
        CompletableFuture<JudgedProbe> result = new CompletableFuture<>();
        Thread.ofVirtual().name("probe " + target.id()).start(() -> {
            try {
                JudgedProbe judged = probeAndConfirm(target, deadline);
                onResult.accept(judged);
                result.complete(judged);
            } catch (Throwable unexpected) {
                result.completeExceptionally(unexpected);
            } finally {
                places.release();
            }
        });
        return result;
    }

    private JudgedProbe probeAndConfirm(Target target, Deadline deadline) {
        JudgedProbe first = judge.judge(prober.probe(target), clock.instant());
        boolean timeForAnother = deadline.remaining().compareTo(prober.longestProbe()) > 0;
        if (!needsConfirming(first) || !timeForAnother) {
            return first;
        }
        return judge.judge(asSecondAttempt(prober.probe(target)), clock.instant());
    }

    private static boolean needsConfirming(JudgedProbe judged) {
        boolean breached =
                judged.verdict().findings().stream().anyMatch(finding -> finding.code() == FindingCode.SLA_BREACHED);
        ProbeResult result = judged.result();
        return result.failure().isPresent() || (breached && result.quality().cold());
    }

    private static ProbeResult asSecondAttempt(ProbeResult result) {
        Quality quality = result.quality();
        return result.withQuality(new Quality(quality.clock(), quality.cold(), quality.stalled(), 2));
    }
}
