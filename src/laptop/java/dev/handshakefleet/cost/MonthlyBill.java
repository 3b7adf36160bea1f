package dev.handshakefleet.cost;

import dev.handshakefleet.cost.TemplateFacts.Architecture;
import dev.handshakefleet.cost.TemplateFacts.FunctionRuntime;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bill of a fleet whose invocations were counted elsewhere and not estimated. Everything else is counted as {@code ./fleet cost} does.
 *
 * @param priceRegion whose prices all regions are taken to have
 * @param currency of all costs
 * @param pricesCompiled the day on which the price list was put together
 * @param parts of the bill
 * @param total of the parts
 */
public record MonthlyBill(
        String priceRegion, String currency, LocalDate pricesCompiled, List<CostRow> parts, BigDecimal total) {

    public MonthlyBill {
        parts = List.copyOf(parts);
    }

    /**
     * A fleet of targets with one address each, of native functions on ARM64.
     *
     * @param targets of each run
     * @param regions that probe
     * @param rate how often each of them runs
     */
    public record Fleet(int targets, int regions, Duration rate) {}

    /**
     * What was counted, of all regions, in a month of 730 hours.
     *
     * @param invocations of the function
     * @param gigabyteSeconds of them
     * @param queueRequests to SQS
     */
    public record Counted(BigDecimal invocations, BigDecimal gigabyteSeconds, BigDecimal queueRequests) {}

    /** @throws dev.handshakefleet.base.BadInputException for a region that the price list that is built in does not have */
    public static void requireRegion(String priceRegion) {
        PriceList _ = PriceList.of(Optional.empty(), priceRegion);
    }

    /**
     * @param priceRegion one of the price list that is built in
     * @throws dev.handshakefleet.base.BadInputException for another one
     */
    public static MonthlyBill of(Fleet fleet, Counted counted, String priceRegion) {
        Workload work = new Workload(
                new Workload.Load(fleet.targets(), fleet.targets(), fleet.targets(), 0, 0),
                fleet.regions(),
                fleet.rate(),
                new Workload.Pace(
                        Duration.ofMillis(1),
                        Duration.ofNanos(1),
                        Duration.ZERO,
                        1,
                        FunctionRuntime.NATIVE,
                        Architecture.ARM64),
                new Workload.Kept(TemplateFacts.RETENTION_DAYS, TemplateFacts.LOG_RETENTION_DAYS));
        Map<PriceItem, BigDecimal> usage = new CostModel(work).usage();
        usage.put(PriceItem.LAMBDA_REQUEST, counted.invocations());
        usage.put(PriceItem.LAMBDA_GB_SECOND_ARM64, counted.gigabyteSeconds());
        usage.put(PriceItem.QUEUE_REQUEST, counted.queueRequests());
        usage.put(
                PriceItem.ALARM,
                BigDecimal.valueOf((long) fleet.regions() * (TemplateFacts.ALARMS + TemplateFacts.ALARMS_OF_SHARDS)));
        PriceList prices = PriceList.of(Optional.empty(), priceRegion);
        List<CostRow> parts = new Bill(prices, false).rows(usage);
        return new MonthlyBill(prices.region(), prices.currency(), prices.compiled(), parts, Bill.total(parts));
    }
}
