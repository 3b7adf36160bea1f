package dev.handshakefleet.cost;

import dev.handshakefleet.cost.TemplateFacts.Architecture;
import dev.handshakefleet.rollup.RollupMaker;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How much of everything a fleet uses in a month of 730 hours (docs/cost.md). Pure. */
public final class CostModel {

    /** One write unit: a test of {@code MeasurementStore} holds the largest measurements to it. */
    public static final int WRITE_UNITS_A_MEASUREMENT = 1;

    /** Of a usual measurement, with the 100 that DynamoDB adds to an item; a test holds it. An item is at most 1 KB. */
    public static final int BYTES_KEPT_A_MEASUREMENT = 500;

    /** Of a hundred targets, how many are in trouble at any time. */
    static final int TROUBLED_PERCENT = (int) (100 * TemplateFacts.TROUBLED_SHARE);

    /** For the alert states of a target in trouble, in each run and region. */
    static final int WRITE_UNITS_OF_TROUBLE = 2;

    /** Of each run and region: the record that it has run. */
    static final int WRITE_UNITS_OF_A_RECORD = 1;

    /** A rollup of one write unit is at most 1 KB. */
    static final int BYTES_KEPT_A_WRITE_UNIT_OF_ROLLUPS = 1_000;

    /** To make rollups each measurement is read once, and half a read unit is 4 KB. */
    static final int MEASUREMENTS_A_HALF_READ_UNIT = 8;

    /** Which version of the catalog is current. */
    static final int READ_UNITS_OF_A_POINTER = 1;

    /** Of a range of the catalog, for 1,000 targets; a test of the catalog prints it. */
    static final int READ_UNITS_OF_A_THOUSAND_TARGETS = 15;

    /** Of each run of the home region: the records of all regions, and for each its alert. */
    static final int READ_UNITS_OF_THE_RECORDS = 1;

    /** SQS takes and returns ten messages a request; Lambda receives and deletes each shard by itself. */
    static final int MESSAGES_A_REQUEST = 10;

    static final int REQUESTS_A_SHARD = 2;

    /** Lambda has at least this many receivers for a queue, each of which waits up to 20 s for a message. */
    static final int RECEIVERS = 5;

    static final int SECONDS_A_RECEIVE = 20;

    /** A month and target: a problem, and its end. */
    static final int NOTICES_A_TARGET = 2;

    /** ClientHello with a post-quantum key share, Finished, acknowledgements, headers of IP and TCP. */
    static final int BYTES_SENT_A_HANDSHAKE = 3_000;

    static final int BYTES_SENT_AN_EXCHANGE = 1_000;

    /** A measurement as JSON in a request to another region. */
    static final int BYTES_SENT_A_MEASUREMENT = 1_500;

    /** START, END and REPORT of Lambda, the line of the run, and that of its metrics. */
    static final int BYTES_LOGGED_A_RUN = 1_500;

    /** Its handshake in the metrics of the run, with a share of a line for each hundred of them. */
    static final int BYTES_LOGGED_A_PROBE = 10;

    private static final int HOURS_A_MONTH = 730;

    /** The home region makes rollups every hour. */
    private static final BigDecimal ROLLUP_RUNS = BigDecimal.valueOf(HOURS_A_MONTH);

    private static final BigDecimal SECONDS_A_MONTH = BigDecimal.valueOf(HOURS_A_MONTH * 3_600L);
    private static final BigDecimal DAYS_A_MONTH = new BigDecimal("30.42");
    private static final BigDecimal BYTES_A_GB = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal MEGABYTES_A_GB = BigDecimal.valueOf(1_024);
    private static final BigDecimal NANOS_A_SECOND = BigDecimal.valueOf(1_000_000_000);
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final MathContext PRECISION = MathContext.DECIMAL64;

    private final Workload work;

    CostModel(Workload work) {
        this.work = work;
    }

    /** @return of one region */
    BigDecimal runsOfARegion() {
        return SECONDS_A_MONTH.divide(seconds(work.rate()), PRECISION);
    }

    /** @return of all regions */
    BigDecimal runs() {
        return runsOfARegion().multiply(BigDecimal.valueOf(work.regions()));
    }

    /** @return of all regions */
    BigDecimal probes() {
        return runs().multiply(BigDecimal.valueOf(work.load().probes()));
    }

    /** @return the quantities of the fleet, for each item that its architecture uses */
    Map<PriceItem, BigDecimal> usage() {
        Map<PriceItem, BigDecimal> usage = new EnumMap<>(PriceItem.class);
        BigDecimal regions = BigDecimal.valueOf(work.regions());
        BigDecimal notices = count(NOTICES_A_TARGET).multiply(count(work.load().targets()));
        BigDecimal stored = gigabytes(probes(), BYTES_KEPT_A_MEASUREMENT)
                .multiply(months(work.kept().measurementDays()))
                .add(gigabytes(writeUnitsOfRollups(), BYTES_KEPT_A_WRITE_UNIT_OF_ROLLUPS)
                        .multiply(months(TemplateFacts.ROLLUP_RETENTION_DAYS)));
        BigDecimal logged = gigabytes(invocations(), BYTES_LOGGED_A_RUN).add(gigabytes(probes(), BYTES_LOGGED_A_PROBE));
        usage.put(PriceItem.LAMBDA_REQUEST, invocations());
        usage.put(
                work.pace().architecture() == Architecture.ARM64
                        ? PriceItem.LAMBDA_GB_SECOND_ARM64
                        : PriceItem.LAMBDA_GB_SECOND_X86_64,
                gigabyteSeconds());
        usage.put(PriceItem.WRITE_UNIT, writeUnits());
        usage.put(PriceItem.READ_UNIT, readUnits());
        usage.put(PriceItem.STORAGE, stored);
        usage.put(PriceItem.PITR, stored);
        usage.put(PriceItem.PUBLISH, notices);
        usage.put(PriceItem.EMAIL, notices);
        usage.put(PriceItem.QUEUE_REQUEST, queueRequests());
        usage.put(PriceItem.INVOCATION, runs().add(ROLLUP_RUNS));
        usage.put(PriceItem.LOG_INGESTED, logged);
        usage.put(PriceItem.LOG_STORED, logged.multiply(months(work.kept().logDays())));
        usage.put(PriceItem.METRIC, regions.multiply(metricsOfARegion()));
        usage.put(
                PriceItem.ALARM,
                regions.multiply(count(TemplateFacts.ALARMS + (work.isSpread() ? TemplateFacts.ALARMS_OF_SHARDS : 0))));
        usage.put(PriceItem.TRANSFER_INTERNET, sentToTargets());
        usage.put(PriceItem.TRANSFER_REGIONS, sentBetweenRegions());
        return usage;
    }

    /** @param targetsOfACanary whose checks are steps of one run */
    BigDecimal canaryRuns(int targetsOfACanary) {
        return runs().multiply(count(Math.ceilDiv(work.load().targets(), targetsOfACanary)));
    }

    private BigDecimal metricsOfARegion() {
        return count(TemplateFacts.METRICS
                + (long) TemplateFacts.TARGET_METRICS * work.load().ownMetrics());
    }

    private BigDecimal gigabyteSeconds() {
        BigDecimal gigabytes = count(work.pace().runtime().megabytes()).divide(MEGABYTES_A_GB, PRECISION);
        return runs().multiply(seconds(work.timeOfARun())).multiply(gigabytes);
    }

    /** A run that is spread has one that dispatches besides. Rollups are made by the same function. */
    private BigDecimal invocations() {
        return runs().multiply(count(work.shards() + (work.isSpread() ? 1 : 0))).add(ROLLUP_RUNS);
    }

    private BigDecimal writeUnitsOfMeasurements() {
        return probes().multiply(count(WRITE_UNITS_A_MEASUREMENT));
    }

    /** The most that they may be; a test of the rollups holds them to it for every schedule of the template. */
    private BigDecimal writeUnitsOfRollups() {
        return writeUnitsOfMeasurements()
                .multiply(count(RollupMaker.MOST_OF_BOTH))
                .divide(HUNDRED, PRECISION);
    }

    /** What is given up is nothing where all is well. */
    private BigDecimal queueRequests() {
        if (!work.isSpread()) {
            return BigDecimal.ZERO;
        }
        BigDecimal receivesOfAQueue =
                SECONDS_A_MONTH.multiply(count(RECEIVERS)).divide(count(SECONDS_A_RECEIVE), PRECISION);
        BigDecimal receives =
                receivesOfAQueue.multiply(count((long) work.regions() * TemplateFacts.MAPPINGS_OF_SHARDS));
        long ofARun = Math.ceilDiv(work.shards(), MESSAGES_A_REQUEST) + REQUESTS_A_SHARD * work.shards();
        return receives.add(runs().multiply(count(ofARun)));
    }

    private BigDecimal writeUnits() {
        BigDecimal troubled =
                count(work.load().targets()).multiply(count(TROUBLED_PERCENT)).divide(HUNDRED, PRECISION);
        return writeUnitsOfMeasurements()
                .add(writeUnitsOfRollups())
                .add(runs().multiply(count(WRITE_UNITS_OF_A_RECORD)))
                .add(runs().multiply(troubled).multiply(count(WRITE_UNITS_OF_TROUBLE)));
    }

    /**
     * The alert state of each target and the catalog's current version; of a run that is spread, its range of the catalog by each shard;
     * of the home region, whether a region is silent; and of rollups, the measurements that they are made of.
     */
    private BigDecimal readUnits() {
        BigDecimal targets = count(work.load().targets());
        BigDecimal pointers = count(READ_UNITS_OF_A_POINTER * (work.shards() + (work.isSpread() ? 1 : 0)));
        BigDecimal ranges = work.isSpread()
                ? targets.multiply(count(READ_UNITS_OF_A_THOUSAND_TARGETS)).divide(THOUSAND, PRECISION)
                : BigDecimal.ZERO;
        BigDecimal ofARun = HALF.multiply(targets).add(pointers).add(ranges);
        BigDecimal silence = count(READ_UNITS_OF_THE_RECORDS).add(HALF.multiply(count(work.regions())));
        BigDecimal rolledUp = HALF.multiply(probes()).divide(count(MEASUREMENTS_A_HALF_READ_UNIT), PRECISION);
        return runs().multiply(ofARun).add(runsOfARegion().multiply(silence)).add(rolledUp);
    }

    private BigDecimal sentToTargets() {
        return gigabytes(runs().multiply(count(work.load().handshakes())), BYTES_SENT_A_HANDSHAKE)
                .add(gigabytes(runs().multiply(count(work.load().exchanges())), BYTES_SENT_AN_EXCHANGE));
    }

    /** The other regions send measurements to the home region. */
    private BigDecimal sentBetweenRegions() {
        BigDecimal others = runsOfARegion().multiply(count(work.regions() - 1L));
        BigDecimal bytes = count(work.load().probes()).multiply(count(BYTES_SENT_A_MEASUREMENT));
        return others.multiply(bytes).divide(BYTES_A_GB, PRECISION);
    }

    private static BigDecimal gigabytes(BigDecimal items, int bytes) {
        return items.multiply(count(bytes)).divide(BYTES_A_GB, PRECISION);
    }

    private static BigDecimal months(int days) {
        return count(days).divide(DAYS_A_MONTH, PRECISION);
    }

    private static BigDecimal seconds(Duration duration) {
        return new BigDecimal(duration.getSeconds())
                .add(count(duration.getNano()).divide(NANOS_A_SECOND, PRECISION));
    }

    private static BigDecimal count(long number) {
        return BigDecimal.valueOf(number);
    }
}
