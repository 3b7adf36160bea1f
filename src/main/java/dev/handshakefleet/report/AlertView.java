package dev.handshakefleet.report;

import dev.handshakefleet.alert.ListedAlert;
import dev.handshakefleet.fleet.AlertList;
import dev.handshakefleet.verdict.Severity;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows alerts on a terminal. */
public final class AlertView {

    private final Screen screen;

    /** @param screen what it is shown on */
    public AlertView(Screen screen) {
        this.screen = screen;
    }

    /** One row an alert: severity, target, check, begin, regions, finding and acknowledgement. */
    public List<String> lines(AlertList list) {
        List<String> lines = new ArrayList<>();
        if (list.alerts().isEmpty()) {
            lines.add("No alert is open for " + (list.targets() == 1 ? "1 target." : list.targets() + " targets."));
        } else {
            lines.addAll(table(list.alerts()));
        }
        lines.addAll(list.problems());
        return lines;
    }

    private List<String> table(List<ListedAlert> alerts) {
        Table table = new Table(
                Table.Column.left("severity").colouredBy(screen.paint()::severityName),
                Table.Column.left("state"),
                Table.Column.left("target"),
                Table.Column.left("check"),
                Table.Column.left("since"),
                Table.Column.left("seen in"),
                Table.Column.right("suppressed"),
                Table.Column.left("findings"),
                Table.Column.left("by"));
        alerts.forEach(alert -> table.add(
                alert.severity().name(),
                alert.state().name().toLowerCase(Locale.ROOT),
                alert.targetId(),
                alert.check().name(),
                alert.since().truncatedTo(ChronoUnit.SECONDS).toString(),
                seenIn(alert),
                String.valueOf(alert.suppressed()),
                alert.findings().stream().map(Enum::name).collect(Collectors.joining(" ")),
                alert.acknowledged().map(by -> by.by()).orElse("")));
        return table.lines(screen);
    }

    private static String seenIn(ListedAlert alert) {
        return alert.regions().entrySet().stream()
                .filter(region -> region.getValue() != Severity.OK)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(" "));
    }
}
