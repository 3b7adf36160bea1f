package dev.handshakefleet.page.view;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.rollup.WindowRollup;
import dev.handshakefleet.target.Phase;
import io.quarkus.qute.RawString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The handshake over time, one line a region. Of each of at most 300 parts of the window the slowest is drawn. Pure. */
final class LatencyView {

    private static final int PARTS = 300;
    private static final double NANOS = 1e6;

    private LatencyView() {}

    /** A region and the class of its colour. */
    record LegendRow(String name, String kind) {}

    /**
     * The chart.
     *
     * @param data for the script: {@code {"x":[…],"regions":[{"name":…,"y":[…]}],"failed":[…],"limit":…}}
     * @param drawn for readers without it
     * @param legend the regions
     * @param part what one point stands for
     */
    record LatencyDocument(String data, RawString drawn, List<LegendRow> legend, String part, boolean isEmpty) {}

    /** What one point of a line is made of. */
    private record Sample(String region, Instant at, boolean failed, Optional<Duration> tls) {

        static Sample of(Measurement measured) {
            return new Sample(
                    measured.region(),
                    measured.scheduledAt(),
                    !measured.succeeded(),
                    measured.took(Phase.TLS).filter(_ -> measured.succeeded()));
        }
    }

    static LatencyDocument of(List<Measurement> measurements, Instant from, Instant to, Optional<Duration> limit) {
        return ofSamples(measurements.stream().map(Sample::of).toList(), from, to, limit);
    }

    /** The same of the hours of a window. */
    static LatencyDocument ofHours(WindowRollup summary, Instant from, Instant to, Optional<Duration> limit) {
        return ofSamples(
                summary.regions().entrySet().stream()
                        .flatMap(region -> region.getValue().hours().stream()
                                .map(hour -> new Sample(region.getKey(), hour.hour(), hour.failed() > 0, hour.max())))
                        .filter(sample -> !sample.at().isBefore(from))
                        .sorted(Comparator.comparing(Sample::at))
                        .toList(),
                from,
                to,
                limit);
    }

    private static LatencyDocument ofSamples(
            List<Sample> measurements, Instant from, Instant to, Optional<Duration> limit) {
        List<String> regions = List.copyOf(
                new TreeSet<>(measurements.stream().map(Sample::region).toList()));
        long whole = Math.max(PARTS, Duration.between(from, to).toMillis());
        List<Long> parts = List.copyOf(new TreeSet<>(measurements.stream()
                .map(measured -> part(measured, from, whole))
                .toList()));
        List<List<Optional<Double>>> series = new ArrayList<>();
        List<Boolean> failed = new ArrayList<>(Collections.nCopies(parts.size(), false));
        regions.forEach(_ -> series.add(new ArrayList<>(Collections.nCopies(parts.size(), Optional.empty()))));
        for (Sample measured : measurements) {
            int at = Collections.binarySearch(parts, part(measured, from, whole));
            if (measured.failed()) {
                failed.set(at, true);
            }
            List<Optional<Double>> line = series.get(regions.indexOf(measured.region()));
            measured.tls()
                    .map(tls -> tls.toNanos() / NANOS)
                    .ifPresent(tls -> line.set(
                            at,
                            Optional.of(line.get(at)
                                    .map(known -> Math.max(known, tls))
                                    .orElse(tls))));
        }
        Optional<Double> limitMillis = limit.map(value -> value.toNanos() / NANOS);
        List<LegendRow> legend = new ArrayList<>();
        for (int index = 0; index < regions.size(); index++) {
            legend.add(new LegendRow(regions.get(index), "s" + index % 6));
        }
        return new LatencyDocument(
                data(parts, from, whole, regions, series, failed, limitMillis),
                Drawings.latency(
                        series, failed, limitMillis, "Duration of the handshake over time, a line for each region"),
                legend,
                Words.counted(Math.max(1, Math.round(whole / (double) PARTS / 1_000)), "second"),
                measurements.isEmpty());
    }

    private static long part(Sample measured, Instant from, long whole) {
        return Duration.between(from, measured.at()).toMillis() * PARTS / whole;
    }

    private static String data(
            List<Long> parts,
            Instant from,
            long whole,
            List<String> regions,
            List<List<Optional<Double>>> series,
            List<Boolean> failed,
            Optional<Double> limit) {
        StringBuilder json = new StringBuilder("{\"x\":");
        json.append(parts.stream()
                        .map(part -> String.valueOf(
                                from.plusMillis(part * whole / PARTS).toEpochMilli() / 1_000))
                        .collect(Collectors.joining(",", "[", "]")))
                .append(",\"regions\":[");
        for (int index = 0; index < regions.size(); index++) {
            json.append(index == 0 ? "" : ",")
                    .append("{\"name\":\"")
                    .append(regions.get(index).replaceAll("[^A-Za-z0-9_. -]", "?"))
                    .append("\",\"y\":")
                    .append(series.get(index).stream()
                            .map(value -> value.map(one -> String.valueOf(Math.round(one * 1_000) / 1_000.0))
                                    .orElse("null"))
                            .collect(Collectors.joining(",", "[", "]")))
                    .append('}');
        }
        return json.append("],\"failed\":")
                .append(failed.stream().map(one -> one ? "0" : "null").collect(Collectors.joining(",", "[", "]")))
                .append(",\"limit\":")
                .append(limit.map(String::valueOf).orElse("null"))
                .append('}')
                .toString();
    }
}
