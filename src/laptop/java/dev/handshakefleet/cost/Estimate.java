package dev.handshakefleet.cost;

import dev.handshakefleet.rollup.RollupMaker;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the report of a workload. Pure. */
final class Estimate {

    private static final int TARGETS_OF_A_LARGE_CANARY = 10;

    private final Workload work;
    private final PriceList prices;
    private final boolean freeTier;
    private final int addresses;

    /** @param addresses taken for a target that probes all of its addresses */
    Estimate(Workload work, PriceList prices, boolean freeTier, int addresses) {
        this.work = work;
        this.prices = prices;
        this.freeTier = freeTier;
        this.addresses = addresses;
    }

    CostReport report() {
        CostModel model = new CostModel(work);
        Bill bill = new Bill(prices, freeTier);
        List<CostRow> parts = bill.rows(model.usage());
        List<CostRow> canaries = List.of(
                bill.row("one target a canary", PriceItem.CANARY_RUN, model.canaryRuns(1)),
                bill.row(
                        "ten targets, steps of one run",
                        PriceItem.CANARY_RUN,
                        model.canaryRuns(TARGETS_OF_A_LARGE_CANARY)));
        BigDecimal full = Bill.total(new Bill(prices, false).rows(model.usage()));
        BigDecimal reduced = Bill.total(new Bill(prices, true).rows(model.usage()));
        return new CostReport(
                work.load().targets(),
                work.regions(),
                work.rate(),
                work.load().probes(),
                model.runs().setScale(0, RoundingMode.HALF_UP),
                model.probes().setScale(0, RoundingMode.HALF_UP),
                work.timeOfARun(),
                work.timeOfAnInvocation(),
                work.shards(),
                work.pace().runtime().parameter(),
                work.pace().runtime().megabytes(),
                prices.region(),
                prices.currency(),
                prices.compiled(),
                freeTier,
                parts,
                Bill.total(parts),
                full.subtract(reduced),
                canaries,
                warnings(),
                assumptions(
                        full.subtract(reduced),
                        Stream.concat(parts.stream(), canaries.stream()).toList()));
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        Duration invocation = work.timeOfAnInvocation();
        if (invocation.compareTo(TemplateFacts.TIMEOUT) > 0) {
            warnings.add("An invocation of " + seconds(invocation) + " is longer than the function may take ("
                    + seconds(TemplateFacts.TIMEOUT) + "), so targets would not be probed. Raise the concurrency.");
        }
        if (work.isBoundByCpu() && !work.isSlowedDown()) {
            warnings.add("The processor sets the pace, so more concurrency makes it no faster.");
        }
        return warnings;
    }

    private List<String> assumptions(BigDecimal saving, List<CostRow> rows) {
        List<String> lines = new ArrayList<>();
        if (work.isSpread()) {
            lines.add("A run of more than " + seconds(ShardPlan.LONGEST_INLINE) + " is spread: "
                    + number(work.shards(), "invocation") + " of up to "
                    + number(Math.ceilDiv(work.load().targets(), work.shards()), "target")
                    + ", and one that sends them to the queue. " + shardConcurrency());
        }
        lines.add(seconds(work.timeOfAnInvocation()) + " of Lambda "
                + (work.isSpread() ? "an invocation: " : "a run: ")
                + pace() + ", and " + seconds(work.pace().overhead())
                + " for catalog, alerts and storing (--overhead).");
        if (work.load().probes() != work.load().targets()) {
            lines.add("A target that probes all of its addresses has " + addresses + " (--addresses).");
        }
        lines.add("A measurement is one write unit (a test holds the largest to it), and "
                + CostModel.BYTES_KEPT_A_MEASUREMENT + " bytes for "
                + number(work.kept().measurementDays(), "day") + " (--retention-days).");
        lines.add(CostModel.TROUBLED_PERCENT + " % of the targets are in trouble: " + CostModel.WRITE_UNITS_OF_TROUBLE
                + " more write units each in a run. " + CostModel.NOTICES_A_TARGET + " notices a target, by email.");
        lines.add("Rollups take at most " + RollupMaker.MOST_OF_BOTH
                + " % more write units than the measurements, which are read once more for them, and are kept for "
                + number(TemplateFacts.ROLLUP_RETENTION_DAYS, "day") + ".");
        lines.add("Each run writes that it ran, one write unit; the home region reads it of all regions.");
        if (work.isSpread()) {
            lines.add("SQS: Lambda asks for messages all the time, with " + CostModel.RECEIVERS
                    + " receivers a region every " + CostModel.SECONDS_A_RECEIVE + " s where there are none.");
        }
        lines.add(
                "Sent: 3 KB a handshake, 1 KB more with HTTP, 1.5 KB a measurement to the home region. What is received is free.");
        lines.add("All regions have the prices of " + prices.region()
                + ". Not counted: NAT gateways, keys of KMS, X-Ray, taxes;"
                + " and of canaries their Lambda, logs and S3, which come on top of a run.");
        lines.add(
                freeTier
                        ? "The free tiers of an account without other use are subtracted."
                        : "Free tiers are not subtracted; in an account without other use they are worth up to "
                                + CostView.money(saving) + " " + prices.currency() + " (--free-tier).");
        Set<String> notes = new LinkedHashSet<>();
        rows.forEach(row -> row.note().ifPresent(note -> notes.add(row.unit() + ": " + note + ".")));
        lines.addAll(notes);
        long dated = rows.stream().filter(row -> row.seen().isPresent()).count();
        lines.add("List prices put together on " + prices.compiled() + "; " + dated + " of these " + rows.size()
                + " rows are of a price list of AWS with its day, the others as AWS's price pages are quoted. Check them;"
                + " --prices takes others, and --json has source and day of each.");
        return lines;
    }

    private String shardConcurrency() {
        double atOnce = work.invocationsAtOnce();
        String needed = "%.0f are under way at once in a region: ".formatted(Math.ceil(atOnce));
        return TemplateFacts.SHARD_CONCURRENCIES.stream()
                .filter(value -> value >= atOnce)
                .findFirst()
                .map(value -> needed + "ShardConcurrency=" + value + " or more.")
                .orElse(needed + "more than ShardConcurrency allows, so raise the concurrency.");
    }

    private String pace() {
        Workload.Pace pace = work.pace();
        if (work.isSlowedDown()) {
            return number(work.probesOfAnInvocation(), "probe") + ", started one after the other over their part of the"
                    + " interval, the last of " + seconds(pace.probeTime()) + " (--concurrency, --probe-time)";
        }
        return work.isBoundByCpu()
                ? number(work.probesOfAnInvocation(), "probe") + " of " + seconds(pace.cpuTime())
                        + " (--cpu-time) on the "
                        + CostView.money(BigDecimal.valueOf(pace.runtime().processors()))
                        + " processors of " + pace.runtime().megabytes() + " MB"
                : number(work.rounds(), "round") + " of " + pace.concurrency() + " probes of "
                        + seconds(pace.probeTime()) + " (--concurrency, --probe-time)";
    }

    private static String seconds(Duration duration) {
        return new BigDecimal(duration.toMillis())
                        .movePointLeft(3)
                        .stripTrailingZeros()
                        .toPlainString()
                + " s";
    }

    private static String number(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
