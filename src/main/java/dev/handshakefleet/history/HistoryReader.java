package dev.handshakefleet.history;

import dev.handshakefleet.alert.ListedAlert;
import dev.handshakefleet.alert.UnresolvedAlerts;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.NearNames;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementHistory;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.rollup.WindowReader;
import dev.handshakefleet.rollup.WindowRollup;
import dev.handshakefleet.seen.LeafHistory;
import dev.handshakefleet.target.AvailabilityObjective;
import dev.handshakefleet.target.PercentileObjective;
import dev.handshakefleet.target.SlaObjective;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.verdict.LeafRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Reads the history of one target. A window of more than a day is read from rollups, and where there is none from measurements; its
 * newest measurements are read besides. Thread-safe.
 */
public final class HistoryReader {

    /** The longest window that is read from measurements alone: exact, and at most some thousand items. */
    private static final Duration MEASUREMENTS_ALONE = Duration.ofDays(1);

    private static final String DEFAULT_PORT = ":443";

    private final TargetReader reader;
    private final Supplier<List<Target>> scheduled;
    private final MeasurementStore measurements;
    private final WindowReader windows;
    private final Optional<LeafHistory> leaves;
    private final Optional<UnresolvedAlerts> alerts;
    private final InstantSource clock;

    /**
     * @param reader reads written targets
     * @param scheduled the targets of scheduled runs; none where they cannot be read
     * @param measurements the measurements
     * @param windows reads windows of measurements
     * @param leaves the certificates; empty without a state table
     * @param alerts the alerts; empty without a state table
     * @param clock wall clock
     */
    public HistoryReader(
            TargetReader reader,
            Supplier<List<Target>> scheduled,
            MeasurementStore measurements,
            WindowReader windows,
            Optional<LeafHistory> leaves,
            Optional<UnresolvedAlerts> alerts,
            InstantSource clock) {
        this.reader = reader;
        this.scheduled = scheduled;
        this.measurements = measurements;
        this.windows = windows;
        this.leaves = leaves;
        this.alerts = alerts;
        this.clock = clock;
    }

    /**
     * @throws dev.handshakefleet.base.BadInputException for an invalid target, and for a window in the future
     * @throws StoreUnavailableException when the measurements cannot be read
     */
    public HistoryReport read(HistoryRequest request) throws StoreUnavailableException {
        List<String> ids = reader.idsOf(request.target());
        Instant to = request.end(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        Instant from = to.minus(request.window());
        String id = ids.getFirst();
        Window window = window(id, from, to, request);
        if (window.summary().regions().isEmpty() && ids.size() > 1) {
            id = ids.getLast();
            window = window(id, from, to, request);
        }
        List<String> problems = new ArrayList<>(window.summary().problems());
        WithProblems<List<LeafRecord>> certificates = certificates(id);
        problems.addAll(certificates.problems());
        if (window.summary().regions().isEmpty() && certificates.value().isEmpty()) {
            problems.addAll(unlessKnown(id, request.target()));
        }
        return new HistoryReport(
                id,
                from,
                to,
                ofRegion(window.summary(), request.region(), problems),
                window.newest(),
                certificates.value(),
                objectives(id, window.summary(), from, to, problems),
                alerts(id, problems),
                problems);
    }

    /**
     * Reads what the measurements of one target come to in a window.
     *
     * @param targetId its id
     * @param from start of the window, inclusive
     * @param to end of the window, inclusive
     * @throws StoreUnavailableException when the table cannot be read
     */
    public WindowRollup summary(String targetId, Instant from, Instant to) throws StoreUnavailableException {
        return windows.read(targetId, from, to, _ -> {});
    }

    private record Window(WindowRollup summary, MeasurementHistory newest) {}

    private Window window(String id, Instant from, Instant to, HistoryRequest request)
            throws StoreUnavailableException {
        if (request.window().compareTo(MEASUREMENTS_ALONE) <= 0) {
            Newest newest = new Newest(request);
            return new Window(windows.readMeasurements(id, from, to, newest), newest.history());
        }
        WindowRollup summary = windows.read(id, from, to, _ -> {});
        Newest newest = new Newest(request);
        int most = Math.min(HistoryRequest.HIGHEST_LIMIT, request.limit() * regions(summary, request));
        measurements.forEach(id, from, to, most, false, newest, _ -> {});
        return new Window(summary, newest.history(probes(summary, request.region())));
    }

    /** What cannot be read is in the problems of the summary. Of all regions so many measurements are read that one region has as many as were asked for. */
    private static int regions(WindowRollup summary, HistoryRequest request) {
        return request.region().isPresent() ? Math.max(1, summary.regions().size()) : 1;
    }

    private static int probes(WindowRollup summary, Optional<String> region) {
        return summary.regions().entrySet().stream()
                .filter(entry -> region.isEmpty() || region.get().equals(entry.getKey()))
                .mapToInt(entry -> entry.getValue().counts().probes())
                .sum();
    }

    private static WindowRollup ofRegion(WindowRollup summary, Optional<String> region, List<String> problems) {
        if (region.isEmpty()) {
            return summary;
        }
        if (!summary.regions().isEmpty() && !summary.regions().containsKey(region.get())) {
            problems.add("This window has no measurement from " + region.get() + "; regions with measurements: "
                    + String.join(", ", summary.regions().keySet()) + ".");
        }
        return summary.of(region.get());
    }

    private WithProblems<List<LeafRecord>> certificates(String id) {
        return leaves.map(stored -> stored.newest(id)).orElseGet(() -> WithProblems.none(List.of()));
    }

    /** What there is to say of a target that nothing is known of: which targets have a name like it. */
    private List<String> unlessKnown(String id, String written) {
        List<Target> targets = scheduled.get();
        if (targets.isEmpty() || targets.stream().anyMatch(target -> target.id().equals(id))) {
            return List.of();
        }
        List<String> near = NearNames.of(
                written, targets.stream().map(HistoryReader::asWritten).toList());
        return List.of(
                id + " is not among the targets of scheduled runs, and nothing was measured of it in this window."
                        + (near.isEmpty() ? "" : " Near names: " + String.join(", ", near) + "."));
    }

    private static String asWritten(Target target) {
        return target.id().endsWith(DEFAULT_PORT)
                ? target.id().substring(0, target.id().length() - DEFAULT_PORT.length())
                : target.id();
    }

    private List<ObjectiveStanding> objectives(
            String id, WindowRollup summary, Instant from, Instant to, List<String> problems) {
        List<ObjectiveStanding> standings = new ArrayList<>();
        List<SlaObjective> objectives = scheduled.get().stream()
                .filter(target -> target.id().equals(id))
                .findFirst()
                .map(target -> target.sla().objectives())
                .orElse(List.of());
        for (SlaObjective objective : objectives) {
            switch (objective) {
                case PercentileObjective percentile ->
                    ObjectiveStanding.of(percentile, summary.total()).ifPresent(standings::add);
                case AvailabilityObjective availability ->
                    inItsWindow(id, availability, summary, from, to, problems)
                            .flatMap(measured -> ObjectiveStanding.of(availability, measured.total()))
                            .ifPresent(standings::add);
            }
        }
        return standings;
    }

    private Optional<WindowRollup> inItsWindow(
            String id,
            AvailabilityObjective objective,
            WindowRollup summary,
            Instant from,
            Instant to,
            List<String> problems) {
        if (objective.window().equals(Duration.between(from, to))) {
            return Optional.of(summary);
        }
        try {
            return Optional.of(windows.read(id, to.minus(objective.window()), to, _ -> {}));
        } catch (StoreUnavailableException unavailable) {
            problems.add("The error budget is not known. " + unavailable.getMessage());
            return Optional.empty();
        }
    }

    private List<ListedAlert> alerts(String id, List<String> problems) {
        if (alerts.isEmpty()) {
            return List.of();
        }
        try {
            WithProblems<List<ListedAlert>> listed = alerts.get().of(List.of(id));
            problems.addAll(listed.problems());
            return listed.value();
        } catch (SdkException fault) {
            problems.add("Alerts cannot be read: " + alerts.get().sentence(fault));
            return List.of();
        }
    }

    /** Keeps the newest measurements of the region that is asked for. Used by one thread. */
    private static final class Newest implements Consumer<Measurement> {

        private final Optional<String> region;
        private final int limit;
        private final List<Measurement> kept = new ArrayList<>();
        private boolean isCut;

        Newest(HistoryRequest request) {
            this.region = request.region();
            this.limit = request.limit();
        }

        @Override
        public void accept(Measurement measurement) {
            if (region.isPresent() && !region.get().equals(measurement.region())) {
                return;
            }
            if (kept.size() < limit) {
                kept.add(measurement);
            } else {
                isCut = true;
            }
        }

        MeasurementHistory history() {
            return new MeasurementHistory(kept, isCut);
        }

        MeasurementHistory history(int all) {
            return new MeasurementHistory(kept, isCut || kept.size() < all);
        }
    }
}
