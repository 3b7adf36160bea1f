package dev.handshakefleet.regions;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The regions of a fleet; {@code --json} writes it as it is.
 *
 * @param name of the fleet, which is that of its stacks
 * @param home the home region
 * @param regions the home region first, then in the order of their names
 * @param problems what could not be read, in plain sentences
 */
record RegionsReport(String name, String home, List<RegionReport> regions, List<String> problems) {

    RegionsReport {
        regions = List.copyOf(regions);
        problems = List.copyOf(problems);
    }

    /** How a region is; the worst of all is the exit status. */
    enum Health {
        OK,
        WARNING,
        UNKNOWN,
        CRITICAL
    }

    /**
     * One region.
     *
     * @param region its name
     * @param home whether it is the home region
     * @param health {@code CRITICAL} without a working stack, {@code UNKNOWN} where it could not be reached, {@code WARNING} where it
     *     is silent or differs
     * @param stack the status of CloudFormation, {@code ABSENT} or {@code UNREACHABLE}
     * @param version what was deployed; absent for a stack of an earlier template
     * @param changedAt when the stack was created or updated last
     * @param drift the parameters that differ from those of the home region
     * @param lastRun the last scheduled run that it recorded
     * @param silentIntervals for how many of its intervals it has been silent; absent where it is not
     * @param problems what is not as it should be, in plain sentences
     */
    record RegionReport(
            String region,
            boolean home,
            Health health,
            String stack,
            Optional<String> version,
            Optional<Instant> changedAt,
            List<Drift> drift,
            Optional<LastRun> lastRun,
            Optional<Long> silentIntervals,
            List<String> problems) {

        RegionReport {
            drift = List.copyOf(drift);
            problems = List.copyOf(problems);
        }
    }

    /**
     * A parameter that differs from that of the home region.
     *
     * @param parameter its name
     * @param value its value in this region; absent where the stack has no such parameter
     * @param home its value in the home region
     */
    record Drift(String parameter, Optional<String> value, Optional<String> home) {}

    /**
     * The last run.
     *
     * @param scheduledAt its scheduled instant
     * @param endedAt when it ended, by the clock of its function
     * @param version what ran
     * @param targets how many
     * @param complete whether nothing was left undone
     */
    record LastRun(Instant scheduledAt, Instant endedAt, String version, int targets, boolean complete) {}

    /** @return the worst of all regions; at least {@code UNKNOWN} where something could not be read */
    Health health() {
        Health worst = problems.isEmpty() ? Health.OK : Health.UNKNOWN;
        for (RegionReport region : regions) {
            worst = region.health().compareTo(worst) > 0 ? region.health() : worst;
        }
        return worst;
    }
}
