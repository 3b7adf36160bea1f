package dev.handshakefleet.page.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects values metric by metric. A metric has one help text, that of its first value. Used by one thread. */
final class MetricList {

    private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
    private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
    private final Map<String, InfoSnapshot.Builder> infos = new LinkedHashMap<>();
    private final List<MetricSnapshot> others = new ArrayList<>();

    /** @param labels names and values in turn */
    void gauge(String name, String help, double value, String... labels) {
        gauges.computeIfAbsent(
                        name, first -> GaugeSnapshot.builder().name(first).help(help))
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value(value)
                        .labels(Labels.of(labels))
                        .build());
    }

    /** As {@link #gauge}: 1 or 0. */
    void flag(String name, String help, boolean value, String... labels) {
        gauge(name, help, value ? 1 : 0, labels);
    }

    /** As {@link #gauge}, in seconds. */
    void seconds(String name, String help, Duration value, String... labels) {
        gauge(name, help, value.toNanos() / 1e9, labels);
    }

    /** As {@link #gauge}, in seconds since 1970. */
    void instant(String name, String help, Instant value, String... labels) {
        gauge(name, help, value.toEpochMilli() / 1e3, labels);
    }

    /**
     * A sum that only grows while the process lives.
     *
     * @param name without {@code _total}, which is written behind it
     */
    void counter(String name, String help, double value, String... labels) {
        counters.computeIfAbsent(
                        name, first -> CounterSnapshot.builder().name(first).help(help))
                .dataPoint(CounterDataPointSnapshot.builder()
                        .value(value)
                        .labels(Labels.of(labels))
                        .build());
    }

    /**
     * Labels with the value 1.
     *
     * @param name without {@code _info}, which is written behind it
     */
    void info(String name, String help, String... labels) {
        infos.computeIfAbsent(name, first -> InfoSnapshot.builder().name(first).help(help))
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of(labels))
                        .build());
    }

    /** A metric of another kind. */
    void add(MetricSnapshot metric) {
        others.add(metric);
    }

    /** @return everything collected, sorted by name */
    MetricSnapshots snapshots() {
        List<MetricSnapshot> all = new ArrayList<>(others);
        gauges.values().forEach(gauge -> all.add(gauge.build()));
        counters.values().forEach(counter -> all.add(counter.build()));
        infos.values().forEach(info -> all.add(info.build()));
        return new MetricSnapshots(all);
    }
}
