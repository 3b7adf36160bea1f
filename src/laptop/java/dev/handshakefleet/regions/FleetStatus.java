package dev.handshakefleet.regions;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.region.RegionLiveness;
import dev.handshakefleet.region.RegionRecords;
import dev.handshakefleet.region.RegionRun;
import dev.handshakefleet.region.RegionStore;
import dev.handshakefleet.regions.RegionsReport.Drift;
import dev.handshakefleet.regions.RegionsReport.Health;
import dev.handshakefleet.regions.RegionsReport.LastRun;
import dev.handshakefleet.regions.RegionsReport.RegionReport;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * Finds out how the regions of a fleet are. The regions are those that recorded a run, the home region, and those that are named. All
 * stacks are read at once; a region that cannot be reached is named with the reason and hides no other.
 */
final class FleetStatus {

    /** What has to differ from region to region, or is compared by itself. */
    private static final Set<String> OF_ONE_REGION =
            Set.of("SubnetIds", "SecurityGroupIds", "CaLayer", "HomeRegion", "Version", "DualStack");

    private static final RegionRecords NO_TABLE = new RegionRecords(List.of(), Set.of(), Optional.empty());

    private final AwsCli aws;
    private final Function<String, RegionStore> tableOfHome;
    private final InstantSource clock;

    /**
     * @param aws reads the stacks
     * @param tableOfHome opens the records of the regions, by the home region
     * @param clock wall clock
     */
    FleetStatus(AwsCli aws, Function<String, RegionStore> tableOfHome, InstantSource clock) {
        this.aws = aws;
        this.tableOfHome = tableOfHome;
        this.clock = clock;
    }

    /**
     * @param name of the fleet
     * @param namedHome the home region; empty to take it from the stack of the first named region
     * @param named regions that are shown even if they never recorded a run
     * @throws BadInputException where no region is known
     */
    RegionsReport of(String name, Optional<String> namedHome, List<String> named) {
        String home = namedHome.orElseGet(() -> homeOf(name, named));
        List<String> problems = new ArrayList<>();
        Optional<RegionRecords> records = records(home, problems);
        Map<String, StackState> stacks = stacks(name, regions(home, named, records));
        StackState ofHome = stacks.get(home);
        List<RegionReport> reports = stacks.keySet().stream()
                .sorted((one, other) -> one.equals(home) ? -1 : other.equals(home) ? 1 : one.compareTo(other))
                .map(region ->
                        new OneRegion(region, home, stacks.get(region), ofHome, records, clock.instant()).report())
                .toList();
        return new RegionsReport(name, home, reports, problems);
    }

    private String homeOf(String name, List<String> named) {
        if (named.isEmpty()) {
            throw new BadInputException(
                    "REGION",
                    null,
                    "a region of the fleet, or its home region as FLEET_HOME_REGION in the environment");
        }
        String first = named.getFirst();
        return StackState.of(aws, first, name) instanceof StackState.Present present
                ? present.home().orElse(first)
                : first;
    }

    private Optional<RegionRecords> records(String home, List<String> problems) {
        RegionStore store = tableOfHome.apply(home);
        try {
            return Optional.of(store.read());
        } catch (ResourceNotFoundException noTable) {
            // No region can write to it.
            return Optional.of(NO_TABLE);
        } catch (SdkException unreadable) {
            problems.add("The last runs cannot be read: " + store.sentence(unreadable));
            return Optional.empty();
        }
    }

    private static SequencedSet<String> regions(String home, List<String> named, Optional<RegionRecords> records) {
        SequencedSet<String> regions = new LinkedHashSet<>(List.of(home));
        regions.addAll(named);
        records.ifPresent(read -> read.runs().stream().map(RegionRun::region).forEach(regions::add));
        return regions;
    }

    private Map<String, StackState> stacks(String name, Collection<String> regions) {
        Map<String, Future<StackState>> asked = new HashMap<>();
        Map<String, StackState> stacks = new HashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            regions.forEach(region -> asked.put(region, threads.submit(() -> StackState.of(aws, region, name))));
        }
        asked.forEach((region, stack) -> stacks.put(region, stack.resultNow()));
        return stacks;
    }

    /** One region, beside the home region. */
    private record OneRegion(
            String region,
            String home,
            StackState stack,
            StackState ofHome,
            Optional<RegionRecords> records,
            Instant now) {

        RegionReport report() {
            List<String> problems = new ArrayList<>();
            Optional<RegionRun> run = records.flatMap(read -> read.of(region));
            List<Drift> drift = drift();
            drift.forEach(one -> problems.add(sentence(one)));
            Optional<String> version = present(stack).flatMap(StackState.Present::version);
            versionProblems(version, run, problems);
            Optional<Long> silent = silentIntervals(run, problems);
            if (present(stack).isPresent() && records.isPresent() && run.isEmpty()) {
                problems.add("it has recorded no run");
            }
            if (region.equals(home)
                    && present(stack).isPresent()
                    && records.filter(NO_TABLE::equals).isPresent()) {
                problems.add("no region has recorded a run; its state table is new, or does not exist");
            }
            Health ofStack = stackHealth(problems);
            return new RegionReport(
                    region,
                    region.equals(home),
                    ofStack == Health.OK && !problems.isEmpty() ? Health.WARNING : ofStack,
                    label(),
                    version,
                    present(stack).flatMap(StackState.Present::changedAt),
                    drift,
                    run.map(last -> new LastRun(
                            last.scheduledAt(), last.endedAt(), last.version(), last.targets(), last.complete())),
                    silent,
                    problems);
        }

        private Health stackHealth(List<String> problems) {
            return switch (stack) {
                case StackState.Absent absent -> {
                    problems.add("it has no stack");
                    yield Health.CRITICAL;
                }
                case StackState.Unreachable unreachable -> {
                    problems.add("it cannot be reached: " + unreachable.reason());
                    yield Health.UNKNOWN;
                }
                case StackState.Present present -> {
                    boolean isUpdateUndone = present.status().equals("UPDATE_ROLLBACK_COMPLETE");
                    if (isUpdateUndone) {
                        problems.add("its last deployment failed and was undone");
                    }
                    boolean isBroken = !isUpdateUndone
                            && (present.status().endsWith("_FAILED")
                                    || present.status().contains("ROLLBACK")
                                    || present.status().startsWith("DELETE_"));
                    if (isBroken) {
                        problems.add("its stack is " + present.status());
                    }
                    yield isBroken ? Health.CRITICAL : Health.OK;
                }
            };
        }

        private void versionProblems(Optional<String> version, Optional<RegionRun> run, List<String> problems) {
            Optional<String> atHome = present(ofHome).flatMap(StackState.Present::version);
            version.filter(deployed -> atHome.isPresent() && !atHome.get().equals(deployed))
                    .ifPresent(deployed ->
                            problems.add("version " + deployed + " is deployed, in the home region " + atHome.get()));
            version.flatMap(deployed -> run.filter(last -> !last.version().equals(deployed)))
                    .ifPresent(last -> problems.add("its last run was made by version " + last.version()));
        }

        private Optional<Long> silentIntervals(Optional<RegionRun> run, List<String> problems) {
            if (run.isEmpty() || records.isEmpty()) {
                return Optional.empty();
            }
            Instant heard = records.get().heardSince().orElse(Instant.EPOCH);
            return switch (RegionLiveness.of(run.get(), now, now, heard)) {
                case RegionLiveness.Running running -> Optional.empty();
                case RegionLiveness.Awaited awaited -> {
                    problems.add("no run since an outage of the home region; it has three intervals for one");
                    yield Optional.empty();
                }
                case RegionLiveness.Unknown unknown -> {
                    problems.add(unknown.reason());
                    yield Optional.empty();
                }
                case RegionLiveness.Silent silent -> {
                    problems.add(silent.sentence());
                    yield Optional.of(silent.intervals());
                }
            };
        }

        private List<Drift> drift() {
            Optional<StackState.Present> here = present(stack);
            Optional<StackState.Present> atHome = present(ofHome);
            if (here.isEmpty() || atHome.isEmpty()) {
                return List.of();
            }
            Set<String> names = new TreeSet<>(here.get().parameters().keySet());
            names.addAll(atHome.get().parameters().keySet());
            names.removeAll(OF_ONE_REGION);
            return names.stream()
                    .map(name -> new Drift(
                            name,
                            Optional.ofNullable(here.get().parameters().get(name)),
                            Optional.ofNullable(atHome.get().parameters().get(name))))
                    .filter(one -> !one.value().equals(one.home()))
                    .toList();
        }

        private static String sentence(Drift drift) {
            return "%s is %s, in the home region %s"
                    .formatted(drift.parameter(), shown(drift.value()), shown(drift.home()));
        }

        private static String shown(Optional<String> value) {
            return value.map(text -> "'" + text + "'").orElse("not a parameter");
        }

        private String label() {
            return switch (stack) {
                case StackState.Absent absent -> "ABSENT";
                case StackState.Unreachable unreachable -> "UNREACHABLE";
                case StackState.Present present -> present.status();
            };
        }

        private static Optional<StackState.Present> present(StackState stack) {
            return stack instanceof StackState.Present present ? Optional.of(present) : Optional.empty();
        }
    }
}
