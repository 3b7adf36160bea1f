package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the regions report about one alert, one by one and together. Immutable.
 *
 * @param byRegion the status that each region reports, by region
 * @param combined the combined status of all regions; {@code OK} while the alert is pending or resolved
 * @param unclearSince when the regions began to report something else than {@code combined}; empty while they agree with it
 */
public record RegionReports(
        SortedMap<String, RegionStatus> byRegion, CombinedStatus combined, Optional<Instant> unclearSince) {

    static final RegionReports NONE = new RegionReports(new TreeMap<>(), CombinedStatus.OK, Optional.empty());

    public RegionReports {
        byRegion = Collections.unmodifiableSortedMap(new TreeMap<>(byRegion));
        Objects.requireNonNull(combined, "combined");
        Objects.requireNonNull(unclearSince, "unclearSince");
    }

    /** @return the severity that the last run of each region found, by region */
    public SortedMap<String, Severity> lastSeverities() {
        SortedMap<String, Severity> severities = new TreeMap<>();
        byRegion.forEach((region, status) -> severities.put(region, status.last()));
        return severities;
    }
}
