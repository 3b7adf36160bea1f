package dev.handshakefleet.alert.year;

import static java.util.stream.Collectors.joining;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.alert.notice.DigestPolicy;
import dev.handshakefleet.verdict.Check;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The section of {@code docs/alerts.md} that shows the simulated year, in Markdown. */
final class YearPage {

    static final String HEADING = "## A year, simulated\n";

    private static final String HEAD = HEADING + """

            How many messages is that? A test lives through a year of one target, 315,360 runs of three regions, tells it in several
            ways, and holds this section to the result (`YearTest`; `-Dfleet.year.write=true` writes it anew). Everything below happens
            to all of them alike, from one seed:

            - One probe of a hundred fails for no reason.
            - Each region is cut off from the target three times a month for 3 to 40 minutes (one probe of ten gets through), and has
              slow handshakes twice a month for 10 to 60 minutes.
            - The target has two outages, 25 and 90 minutes long; six times its handshakes are slow for up to two hours; four times it
              is taken down for an announced maintenance; and for one day it is up for 15 minutes and down for 15 minutes by turns.
            - Its certificates live for 47 days. An ACME client looks once a week and renews what has a third left or less; the new one gets to
              the machines behind four addresses in five hours, old and new by turns meanwhile. One renewal is missed, and a
              person renews by hand seven hours after the certificate expired.

            """;

    private static final String TALLY_HEAD = """
            | told | messages | of them CRITICAL | 25 min outage told after | 90 min outage | missed renewal, from 30 % left | \
            CRITICAL, from a ninth left | that it expired |
            |---|---|---|---|---|---|---|---|
            """;

    private static final String BY_CHECK = """

            With everything on, the messages of the year are:

            """;

    private static final int SECONDS_A_MINUTE = 60;

    private YearPage() {}

    static String of(List<Tally> tallies, NoticeRecorder full, FleetInOutages fleet) {
        return HEAD
                + TALLY_HEAD
                + tallies.stream().map(YearPage::row).collect(joining())
                + BY_CHECK
                + byCheck(full.notices())
                + storm(fleet)
                + "\nSilences held back %d openings in the four maintenances.\n".formatted(full.suppressed());
    }

    private static String row(Tally tally) {
        return "| %s | %s | %s | %s | %s | %s |%n"
                .formatted(
                        tally.name(),
                        number(tally.messages()),
                        number(tally.critical()),
                        tally.outages().stream().map(YearPage::delay).collect(joining(" | ")),
                        Stream.of(tally.overdue(), tally.urgent())
                                .map(YearPage::delay)
                                .collect(joining(" | ")),
                        delay(tally.expired()));
    }

    private static String byCheck(List<AlertNotice> notices) {
        List<Change> changes = Arrays.stream(Change.values())
                .filter(change -> notices.stream().anyMatch(notice -> notice.change() == change))
                .toList();
        List<Check> checks =
                notices.stream().map(AlertNotice::check).distinct().sorted().toList();
        return "| check | "
                + changes.stream().map(Change::label).collect(joining(" | "))
                + " | opened for one region only |\n|---|"
                + "---|".repeat(changes.size() + 1)
                + "\n"
                + checks.stream()
                        .map(check -> byChange(check, changes, notices))
                        .collect(joining());
    }

    private static String byChange(Check check, List<Change> changes, List<AlertNotice> notices) {
        List<AlertNotice> ofIt =
                notices.stream().filter(notice -> notice.check().equals(check)).toList();
        return "| `%s` | %s | %s |%n"
                .formatted(
                        check.name(),
                        changes.stream()
                                .map(change -> number((int) ofIt.stream()
                                        .filter(notice -> notice.change() == change)
                                        .count()))
                                .collect(joining(" | ")),
                        number((int) ofIt.stream()
                                .filter(notice -> notice.change() == Change.OPENED && notice.regional())
                                .count()));
    }

    private static String storm(FleetInOutages fleet) {
        return """

                With %d names on the same servers, the hours of the two outages make %s notices. More than %d of one kind in one run are
                one digest, so they are sent as %s messages.
                """.formatted(
                FleetInOutages.NAMES, number(fleet.notices()), DigestPolicy.MOST_SINGLE, number(fleet.messages()));
    }

    /** Up to a minute and a half in seconds, then in minutes, then in hours, rounded down. */
    private static String delay(Optional<Duration> after) {
        return after.map(delay -> delay.toMinutes() < 2
                        ? delay.toSeconds() + " s"
                        : delay.toHours() < 2 ? delay.toSeconds() / SECONDS_A_MINUTE + " min" : delay.toHours() + " h")
                .orElse("never");
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
