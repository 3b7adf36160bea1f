package dev.handshakefleet.objective;

import java.util.List;
import java.util.stream.Collectors;

/** The part of a finding about an objective that lists figures by region. Pure. */
final class WorstRegions {

    private static final int MOST_REGIONS = 6;

    private WorstRegions() {}

    /**
     * @param figures a text for each region, the worst region first
     * @return the first {@value #MOST_REGIONS} figures after a semicolon; empty for one region
     */
    static String listed(List<String> figures) {
        if (figures.size() < 2) {
            return "";
        }
        String shown = figures.stream().limit(MOST_REGIONS).collect(Collectors.joining(", "));
        int more = figures.size() - MOST_REGIONS;
        return "; " + shown + (more > 0 ? ", and " + more + " more" : "");
    }
}
