package dev.handshakefleet.regions;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.report.Table;
import dev.handshakefleet.report.Table.Column;
import java.util.ArrayList;
import java.util.List;

/** Shows the regions as a table, with a line for each thing that is not as it should be. */
final class RegionsView {

    private RegionsView() {}

    /** @return the lines, without line ends */
    static List<String> lines(RegionsReport report) {
        Table table = new Table(
                Column.left("region"),
                Column.left("health"),
                Column.left("stack"),
                Column.left("version"),
                Column.left("last run"),
                Column.right("targets"));
        for (RegionsReport.RegionReport region : report.regions()) {
            table.add(
                    region.region() + (region.home() ? " (home)" : ""),
                    region.health().name(),
                    region.stack(),
                    region.version().orElse(""),
                    region.lastRun()
                            .map(run -> run.scheduledAt() + (run.complete() ? "" : " incomplete"))
                            .orElse(""),
                    region.lastRun().map(run -> String.valueOf(run.targets())).orElse(""));
        }
        List<String> lines = new ArrayList<>(table.lines());
        report.regions()
                .forEach(region -> region.problems()
                        .forEach(problem -> lines.add("! " + region.region() + ": " + SafeText.sentence(problem))));
        report.problems().forEach(problem -> lines.add("! " + SafeText.sentence(problem)));
        return lines;
    }
}
