package dev.handshakefleet.bench.history;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.bench.workbench.AwsCalls;
import dev.handshakefleet.bench.workbench.BenchContext;
import dev.handshakefleet.bench.workbench.Statistics;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.local.DynamoDbLocal;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.page.ReportFile;
import dev.handshakefleet.page.model.FleetWatch;
import dev.handshakefleet.rollup.Rollup;
import dev.handshakefleet.rollup.RollupMaker;
import dev.handshakefleet.rollup.RollupProgressStore;
import dev.handshakefleet.rollup.RollupStore;
import dev.handshakefleet.rollup.Span;
import dev.handshakefleet.rollup.WindowReader;
import dev.handshakefleet.rollup.WindowRollup;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Thirty days of a run every minute in five regions (216,000 measurements) of one target: read from measurements alone, rolled up, and
 * read from rollups; and the report of 1,000 targets over seven days of a run every five minutes in three regions, at noon UTC, with a
 * view of its own for 100 of them. DynamoDB Local runs on the same machine.
 */
public final class HistoryBenchmark {

    /** The row of making the rollups. */
    public static final String MAKING = "making the rollups";

    /** The row of the report, where nothing was left out for a quick look. */
    public static final String REPORT = "report of 1000 targets over 7 days";

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON.plus(Duration.ofMinutes(20)), ZoneOffset.UTC);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration KEPT = Duration.ofDays(36_500);
    private static final int DAYS = 30;
    private static final int TARGETS = 1_000;
    private static final int LEAST_TARGETS = 10;
    private static final int DETAILS = 100;
    private static final int RUNS_OF_THE_OVERVIEW = 40;
    private static final List<String> FIVE =
            List.of("eu-west-1", "us-east-1", "ap-southeast-2", "sa-east-1", "af-south-1");
    private static final List<String> THREE = FIVE.subList(0, 3);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final String TARGET = "shop.example:443";
    private static final double MIB = 1024 * 1024;

    private final BenchContext bench;
    private final InventedMeasurements invented = new InventedMeasurements();
    private final AwsCalls calls = new AwsCalls();

    /** @param bench the common context */
    public HistoryBenchmark(BenchContext bench) {
        this.bench = bench;
    }

    /** @return how many steps are told, about */
    public static int steps(int rounds) {
        return 5 + 3 * rounds;
    }

    /** @throws IOException when DynamoDB Local cannot be used, or the report not written */
    public List<HistoryRow> run() throws IOException {
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.inMemory();
                DynamoDbClient client = client(dynamoDb)) {
            LocalTables.create(client);
            List<HistoryRow> rows = new ArrayList<>(ofOneTarget(client));
            rows.add(ofTheReport(client));
            return rows;
        } catch (StoreUnavailableException unavailable) {
            throw new IOException(unavailable.getMessage(), unavailable);
        }
    }

    private List<HistoryRow> ofOneTarget(DynamoDbClient client) throws IOException, StoreUnavailableException {
        int days = Math.max(2, bench.count(DAYS));
        Instant end = NOON.truncatedTo(ChronoUnit.DAYS);
        Instant begin = end.minus(DAY.multipliedBy(days));
        MeasurementStore store = new MeasurementStore(client, LocalTables.MEASUREMENTS, KEPT);
        RollupStore rollups = new RollupStore(client, LocalTables.MEASUREMENTS, KEPT);
        WindowReader reader = new WindowReader(store, rollups);
        bench.reportStep("history: storing %d days of one target".formatted(days));
        for (Instant day = begin; day.isBefore(end); day = day.plus(DAY)) {
            store(store, invented.every(MINUTE, TARGET, day, day.plus(DAY), FIVE));
        }
        int all = days * 24 * 60 * FIVE.size();
        Instant last = end.minusMillis(1);
        HistoryRow before = median(
                "history of %d days, from measurements".formatted(days),
                all,
                () -> reader.readMeasurements(TARGET, begin, last, _ -> {}));
        bench.reportStep("history: making rollups");
        RollupMaker maker =
                new RollupMaker(reader, rollups, new RollupProgressStore(client, LocalTables.STATE), MINUTE, CLOCK);
        HistoryRow making = taken(
                MAKING,
                all,
                () -> maker.make(List.of(TARGET), Optional.of(begin), Deadline.in(Duration.ofMinutes(10))));
        HistoryRow after = median(
                "history of %d days, from rollups".formatted(days),
                all,
                () -> reader.read(TARGET, begin, last, _ -> {}));
        return List.of(before, making, after);
    }

    private HistoryRow ofTheReport(DynamoDbClient client) throws IOException, StoreUnavailableException {
        int targets = Math.max(LEAST_TARGETS, bench.count(TARGETS));
        List<String> hosts = IntStream.range(0, targets)
                .mapToObj("host-%04d.example"::formatted)
                .toList();
        bench.reportStep("history: storing a week of %d targets".formatted(targets));
        storeWeek(client, hosts);
        Fleet fleet = new FleetBuilder(
                        FleetSettings.of(Map.of(
                                "AWS_REGION",
                                "eu-west-1",
                                "FLEET_MEASUREMENTS_TABLE",
                                LocalTables.MEASUREMENTS,
                                "FLEET_STATE_TABLE",
                                LocalTables.STATE,
                                "FLEET_TARGETS",
                                String.join(",", hosts))),
                        CLOCK)
                .dynamoDb(client)
                .build();
        Path file = Files.createTempFile("report", ".html");
        try {
            return median(
                    "report of %d targets over 7 days".formatted(targets),
                    targets * THREE.size() * 7 * 24 * 12,
                    () -> ReportFile.write(
                            new FleetWatch(fleet, fleet::scheduledTargets, CLOCK),
                            Optional.empty(),
                            "the bench",
                            Duration.ofDays(7),
                            DETAILS,
                            file));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Days as rollups, and as measurements what the report reads of today: the newest runs, and since midnight where there is a view. */
    private void storeWeek(DynamoDbClient client, List<String> hosts) throws StoreUnavailableException {
        MeasurementStore store = new MeasurementStore(client, LocalTables.MEASUREMENTS, KEPT);
        RollupStore rollups = new RollupStore(client, LocalTables.MEASUREMENTS, KEPT);
        Instant today = NOON.truncatedTo(ChronoUnit.DAYS);
        for (int back = 1; back <= 7; back++) {
            Instant day = today.minus(DAY.multipliedBy(back));
            Span span = Span.Level.DAY.of(day);
            WindowRollup ofDay = WindowRollup.of(invented.every(FIVE_MINUTES, TARGET, day, day.plus(DAY), THREE));
            for (String host : hosts) {
                rollups.add(new Rollup(host + ":443", span, ofDay.regions()));
            }
        }
        List<Measurement> waiting = new ArrayList<>();
        for (String host : hosts) {
            boolean hasView = hosts.indexOf(host) < DETAILS;
            Instant from = hasView ? today : NOON.minus(FIVE_MINUTES.multipliedBy(RUNS_OF_THE_OVERVIEW));
            waiting.addAll(invented.every(FIVE_MINUTES, host + ":443", from, NOON, THREE));
            if (hasView) {
                THREE.forEach(region -> waiting.add(invented.failed(host + ":443", NOON, region)));
            }
            if (waiting.size() > 5_000) {
                store(store, waiting);
                waiting.clear();
            }
        }
        store(store, waiting);
    }

    private static void store(MeasurementStore store, List<Measurement> measurements) throws StoreUnavailableException {
        Optional<String> reason = store.store(measurements).reason();
        if (reason.isPresent()) {
            throw new StoreUnavailableException("Not every measurement was stored: " + reason.get());
        }
    }

    /** What is measured. */
    @FunctionalInterface
    private interface Work {
        Object run() throws StoreUnavailableException;
    }

    private HistoryRow median(String what, int measurements, Work work) throws StoreUnavailableException {
        List<HistoryRow> rows = new ArrayList<>();
        for (int round = 1; round <= bench.rounds(); round++) {
            bench.reportStep("history: round %d of %d, %s".formatted(round, bench.rounds(), what));
            rows.add(taken(what, measurements, work));
        }
        HistoryRow last = rows.getLast();
        return new HistoryRow(
                what,
                measurements,
                Statistics.rounded(median(rows, HistoryRow::seconds), 2),
                last.readUnits(),
                last.writeUnits(),
                Statistics.rounded(median(rows, HistoryRow::peakMib), 0));
    }

    private static double median(List<HistoryRow> rows, Function<HistoryRow, BigDecimal> figure) {
        return Statistics.median(
                rows.stream().map(figure).map(BigDecimal::doubleValue).toList());
    }

    private HistoryRow taken(String what, int measurements, Work work) throws StoreUnavailableException {
        calls.take();
        System.gc();
        double before = heap(MemoryPoolMXBean::getUsage);
        pools().forEach(MemoryPoolMXBean::resetPeakUsage);
        long nanos = System.nanoTime();
        Object _ = work.run();
        double seconds = (System.nanoTime() - nanos) / 1e9;
        double peak = heap(MemoryPoolMXBean::getPeakUsage) - before;
        Map<Boolean, Double> units = calls.take().stream()
                .collect(Collectors.partitioningBy(
                        call -> call.kind().startsWith("Put") || call.kind().contains("Write"),
                        Collectors.summingDouble(AwsCalls.Counted::units)));
        return new HistoryRow(
                what,
                measurements,
                Statistics.rounded(seconds, 2),
                Statistics.rounded(units.get(false), 0),
                Statistics.rounded(units.get(true), 0),
                Statistics.rounded(peak / MIB, 0));
    }

    private static double heap(Function<MemoryPoolMXBean, MemoryUsage> usage) {
        return pools().stream()
                .mapToDouble(pool -> (double) usage.apply(pool).getUsed())
                .sum();
    }

    private static List<MemoryPoolMXBean> pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private DynamoDbClient client(DynamoDbLocal dynamoDb) {
        return DynamoDbClient.builder()
                .endpointOverride(dynamoDb.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .overrideConfiguration(configuration -> configuration.addExecutionInterceptor(calls))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
