package dev.handshakefleet.page;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.ProbeRequest;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.page.model.FleetWatch;
import dev.handshakefleet.page.model.LastResults;
import dev.handshakefleet.page.model.WatchedTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The scheduled runs of this machine: each probes, stores and alerts, then tells the watch. Used by one thread. */
final class LocalRuns {

    private static final Duration SHORTEST_RUN = Duration.ofMinutes(1);
    private static final Duration AFTER_PROBING = Duration.ofSeconds(20);

    private final Fleet fleet;
    private final Optional<List<Object>> targets;
    private final FleetWatch watch;
    private final Path directory;
    private final Duration interval;
    private final InstantSource clock;

    /**
     * @param fleet probes, stores and alerts
     * @param targets the entries of a file; empty for the catalog
     * @param watch is told of each run
     * @param directory of this machine's data, where the newest results are kept
     * @param interval between the starts of two runs
     */
    LocalRuns(
            Fleet fleet,
            Optional<List<Object>> targets,
            FleetWatch watch,
            Path directory,
            Duration interval,
            InstantSource clock) {
        this.fleet = fleet;
        this.targets = targets;
        this.watch = watch;
        this.directory = directory;
        this.interval = interval;
        this.clock = clock;
    }

    /**
     * Runs once, now.
     *
     * @param problems receives what went wrong besides, in sentences
     */
    RunReport runOnce(Consumer<String> problems) {
        Instant at = scheduled(clock.instant());
        Duration probing = interval.compareTo(SHORTEST_RUN) < 0 ? SHORTEST_RUN : interval;
        Deadline answer = Deadline.in(probing.plus(AFTER_PROBING));
        RunReport report = fleet.probe(new ProbeRequest(Optional.of(at), targets, true, true), answer, _ -> {});
        watch.add(report, at);
        try {
            LastResults.write(
                    directory,
                    watch.snapshot().targets().stream()
                            .map(WatchedTarget::results)
                            .flatMap(List::stream)
                            .toList());
        } catch (IOException notKept) {
            problems.accept("The results were not kept in " + directory + ": " + notKept.getMessage());
        }
        return report;
    }

    /** @return how long until the next run */
    Duration untilNext() {
        Instant now = clock.instant();
        return Duration.between(now, scheduled(now).plus(interval));
    }

    /** @return the last multiple of the interval, so that the runs of one target lie one interval apart */
    private Instant scheduled(Instant now) {
        long step = interval.toMillis();
        return Instant.ofEpochMilli(now.toEpochMilli() / step * step);
    }
}
