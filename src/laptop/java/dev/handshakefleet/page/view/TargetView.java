package dev.handshakefleet.page.view;

import dev.handshakefleet.alert.ListedAlert;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.page.model.TargetHistory;
import dev.handshakefleet.page.model.WatchedTarget;
import dev.handshakefleet.target.AvailabilityObjective;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.SlaLimit;
import dev.handshakefleet.verdict.LeafRecord;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The view of one target. Pure. */
final class TargetView {

    private static final int MOST_EVENTS = 40;

    private TargetView() {}

    /** A line of the timeline. */
    record EventRow(String at, String kind, String what, Instant instant) {}

    /** An unresolved alert. */
    record AlertRow(String check, String state, String severity, String since, String regions, String note) {}

    /** A certificate that the target served. */
    record LeafRow(
            String sha256,
            String subject,
            String issuer,
            String firstSeen,
            String expires,
            String address,
            String now) {}

    /** A command to copy. */
    record CommandRow(String what, String text) {}

    /** An objective and how it stands. */
    record ObjectiveRow(String promise, String state, String kind) {}

    /** All of the view. */
    record TargetDocument(
            String id,
            String anchor,
            String endpoint,
            String standing,
            String sentence,
            String tags,
            String lastSeen,
            List<ProbeView.ProbeDocument> probes,
            LatencyView.LatencyDocument latency,
            String window,
            String measured,
            String availability,
            List<ObjectiveRow> objectives,
            List<AlertRow> alerts,
            List<EventRow> events,
            List<LeafRow> leaves,
            List<CommandRow> commands,
            List<String> problems) {}

    static TargetDocument of(
            WatchedTarget watched,
            TargetHistory history,
            Instant now,
            String anchor,
            List<EventRow> notices,
            String option) {
        Optional<Duration> limit = Optional.ofNullable(
                        watched.target().sla().limits().get(Phase.TLS))
                .map(SlaLimit::warning);
        List<Measurement> measurements = history.measurements();
        return new TargetDocument(
                watched.id(),
                anchor,
                watched.target().name().map(_ -> watched.target().endpoint()).orElse(""),
                watched.standing().label(),
                Words.wrong(watched),
                watched.target().tags().entrySet().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining("  ")),
                watched.lastSeen()
                        .map(seen -> Words.second(seen) + ", " + Words.ago(seen, now))
                        .orElse("never"),
                probes(watched, now),
                history.isLong()
                        ? LatencyView.ofHours(history.summary(), history.from(), history.to(), limit)
                        : LatencyView.of(
                                measurements,
                                measurements.stream()
                                        .map(Measurement::scheduledAt)
                                        .findFirst()
                                        .orElse(history.from()),
                                history.to(),
                                limit),
                Words.minute(history.from()) + " to " + Words.minute(history.to()),
                Words.counted(history.count(), "measurement") + (history.truncated() ? ", older ones left out" : ""),
                availability(history),
                objectives(watched, history),
                watched.alerts().stream().map(TargetView::alert).toList(),
                events(watched, history, notices),
                leaves(watched, history),
                commands(watched, option),
                Stream.concat(watched.problem().stream(), history.problems().stream())
                        .toList());
    }

    /** One probe a region and address, the worst first; a stored measurement where the result was not kept or is older. */
    private static List<ProbeView.ProbeDocument> probes(WatchedTarget watched, Instant now) {
        return watched.latest().stream()
                .sorted(Comparator.comparing(Measurement::verdict)
                        .reversed()
                        .thenComparing(Measurement::region)
                        .thenComparing(measured -> measured.address().orElse("")))
                .limit(6)
                .map(measured -> watched.results().stream()
                        .filter(result -> result.path("region").asText().equals(measured.region())
                                && result.path("address")
                                        .asText("")
                                        .equals(measured.address().orElse(""))
                                && !Instant.parse(result.path("startedAt").asText())
                                        .isBefore(measured.startedAt().minusMillis(1)))
                        .findFirst()
                        .map(result -> ProbeView.of(result, now))
                        .orElseGet(() -> ProbeView.of(measured)))
                .toList();
    }

    private static String availability(TargetHistory history) {
        long all = history.count();
        if (all == 0) {
            return "–";
        }
        return percent(100.0 * (all - history.failed()) / all) + " (" + history.failed() + " of " + all + " failed)";
    }

    private static String percent(double share) {
        double down = Math.floor(share * 1_000) / 1_000;
        return (down == Math.rint(down) ? String.valueOf((long) down) : String.format(Locale.ROOT, "%.3f", down))
                + " %";
    }

    private static List<ObjectiveRow> objectives(WatchedTarget watched, TargetHistory history) {
        return watched.target().sla().objectives().stream()
                .filter(AvailabilityObjective.class::isInstance)
                .map(AvailabilityObjective.class::cast)
                .map(objective -> budget(objective, history))
                .toList();
    }

    /** The budget of the time that was read: the share of failures that the objective allows, less those that there were. */
    private static ObjectiveRow budget(AvailabilityObjective objective, TargetHistory history) {
        String promise = objective.percent().toPlainString() + " % available over " + objective.window();
        double allowed = history.count() * objective.budgetPercent().doubleValue() / 100;
        if (allowed == 0) {
            return new ObjectiveRow(promise, "no measurements", "unknown");
        }
        double left = 100 * (1 - history.failed() / allowed);
        String of = Duration.between(history.from(), history.to()).compareTo(objective.window()) < 0
                ? " of the budget of this window"
                : " of the budget";
        return left < 0
                ? new ObjectiveRow(
                        promise,
                        "spent: " + history.failed() + " failed where " + String.format(Locale.ROOT, "%.1f", allowed)
                                + " may" + of.replace(" of the budget", " in"),
                        "critical")
                : new ObjectiveRow(promise, percent(left) + of + " is left", left < 25 ? "warning" : "ok");
    }

    private static AlertRow alert(ListedAlert alert) {
        String note = alert.acknowledged()
                .map(by -> "acknowledged" + (by.by().isEmpty() ? "" : " by " + by.by()) + " on " + Words.second(by.at())
                        + (by.reason().isEmpty() ? "" : ": " + by.reason()))
                .orElse(
                        alert.suppressed() > 0
                                ? Words.counted(alert.suppressed(), "notice") + " suppressed by silences"
                                : "");
        return new AlertRow(
                alert.check().name(),
                alert.state().name().toLowerCase(Locale.ROOT),
                alert.severity().name().toLowerCase(Locale.ROOT),
                Words.second(alert.since()),
                alert.regions().entrySet().stream()
                        .map(region -> region.getKey() + " " + region.getValue())
                        .collect(Collectors.joining(", ")),
                note);
    }

    /** The changes of the verdict of each region, the alerts, and the notices where they are kept; newest first. */
    private static List<EventRow> events(WatchedTarget watched, TargetHistory history, List<EventRow> notices) {
        List<EventRow> events = new ArrayList<>(notices);
        Map<String, Severity> last = new TreeMap<>();
        for (Measurement measured : history.measurements()) {
            String place = measured.region()
                    + measured.address().map(address -> ", " + address).orElse("");
            Severity before = last.put(place, measured.verdict());
            if (before != measured.verdict() && (before != null || measured.verdict() != Severity.OK)) {
                String codes =
                        measured.findings().keySet().stream().map(Enum::name).collect(Collectors.joining(", "));
                events.add(new EventRow(
                        Words.second(measured.scheduledAt()),
                        measured.verdict().name().toLowerCase(Locale.ROOT),
                        place + ": " + measured.verdict() + (codes.isEmpty() ? "" : ", " + codes),
                        measured.scheduledAt()));
            }
        }
        for (ListedAlert alert : watched.alerts()) {
            events.add(new EventRow(
                    Words.second(alert.since()),
                    alert.severity().name().toLowerCase(Locale.ROOT),
                    "Alert " + alert.check().name() + " began",
                    alert.since()));
            alert.acknowledged()
                    .ifPresent(by -> events.add(new EventRow(
                            Words.second(by.at()),
                            "ok",
                            "Alert " + alert.check().name() + " acknowledged",
                            by.at())));
        }
        return events.stream()
                .sorted(Comparator.comparing(EventRow::instant).reversed())
                .limit(MOST_EVENTS)
                .toList();
    }

    private static List<LeafRow> leaves(WatchedTarget watched, TargetHistory history) {
        return history.leaves().stream()
                .limit(10)
                .map(leaf -> leaf(leaf, watched))
                .toList();
    }

    private static LeafRow leaf(LeafRecord leaf, WatchedTarget watched) {
        String served = watched.latest().stream()
                .filter(measured ->
                        measured.leafSha256().filter(leaf.sha256()::equals).isPresent())
                .map(measured -> measured.region()
                        + measured.address().map(address -> " " + address).orElse(""))
                .sorted()
                .collect(Collectors.joining(", "));
        return new LeafRow(
                leaf.sha256().substring(0, Math.min(16, leaf.sha256().length())),
                leaf.subject(),
                leaf.issuer(),
                Words.second(leaf.firstSeen()),
                Words.day(leaf.notAfter()),
                leaf.address().orElse(""),
                served);
    }

    private static List<CommandRow> commands(WatchedTarget watched, String option) {
        String id = argument(watched.id());
        List<CommandRow> commands = new ArrayList<>();
        if (!watched.alerts().isEmpty()) {
            commands.add(
                    new CommandRow("Acknowledge", "./fleet acknowledge " + id + option + " --reason 'being repaired'"));
        }
        commands.add(new CommandRow(
                "Silence for 2 hours",
                "./fleet silence" + option + " --target " + id + " --for PT2H --reason 'planned work'"));
        commands.add(new CommandRow("History", "./fleet history " + id + option));
        return commands;
    }

    /** @return the text as one argument of a shell command */
    static String argument(String text) {
        return text.matches("[A-Za-z0-9_./:@%+,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
