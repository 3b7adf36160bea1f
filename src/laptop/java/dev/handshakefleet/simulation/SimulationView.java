package dev.handshakefleet.simulation;

import dev.handshakefleet.cost.CostRow;
import dev.handshakefleet.report.Screen;
import dev.handshakefleet.report.Table;
import dev.handshakefleet.report.Table.Column;
import dev.handshakefleet.verdict.Severity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Shows a report as tables, and sentences as wide as the screen: 80 columns where that has no width. */
final class SimulationView {

    private static final int USUAL_WIDTH = 80;

    private final SimulationReport report;
    private final Screen screen;

    SimulationView(SimulationReport report, Screen screen) {
        int width = screen.width();
        this.report = report;
        this.screen = Screen.of(screen.paint(), width == Screen.UNBOUNDED ? USUAL_WIDTH : width);
    }

    /** @return the lines, without line ends */
    List<String> lines() {
        List<String> lines = new ArrayList<>(sentence(
                "",
                "A simulation, not AWS: %s targets in each of %s, every %s, seed %d"
                        .formatted(
                                number(report.targets()),
                                report.regions() == 1 ? "1 region" : report.regions() + " regions",
                                report.interval(),
                                report.seed())));
        lines.addAll(sentence(
                "",
                "%s a run and region; an invocation handles %s targets a second"
                        .formatted(
                                report.shardsARun() == 1 ? "1 shard" : number(report.shardsARun()) + " shards",
                                report.pace().toPlainString())));
        lines.add("");
        lines.addAll(intervals().lines(screen));
        lines.add("");
        lines.add(screen.paint().bold("Through the last interval, all regions"));
        lines.addAll(moments().lines(screen));
        lines.add("");
        lines.add(screen.paint()
                .bold("A month of such intervals, " + report.bill().currency() + ", prices of "
                        + report.bill().priceRegion()));
        lines.addAll(bill().lines(screen));
        lines.add("");
        report.warnings()
                .forEach(warning -> lines.addAll(sentence("! ", warning).stream()
                        .map(line -> screen.paint().severity(Severity.WARNING, line))
                        .toList()));
        report.assumptions().forEach(assumption -> lines.addAll(sentence("- ", assumption)));
        return lines;
    }

    private Table intervals() {
        Table table =
                new Table(Column.left("an interval, all regions"), Column.right("the first"), Column.right("the last"));
        row(table, "invocations", row -> number(row.invocations()));
        row(table, "of them cold starts", row -> number(row.coldStarts()));
        row(table, "most at once in one region", row -> number(row.mostAtOnceOfARegion()));
        row(table, "most at once in all regions", row -> number(row.mostAtOnce()));
        row(table, "a message waited, s, p50", row -> plain(row.waitedP50Seconds()));
        row(table, "a message waited, s, p99", row -> plain(row.waitedP99Seconds()));
        row(table, "a message waited, s, most", row -> plain(row.waitedMostSeconds()));
        row(table, "oldest message when deleted, s", row -> plain(row.oldestSeconds()));
        row(table, "last probe ended after, s", row -> plain(row.lastProbeSeconds()));
        row(table, "probes that ended in the next interval", row -> number((double) row.lateProbes()));
        row(table, "most measurements stored in a second", row -> number(row.mostWritesASecond()));
        row(table, "Lambda, GB-seconds", row -> number(row.gigabyteSeconds().doubleValue()));
        return table;
    }

    private void row(Table table, String what, Function<IntervalRow, String> number) {
        table.add(what, number.apply(report.first()), number.apply(report.last()));
    }

    private Table moments() {
        Table table = new Table(
                Column.right("second"),
                Column.right("messages waiting"),
                Column.right("oldest, s"),
                Column.right("at once"),
                Column.right("probes/s"));
        report.moments()
                .forEach(moment -> table.add(
                        number(moment.second()),
                        number(moment.waiting()),
                        plain(moment.oldestSeconds()),
                        number(moment.atOnce()),
                        number(moment.probesASecond().doubleValue())));
        return table;
    }

    private Table bill() {
        Table table = new Table(
                Column.left("part"),
                Column.right("quantity"),
                Column.right(report.bill().currency()));
        for (CostRow part : report.bill().parts()) {
            table.add(part.part(), number(part.quantity().doubleValue()), money(part.cost()));
        }
        table.add("all", "", money(report.bill().total()));
        return table;
    }

    private List<String> sentence(String mark, String text) {
        return screen.sentence(mark, " ".repeat(mark.length()), text);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String plain(BigDecimal value) {
        return value.toPlainString();
    }

    private static String money(BigDecimal amount) {
        return String.format(Locale.ROOT, "%,.2f", amount.setScale(2, RoundingMode.HALF_UP));
    }
}
