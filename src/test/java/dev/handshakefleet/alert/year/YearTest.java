package dev.handshakefleet.alert.year;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.verdict.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The number of messages a year, with and without each rule that saves messages. */
class YearTest {

    private static final Path PAGE = Path.of("docs", "alerts.md");
    private static final String NEXT_SECTION = "\n## ";

    private static YearSimulation year;
    private static NoticeRecorder full;
    private static List<Tally> tallies;

    @BeforeAll
    static void simulateTheYear() {
        year = YearSimulation.ofOneYear();
        full = year.recorders().getFirst();
        tallies = year.tallies();
    }

    @Test
    void theNumbersOfMessagesAreAsDocumented() {
        assertThat(tallies)
                .extracting(Tally::messages)
                .containsExactly(488, 6_205, 506, 495, 88, 579, 517, 619, 457, 485, 496, 6_852, 6_711);
    }

    @Test
    void theNumbersOfCriticalMessagesAreAsDocumented() {
        assertThat(tallies)
                .extracting(Tally::critical)
                .containsExactly(15, 125, 15, 179, 15, 60, 14, 59, 11, 13, 19, 3_300, 3_238);
    }

    @Test
    void bothOutagesAreSentWhileTheyLastInEveryVariant() {
        assertThat(tallies)
                .allSatisfy(tally -> assertThat(tally.outages())
                        .as(tally.name())
                        .hasSize(Disturbances.OUTAGES.size())
                        .allSatisfy(delay -> assertThat(delay)
                                .hasValueSatisfying(after -> assertThat(after).isLessThan(Duration.ofMinutes(20)))));
    }

    @Test
    void theMissedRenewalIsSentAtOnceAndAgainWhenItIsUrgent() {
        assertThat(tallies).allSatisfy(tally -> {
            assertThat(tally.overdue()).as(tally.name()).hasValueSatisfying(YearTest::withinTwoIntervals);
            assertThat(tally.urgent()).as(tally.name()).hasValueSatisfying(YearTest::withinTwoIntervals);
        });
        assertThat(tallies.getFirst().expired()).hasValueSatisfying(YearTest::withinTwoIntervals);
    }

    @Test
    void everyRenewalWithANoticeIsOneAlert() {
        List<String> ofTheLeaf = full.notices().stream()
                .filter(notice -> notice.check().equals(Check.LEAF))
                .map(notice -> notice.change().label())
                .filter(change -> List.of("opened", "progressed", "resolved").contains(change))
                .toList();
        assertThat(ofTheLeaf.size() / 3).isGreaterThan(3);
        for (int story = 0; story < ofTheLeaf.size(); story += 3) {
            assertThat(ofTheLeaf.subList(story, story + 3)).containsExactly("opened", "progressed", "resolved");
        }
    }

    @Test
    void everyResolutionHasTheIdOfItsOpening() {
        for (NoticeRecorder recorder : year.recorders()) {
            Set<String> known = new HashSet<>();
            recorder.notices().forEach(notice -> {
                if (notice.change() == AlertNotice.Change.RESOLVED) {
                    assertThat(known).as(recorder.variant().name()).contains(notice.alertId());
                }
                known.add(notice.alertId());
            });
        }
    }

    @Test
    void thePageShowsTheYear() throws IOException {
        String page = Files.readString(PAGE);
        String simulated = YearPage.of(tallies, full, FleetInOutages.ofTheYear());
        if (Boolean.getBoolean("fleet.year.write")) {
            page = withSection(page, simulated);
            Files.writeString(PAGE, page);
        }
        assertThat(section(page))
                .as("what docs/alerts.md says of the simulated year; -Dfleet.year.write=true writes it anew")
                .isEqualTo(simulated);
    }

    private static void withinTwoIntervals(Duration after) {
        assertThat(after).isLessThan(Schedule.INTERVAL.multipliedBy(2));
    }

    private static String section(String page) {
        int from = page.indexOf(YearPage.HEADING);
        return from < 0 ? "" : page.substring(from, end(page, from));
    }

    private static String withSection(String page, String section) {
        int from = page.indexOf(YearPage.HEADING);
        return from < 0 ? page + "\n" + section : page.substring(0, from) + section + page.substring(end(page, from));
    }

    /** The section ends with a line break, and an empty line separates it from the next. */
    private static int end(String page, int from) {
        int next = page.indexOf(NEXT_SECTION, from);
        return next < 0 ? page.length() : next;
    }
}
