package dev.handshakefleet.simulation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What can be said of one interval, from the worked shards of all regions. Pure. */
final class IntervalFigures {

    private static final double MEGABYTES_A_GB = 1_024;
    private static final int MEDIAN = 50;
    private static final int HIGH = 99;
    private static final int MOST_MOMENTS = 12;

    private final int index;
    private final double begin;
    private final double end;
    private final List<List<WorkedShard>> regions;
    private final int megabytes;
    private final List<Double> dispatches;

    /**
     * @param index of the interval
     * @param interval seconds
     * @param regions all shards of all intervals, by region
     * @param megabytes of the function
     * @param dispatches how long the dispatch of each region took, in seconds
     */
    IntervalFigures(
            int index, double interval, List<List<WorkedShard>> regions, int megabytes, List<Double> dispatches) {
        this.index = index;
        this.begin = index * interval;
        this.end = begin + interval;
        this.regions = regions;
        this.megabytes = megabytes;
        this.dispatches = dispatches;
    }

    IntervalRow row() {
        List<WorkedShard> own = ofTheInterval();
        double[] waited = own.stream().mapToDouble(WorkedShard::waited).sorted().toArray();
        double billed = own.stream().mapToDouble(WorkedShard::billed).sum()
                + dispatches.stream().mapToDouble(Double::doubleValue).sum();
        int[] writes = endedBySecond();
        return new IntervalRow(
                own.size() + regions.size(),
                (int) own.stream().filter(WorkedShard::isCold).count(),
                regions.stream()
                        .mapToInt(region -> mostAtOnce(region.stream()))
                        .max()
                        .orElse(0),
                mostAtOnce(regions.stream().flatMap(List::stream)),
                rounded(percentile(waited, MEDIAN), 2),
                rounded(percentile(waited, HIGH), 2),
                rounded(percentile(waited, 100), 2),
                rounded(own.stream().mapToDouble(WorkedShard::age).max().orElse(0), 1),
                rounded(ends(own).max().orElse(begin) - begin, 1),
                ends(own).filter(probe -> probe > end).count(),
                IntStream.of(writes).max().orElse(0),
                rounded(billed * megabytes / MEGABYTES_A_GB, 1));
    }

    /** @return about a dozen moments, the same time apart */
    List<Moment> moments() {
        int seconds = (int) (end - begin);
        int step = Math.max(1, Math.ceilDiv(seconds, MOST_MOMENTS));
        int[] ended = endedBySecond();
        List<Moment> moments = new ArrayList<>();
        for (int second = 0; second < seconds; second += step) {
            double at = begin + second;
            double[] waits = all().filter(shard -> shard.visible() <= at && at < shard.started())
                    .mapToDouble(shard -> at - shard.visible())
                    .toArray();
            int probes = IntStream.of(ended).skip(second).limit(step).sum();
            moments.add(new Moment(
                    second,
                    waits.length,
                    rounded(Arrays.stream(waits).max().orElse(0), 2),
                    (int) all().filter(shard -> shard.started() <= at && at < shard.ended())
                            .count(),
                    rounded((double) probes / Math.min(step, seconds - second), 0)));
        }
        return moments;
    }

    private Stream<WorkedShard> all() {
        return regions.stream().flatMap(List::stream);
    }

    private List<WorkedShard> ofTheInterval() {
        return all().filter(shard -> shard.interval() == index).toList();
    }

    private static DoubleStream ends(List<WorkedShard> shards) {
        return shards.stream().flatMapToDouble(WorkedShard::probesEnded);
    }

    /** Probes of every run that end in each second of this interval. */
    private int[] endedBySecond() {
        int[] seconds = new int[(int) Math.ceil(end - begin)];
        all().flatMapToDouble(WorkedShard::probesEnded)
                .filter(probe -> probe >= begin && probe < end)
                .forEach(probe -> seconds[(int) (probe - begin)]++);
        return seconds;
    }

    /** An invocation that ends at the instant at which another starts is not at once with it. */
    private int mostAtOnce(Stream<WorkedShard> shards) {
        List<double[]> changes = shards.filter(shard -> shard.ended() > begin && shard.started() < end)
                .flatMap(shard -> Stream.of(new double[] {shard.started(), 1}, new double[] {shard.ended(), -1}))
                .sorted((one, other) ->
                        one[0] == other[0] ? Double.compare(one[1], other[1]) : Double.compare(one[0], other[0]))
                .toList();
        int now = 0;
        int most = 0;
        for (double[] change : changes) {
            now += (int) change[1];
            most = change[0] < end ? Math.max(most, now) : most;
        }
        return most;
    }

    /** By the nearest rank; 0 where there is none. */
    private static double percentile(double[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[Math.max(1, Math.ceilDiv(percent * sorted.length, 100)) - 1];
    }

    private static BigDecimal rounded(double value, int decimals) {
        return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    }
}
