package dev.handshakefleet.fleet;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.inquiry.ChainInquiry;
import dev.handshakefleet.probe.NoRouteException;
import dev.handshakefleet.probe.NoTurnException;
import dev.handshakefleet.probe.Prober;
import dev.handshakefleet.probe.Turn;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.verdict.Evidence;
import dev.handshakefleet.verdict.Judge;
import dev.handshakefleet.verdict.JudgedProbe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Probes many targets at once, each on its own virtual thread, under one bound, and judges the results.
 *
 * <p>Guarantees: no probe starts that could outlive the deadline; no target takes longer than it was given ({@link
 * Prober#longest}), second attempt, diagnosis and inquiry included; every target is either probed or named as not probed;
 * a fault that an unclean probe reports counts only after a second attempt (see {@link Confirmation}); after that the
 * addresses of a target are compared. Thread-safe.
 */
public final class ProbeRound {

    /** What follows the probe of each target of a run. Thread-safe. */
    interface Sequel {

        /** @return when the last probe has to be over, by what is known now; it may be another instant later */
        Deadline probingEnds();

        /**
         * Takes room for the results of one more target, so that what is under way is bounded.
         *
         * @param longest how long to wait for it
         * @return whether there was room
         */
        boolean takeRoom(Duration longest);

        /**
         * Takes the results of a target that had taken room. Does not block.
         *
         * @param probed one an address; none if it was not probed
         */
        void ended(List<JudgedProbe> probed);

        /** Nothing follows. */
        static Sequel none(Deadline probingEnds) {
            return new Sequel() {
                @Override
                public Deadline probingEnds() {
                    return probingEnds;
                }

                @Override
                public boolean takeRoom(Duration longest) {
                    return true;
                }

                @Override
                public void ended(List<JudgedProbe> probed) {
                    // The results are in the outcome of the round.
                }
            };
        }
    }

    private static final String NOT_QUERIED = ": its certificate authorities were not queried because no time was left";

    /** Each inquiry makes one download after the other. */
    private static final int MOST_INQUIRIES = 64;

    /** A second attempt is made only if at least this part of the time of its target is left. */
    private static final int PART_FOR_SECOND_ATTEMPT = 4;

    private final Prober prober;
    private final Judge judge;
    private final ChainInquiry inquiry;
    private final int concurrency;
    private final Semaphore places;
    private final Semaphore inquiries = new Semaphore(MOST_INQUIRIES);
    private final InstantSource clock;

    /**
     * @param prober makes the probes
     * @param judge judges the results
     * @param inquiry asks certificate authorities
     * @param concurrency how many probes are under way at once; 1 or more
     * @param clock wall clock for the dates of certificates
     */
    public ProbeRound(Prober prober, Judge judge, ChainInquiry inquiry, int concurrency, InstantSource clock) {
        this.prober = prober;
        this.judge = judge;
        this.inquiry = inquiry;
        this.concurrency = concurrency;
        this.places = new Semaphore(concurrency);
        this.clock = clock;
    }

    /** @return how many probes are under way at once */
    int concurrency() {
        return concurrency;
    }

    /**
     * Probes every wanted address of every target once, in order, and returns after the last probe.
     *
     * @param targets what to probe
     * @param deadline when the last probe has to be over
     * @param onResult receives each result as it comes, from several threads
     */
    public RoundOutcome probeAll(List<Target> targets, Deadline deadline, Consumer<JudgedProbe> onResult) {
        return probeAll(targets, Duration.ZERO, Sequel.none(deadline), onResult);
    }

    /**
     * Probes every wanted address of every target once, in order, hands each target on as it ends, and returns after the last probe.
     *
     * @param targets what to probe
     * @param over the time over which the starts are spread evenly, if there is time; zero for no wait
     * @param sequel takes each target with all its results, from several threads
     * @param onResult receives each result as it comes, from several threads
     */
    RoundOutcome probeAll(List<Target> targets, Duration over, Sequel sequel, Consumer<JudgedProbe> onResult) {
        PacedStarts starts = new PacedStarts(targets.size(), over);
        List<CompletableFuture<TargetOutcome>> underWay = new ArrayList<>();
        List<NotProbed> notProbed = new ArrayList<>();
        StagePace pace = new StagePace(concurrency);
        for (Target target : targets) {
            starts.awaitNext(Deadline.in(sequel.probingEnds().remaining().minus(prober.longest())));
            if (mayBegin(sequel)) {
                underWay.add(start(target, sequel, pace, onResult));
            } else {
                notProbed.add(NotProbed.noTime(target.id()));
            }
        }
        // A native executable has not read them yet, and does so while the first answers are awaited.
        judge.loadTrustAnchors();
        List<JudgedProbe> probed = new ArrayList<>();
        Set<String> problems = new LinkedHashSet<>();
        for (CompletableFuture<TargetOutcome> target : underWay) {
            TargetOutcome outcome = target.join();
            probed.addAll(outcome.probed());
            outcome.notProbed().ifPresent(notProbed::add);
            problems.addAll(outcome.problems());
        }
        return new RoundOutcome(probed, notProbed, pace.perSecond(), List.copyOf(problems));
    }

    /** @return how many targets can be probed in that time if each takes the longest time that it is given */
    long certainlyProbed(Duration time) {
        return concurrency * Math.max(0, time.toNanos() / prober.longest().toNanos());
    }

    /**
     * Probes the first address of a target once: no second attempt, no search for a cause, no question to certificate authorities.
     *
     * @param deadline when the probe ends at the latest
     * @throws NoRouteException if this machine has no route to any address of the target
     */
    JudgedProbe once(Target target, Deadline deadline) {
        return judge.judge(prober.probe(target, deadline).getFirst(), clock.instant());
    }

    /**
     * Looks the name up, connects and sends nothing.
     *
     * @throws NoRouteException if this machine has no route to any address of the target
     */
    ProbeResult connect(Target target, Deadline deadline) {
        return prober.connect(target, deadline);
    }

    /** The outcome of one target: a result for each address, or the reason for none. */
    private record TargetOutcome(List<JudgedProbe> probed, Optional<NotProbed> notProbed, List<String> problems) {}

    /**
     * Waits for a free place for as long as work of that length could still end in time. Returns true with the place
     * taken.
     */
    private static boolean acquirePlace(Duration longest, Semaphore places, Deadline deadline) {
        try {
            long slackNanos = deadline.remaining().minus(longest).toNanos();
            return slackNanos > 0 && places.tryAcquire(slackNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits for a free place and for room behind the probe. Returns true with both taken. */
    private boolean mayBegin(Sequel sequel) {
        Duration longest = prober.longest();
        if (!acquirePlace(longest, places, sequel.probingEnds())) {
            return false;
        }
        if (sequel.takeRoom(sequel.probingEnds().remaining().minus(longest))) {
            return true;
        }
        places.release();
        return false;
    }

    private CompletableFuture<TargetOutcome> start(
            Target target, Sequel sequel, StagePace pace, Consumer<JudgedProbe> onResult) {
        TargetTurn turn = new TargetTurn(sequel.probingEnds());
        CompletableFuture<TargetOutcome> result = new CompletableFuture<>();
        Thread.ofVirtual().name("probe " + target.id()).start(() -> {
            try {
                TargetOutcome outcome = outcome(target, turn, pace);
                outcome.probed().forEach(onResult);
                sequel.ended(outcome.probed());
                result.complete(outcome);
            } catch (BadInputException unusable) {
                sequel.ended(List.of());
                result.complete(notProbed(target, NotProbed.Kind.UNUSABLE, unusable));
            } catch (NoTurnException busy) {
                sequel.ended(List.of());
                result.complete(notProbed(target, NotProbed.Kind.NO_TIME, busy));
            } catch (NoRouteException unreachable) {
                sequel.ended(List.of());
                result.complete(notProbed(target, NotProbed.Kind.NO_ROUTE, unreachable));
            } catch (Throwable unexpected) {
                result.completeExceptionally(unexpected);
            }
        });
        return result;
    }

    private static TargetOutcome notProbed(Target target, NotProbed.Kind kind, Exception why) {
        NotProbed reason = new NotProbed(target.id(), kind, why.getMessage());
        return new TargetOutcome(List.of(), Optional.of(reason), List.of());
    }

    /** The time and the place of one target. Its wait for an address moves its deadline, up to the end of probing. */
    private final class TargetTurn implements Turn {

        private final Deadline probingEnds;
        private Deadline deadline;
        private Duration left = Duration.ZERO;
        private boolean inPlace = true;
        private long pausedNanos;
        private long waitedNanos;

        TargetTurn(Deadline probingEnds) {
            this.probingEnds = probingEnds;
            this.deadline = probingEnds.orIn(prober.longest());
        }

        @Override
        public Deadline deadline() {
            return deadline;
        }

        @Override
        public Duration pause() {
            left = deadline.remaining();
            pausedNanos = System.nanoTime();
            inPlace = false;
            places.release();
            return probingEnds.remaining().minus(left);
        }

        @Override
        public boolean resume() {
            inPlace = acquirePlace(left, places, probingEnds);
            waitedNanos += System.nanoTime() - pausedNanos;
            deadline = probingEnds.orIn(left);
            return inPlace;
        }

        void leave() {
            if (inPlace) {
                inPlace = false;
                places.release();
            }
        }
    }

    private TargetOutcome outcome(Target target, TargetTurn turn, StagePace pace) {
        List<Judge.Inspected> probed = inItsPlace(turn, pace, () -> inspected(probeAndConfirm(target, turn)));
        List<WithProblems<Judge.Inspected>> inquired = inquired(probed, turn.deadline());
        Stream<String> leftOut =
                prober.leftOut(probed.stream().map(Judge.Inspected::result).toList()).stream();
        return new TargetOutcome(
                judge.judge(inquired.stream().map(WithProblems::value).toList()),
                Optional.empty(),
                Stream.concat(leftOut, inquired.stream().flatMap(probe -> probe.problems().stream()))
                        .toList());
    }

    /** Waiting for a certificate authority does not hold a probe's place. */
    private List<Judge.Inspected> inItsPlace(TargetTurn turn, StagePace pace, Supplier<List<Judge.Inspected>> probes) {
        long startNanos = System.nanoTime();
        try {
            return probes.get();
        } finally {
            pace.ended(1, startNanos + turn.waitedNanos);
            turn.leave();
        }
    }

    private List<Judge.Inspected> inspected(List<ProbeResult> results) {
        return results.stream()
                .map(result -> judge.inspect(result, clock.instant()))
                .toList();
    }

    private List<ProbeResult> probeAndConfirm(Target target, TargetTurn turn) {
        List<ProbeResult> first = prober.probe(target, turn);
        Duration needed = prober.longest().dividedBy(PART_FOR_SECOND_ATTEMPT);
        boolean timeForAnother = turn.deadline().remaining().compareTo(needed) >= 0;
        if (first.stream().noneMatch(Confirmation::isNeeded) || !timeForAnother) {
            return first;
        }
        List<ProbeResult> second;
        try {
            second = prober.probe(target, turn).stream()
                    .map(ProbeRound::asSecondAttempt)
                    .map(result -> prober.explain(result, turn))
                    .toList();
        } catch (NoTurnException busy) {
            return first;
        }
        return first.size() == 1 && second.size() == 1 ? second : confirmed(first, second);
    }

    /** Each address by itself: a result that needs a second attempt is replaced by it, if the address was probed again. */
    private static List<ProbeResult> confirmed(List<ProbeResult> first, List<ProbeResult> second) {
        return first.stream()
                .map(result -> Confirmation.isNeeded(result) ? sameAddress(result, second) : result)
                .toList();
    }

    private static ProbeResult sameAddress(ProbeResult result, List<ProbeResult> others) {
        return others.stream()
                .filter(other -> other.address().equals(result.address()))
                .findFirst()
                .orElse(result);
    }

    /** Authorities are asked after the handshake, for all addresses of a target at the same time. */
    private List<WithProblems<Judge.Inspected>> inquired(List<Judge.Inspected> probed, Deadline deadline) {
        if (probed.stream().noneMatch(this::isInquiryWanted)) {
            return probed.stream().map(WithProblems::none).toList();
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return probed.stream()
                    .map(probe -> CompletableFuture.supplyAsync(() -> inquired(probe, deadline), threads))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    private WithProblems<Judge.Inspected> inquired(Judge.Inspected probe, Deadline deadline) {
        if (!isInquiryWanted(probe)) {
            return WithProblems.none(probe);
        }
        if (!acquirePlace(Duration.ZERO, inquiries, deadline)) {
            return WithProblems.of(probe, probe.result().target().id() + NOT_QUERIED);
        }
        try {
            WithProblems<Evidence> answers = inquiry.about(probe.result(), probe.chain(), probe.at(), deadline);
            return new WithProblems<>(judge.with(probe, answers.value()), answers.problems());
        } finally {
            inquiries.release();
        }
    }

    private boolean isInquiryWanted(Judge.Inspected probe) {
        return inquiry.isWanted(probe.result(), probe.chain());
    }

    private static ProbeResult asSecondAttempt(ProbeResult result) {
        Quality quality = result.quality();
        return result.withQuality(new Quality(quality.clock(), quality.cold(), quality.stalled(), 2));
    }
}
