package dev.handshakefleet.bench;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.bench.workbench.Machine;
import dev.handshakefleet.report.Table;
import dev.handshakefleet.report.Table.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows a report as plain tables, one a part. */
public final class BenchView {

    private static final String ABSENT = "-";
    private static final int LONGEST_PROBLEM = 200;
    private static final BigDecimal BUSY_PERCENT = BigDecimal.valueOf(50);

    private final BenchReport report;

    public BenchView(BenchReport report) {
        this.report = report;
    }

    /** @return the lines, without line ends */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(head());
        section(
                lines,
                "Truth: |reported − captured|, server held back by a relay",
                truth(),
                !report.truth().isEmpty());
        if (wereOtherProcessesBusy()) {
            lines.add(
                    "Other processes kept the CPUs busy: the values for 1 in flight are not those of an idle machine.");
        }
        section(
                lines,
                "Cost: CPU of the client's process a probe, 16 in flight",
                cost(),
                !report.cost().isEmpty());
        section(
                lines,
                "Rate: server and prober on the same CPUs",
                rates(),
                !report.rates().isEmpty());
        section(
                lines,
                "Memory: all probes waiting for the server at once",
                memory(),
                !report.memory().isEmpty());
        section(
                lines,
                "Cold: first handshake of a fresh JVM",
                cold(),
                !report.cold().isEmpty());
        section(
                lines,
                "Load: one invocation probes, stores and decides; the server answers 20 ms late",
                load(),
                !report.load().isEmpty());
        report.load()
                .forEach(row -> row.problems()
                        .forEach(problem -> lines.add("Not complete, " + row.targets() + " targets, DynamoDB "
                                + row.distanceMillis() + " ms away, "
                                + row.invocation().orElse(ABSENT) + ": " + SafeText.joined(problem, LONGEST_PROBLEM))));
        section(
                lines,
                "Calls to DynamoDB, and the units that it counted",
                calls(),
                !report.calls().isEmpty());
        section(
                lines,
                "History: reading back, with DynamoDB Local on the same machine",
                history(),
                !report.history().isEmpty());
        section(lines, "Goals", goals(), !report.goals().isEmpty());
        report.skipped().forEach(part -> lines.add("Skipped (" + part.part() + "): " + part.reason()));
        return lines;
    }

    private List<String> head() {
        Machine machine = report.machine();
        List<String> lines = new ArrayList<>();
        lines.add(report.startedAt() + ", "
                + (report.effort().rounds() == 1
                        ? "quick: one round"
                        : "medians of " + report.effort().rounds() + " rounds"));
        lines.add(machine.system() + ", " + machine.cpus() + " × " + machine.cpu() + ", load before "
                + machine.loadAtStart());
        lines.add(machine.java());
        machine.programs().forEach((program, version) -> lines.add(program + ": " + version));
        lines.add("Probed: " + report.server() + ", TLS 1.3, no resumption");
        return lines;
    }

    private static void section(List<String> lines, String title, Table table, boolean wanted) {
        if (wanted) {
            lines.add("");
            lines.add(title);
            lines.addAll(table.lines());
        }
    }

    /** A single probe mostly waits and cannot keep half of the CPUs busy. */
    private boolean wereOtherProcessesBusy() {
        return report.truth().stream()
                .anyMatch(row -> row.inFlight() == 1 && row.cpusBusyPercent().compareTo(BUSY_PERCENT) > 0);
    }

    private Table truth() {
        Table table = new Table(
                Column.left("time"),
                Column.right("in flight"),
                Column.left("client"),
                Column.left("clock"),
                Column.right("captured ms"),
                Column.right("bias µs"),
                Column.right("p50 µs"),
                Column.right("p90 µs"),
                Column.right("p99 µs"),
                Column.right("probes"),
                Column.right("unmatched"),
                Column.right("CPUs busy %"));
        report.truth()
                .forEach(row -> table.add(
                        row.time(),
                        text(row.inFlight()),
                        row.client(),
                        row.clock(),
                        text(row.capturedMillis()),
                        text(row.biasMicros()),
                        text(row.p50Micros()),
                        text(row.p90Micros()),
                        text(row.p99Micros()),
                        text(row.probes()),
                        text(row.unmatched()),
                        text(row.cpusBusyPercent())));
        return table;
    }

    private Table cost() {
        Table table = new Table(
                Column.left("key"),
                Column.left("client"),
                Column.left("offer"),
                Column.right("CPU ms"),
                Column.right("× blackbox"),
                Column.right("failed"));
        report.cost()
                .forEach(row -> table.add(
                        row.key(),
                        row.client(),
                        row.offer().orElse(ABSENT),
                        text(row.cpuMillis()),
                        text(row.ratio()),
                        text(row.failed())));
        return table;
    }

    private Table rates() {
        Table table = new Table(
                Column.left("client"),
                Column.right("in flight"),
                Column.right("probes/s"),
                Column.right("CPU ms"),
                Column.right("failed"));
        report.rates()
                .forEach(row -> table.add(
                        row.client(),
                        text(row.inFlight()),
                        text(row.probesPerSecond()),
                        text(row.cpuMillis()),
                        text(row.failed())));
        return table;
    }

    private Table memory() {
        Table table = new Table(
                Column.left("client"),
                Column.right("in flight"),
                Column.right("idle MiB"),
                Column.right("peak MiB"),
                Column.right("over idle MiB"),
                Column.right("of it live heap MiB"),
                Column.right("failed"));
        report.memory()
                .forEach(row -> table.add(
                        row.client(),
                        text(row.inFlight()),
                        text(row.idleMib()),
                        text(row.peakMib()),
                        text(row.overIdleMib()),
                        text(row.heapOverIdleMib()),
                        text(row.failed())));
        return table;
    }

    private Table cold() {
        Table table = new Table(
                Column.left("archive"),
                Column.left("engine"),
                Column.right("first tls ms"),
                Column.right("second tls ms"),
                Column.right("start to first result ms"));
        report.cold()
                .forEach(row -> table.add(
                        row.archive(),
                        row.warmed() ? "warmed" : "cold",
                        text(row.firstTlsMillis()),
                        text(row.secondTlsMillis()),
                        text(row.firstResultMillis())));
        return table;
    }

    private Table load() {
        Table table = new Table(
                Column.right("targets"),
                Column.right("DynamoDB ms"),
                Column.left("client"),
                Column.left("run"),
                Column.right("s"),
                Column.right("probes/s"),
                Column.right("× blackbox"),
                Column.right("CPU ms"),
                Column.right("× blackbox"),
                Column.right("peak over idle MiB"),
                Column.right("failed"),
                Column.right("stored"),
                Column.right("notices"),
                Column.right("undone"));
        report.load()
                .forEach(row -> table.add(
                        text(row.targets()),
                        text(row.distanceMillis()),
                        row.client(),
                        row.invocation().orElse(ABSENT),
                        text(row.seconds()),
                        text(row.probesPerSecond()),
                        text(row.rateRatio()),
                        text(row.cpuMillis()),
                        text(row.cpuRatio()),
                        text(row.peakOverIdleMib()),
                        text(row.failed()),
                        row.stored().map(BenchView::text).orElse(ABSENT),
                        row.notices().map(BenchView::text).orElse(ABSENT),
                        text(row.undone())));
        return table;
    }

    private Table history() {
        Table table = new Table(
                Column.left("what"),
                Column.right("measurements"),
                Column.right("s"),
                Column.right("read units"),
                Column.right("write units"),
                Column.right("peak heap MiB"));
        report.history()
                .forEach(row -> table.add(
                        row.what(),
                        text(row.measurements()),
                        text(row.seconds()),
                        text(row.readUnits()),
                        text(row.writeUnits()),
                        text(row.peakMib())));
        return table;
    }

    private Table calls() {
        Table table = new Table(
                Column.right("targets"),
                Column.left("run"),
                Column.left("call"),
                Column.right("requests"),
                Column.right("a 1,000 targets"),
                Column.right("units"));
        report.calls()
                .forEach(row -> table.add(
                        text(row.targets()),
                        row.invocation(),
                        row.call(),
                        text(row.requests()),
                        text(row.requestsAThousandTargets()),
                        text(row.units())));
        return table;
    }

    private Table goals() {
        Table table =
                new Table(Column.left("goal"), Column.right("at most"), Column.right("measured"), Column.left(""));
        report.goals()
                .forEach(goal -> table.add(
                        goal.what(), text(goal.atMost()), text(goal.measured()), goal.met() ? "met" : "MISSED"));
        return table;
    }

    private static String text(int number) {
        return String.valueOf(number);
    }

    private static String text(BigDecimal number) {
        return number.toPlainString();
    }

    private static String text(Optional<BigDecimal> number) {
        return number.map(BigDecimal::toPlainString).orElse(ABSENT);
    }
}
