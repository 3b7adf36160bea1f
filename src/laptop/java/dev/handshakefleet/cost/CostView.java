package dev.handshakefleet.cost;

import dev.handshakefleet.report.Table;
import dev.handshakefleet.report.Table.Column;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows a report as tables of at most 80 columns. */
final class CostView {

    private static final int WIDTH = 80;
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal SMALL = BigDecimal.valueOf(100);

    private final CostReport report;

    CostView(CostReport report) {
        this.report = report;
    }

    /** @return the lines, without line ends */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.addAll(wrapped(
                "",
                count(BigDecimal.valueOf(report.targets())) + " targets, " + report.regions()
                        + (report.regions() == 1 ? " region, " : " regions, ") + "every " + report.rate() + ": "
                        + count(report.runs()) + " runs and " + count(report.probes()) + " probes a month"));
        lines.addAll(wrapped(
                "",
                "Runtime " + report.runtime() + " (" + report.memoryMegabytes() + " MB); prices of "
                        + report.priceRegion() + " in " + report.currency() + "; 730 h a month"));
        lines.add("");
        Table bill = table(report.freeTierSubtracted() ? "billed" : "quantity");
        report.parts().forEach(row -> add(bill, row));
        bill.add("all", "", "", money(report.total()));
        lines.addAll(bill.lines());
        lines.add("");
        Table canaries = table("runs");
        report.canaries().forEach(row -> add(canaries, row));
        lines.add("The same checks as canaries of CloudWatch Synthetics, their runs alone");
        lines.addAll(canaries.lines());
        lines.add("");
        report.warnings().forEach(warning -> lines.addAll(wrapped("! ", warning)));
        report.assumptions().forEach(assumption -> lines.addAll(wrapped("- ", assumption)));
        return lines;
    }

    /** @return two decimals, with commas */
    static String money(BigDecimal amount) {
        return String.format(Locale.ROOT, "%,.2f", amount.setScale(2, RoundingMode.HALF_UP));
    }

    private Table table(String quantity) {
        return new Table(
                Column.left("part"), Column.right(quantity), Column.right("price"), Column.right(report.currency()));
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

    private static List<String> wrapped(String mark, String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(mark);
        for (String word : text.split(" ", -1)) {
            boolean isEmpty = line.length() == mark.length();
            if (!isEmpty && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(mark.length()));
                isEmpty = true;
            }
            line.append(isEmpty ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
