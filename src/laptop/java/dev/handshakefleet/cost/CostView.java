package dev.handshakefleet.cost;

import dev.handshakefleet.report.Paint;
import dev.handshakefleet.report.Screen;
import dev.handshakefleet.report.Table;
import dev.handshakefleet.report.Table.Column;
import dev.handshakefleet.verdict.Severity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows a report as tables, and sentences as wide as the screen: 80 columns where that has no width. */
final class CostView {

    private static final int USUAL_WIDTH = 80;
    private static final String ALL = "all";
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal SMALL = BigDecimal.valueOf(100);

    private final CostReport report;
    private final Screen screen;
    private final Paint paint;

    CostView(CostReport report, Screen screen) {
        int width = screen.width();
        this.report = report;
        this.screen = Screen.of(screen.paint(), width == Screen.UNBOUNDED ? USUAL_WIDTH : width);
        this.paint = screen.paint();
    }

    /** @return the lines, without line ends */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.addAll(sentence(
                "",
                count(BigDecimal.valueOf(report.targets())) + " targets, " + report.regions()
                        + (report.regions() == 1 ? " region, " : " regions, ") + "every " + report.rate() + ": "
                        + count(report.runs()) + " runs and " + count(report.probes()) + " probes a month"));
        lines.addAll(sentence(
                "",
                "Runtime " + report.runtime() + " (" + report.memoryMegabytes() + " MB); prices of "
                        + report.priceRegion() + " in " + report.currency() + "; 730 h a month"));
        lines.add("");
        Table bill = table(report.freeTierSubtracted() ? "billed" : "quantity");
        report.parts().forEach(row -> add(bill, row));
        bill.add(ALL, "", "", money(report.total()));
        lines.addAll(bill.lines(screen));
        lines.add("");
        Table canaries = table("runs");
        report.canaries().forEach(row -> add(canaries, row));
        lines.add(paint.bold("The same checks as canaries of CloudWatch Synthetics, their runs alone"));
        lines.addAll(canaries.lines(screen));
        lines.add("");
        report.warnings()
                .forEach(warning -> lines.addAll(sentence("! ", warning).stream()
                        .map(line -> paint.severity(Severity.WARNING, line))
                        .toList()));
        report.assumptions().forEach(assumption -> lines.addAll(sentence("- ", assumption)));
        return lines;
    }

    /** @return two decimals, with commas */
    static String money(BigDecimal amount) {
        return String.format(Locale.ROOT, "%,.2f", amount.setScale(2, RoundingMode.HALF_UP));
    }

    /** Further lines of it are as far to the right as the first. */
    private List<String> sentence(String mark, String text) {
        return screen.sentence(mark, " ".repeat(mark.length()), text);
    }

    private Table table(String quantity) {
        return new Table(
                Column.left("part").colouredBy(part -> part.equals(ALL) ? paint.bold(part) : part),
                Column.right(quantity),
                Column.right("price"),
                Column.right(report.currency()));
    }

    private static void add(Table table, CostRow row) {
        table.add(row.part(), count(row.quantity()), price(row), money(row.cost()));
    }

    /** Large quantities are whole, small ones have two decimals where they are not. */
    private static String count(BigDecimal quantity) {
        boolean isWhole =
                quantity.compareTo(SMALL) >= 0 || quantity.stripTrailingZeros().scale() <= 0;
        return String.format(Locale.ROOT, isWhole ? "%,.0f" : "%,.2f", quantity);
    }

    private static String price(CostRow row) {
        BigDecimal written = row.price().stripTrailingZeros();
        String amount = written.setScale(Math.max(2, written.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
        if (row.per().compareTo(BigDecimal.ONE) == 0) {
            return amount;
        }
        return amount + "/"
                + (row.per().compareTo(MILLION) == 0
                        ? "M"
                        : row.per().remainder(THOUSAND).signum() == 0
                                ? row.per().divide(THOUSAND).toBigInteger() + "k"
                                : row.per().toPlainString());
    }
}
