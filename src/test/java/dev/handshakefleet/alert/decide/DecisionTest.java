package dev.handshakefleet.alert.decide;

import static dev.handshakefleet.verdict.Severity.CRITICAL;
import static dev.handshakefleet.verdict.Severity.OK;
import static dev.handshakefleet.verdict.Severity.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Quorum;
import dev.handshakefleet.verdict.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When people are told: what the runs of several regions add up to. */
class DecisionTest {

    private static final Check TLS = Check.sla(Phase.TLS);

    @Test
    void aHealthyTargetCostsNoWrite() {
        AlertScenario story = AlertScenario.begins();
        for (int minute = 0; minute < 60; minute += 5) {
            story.run("eu", minute, Check.AVAILABILITY, OK);
        }

        assertThat(story.writes).isZero();
        assertThat(story.told).isEmpty();
    }

    @Test
    void oneBadRunIsABlip() {
        AlertScenario story = AlertScenario.begins()
                .run("eu", 0, Check.AVAILABILITY, CRITICAL)
                .run("eu", 5, Check.AVAILABILITY, OK)
                .run("eu", 10, Check.AVAILABILITY, OK);

        assertThat(story.told).isEmpty();
        assertThat(story.state.alerts()).isEmpty();
        assertThat(story.writes).isEqualTo(2);
    }

    @Test
    void twoBadRunsOpenAndTwoGoodOnesResolve() {
        AlertScenario story = AlertScenario.begins()
                .run("eu", 0, Check.AVAILABILITY, CRITICAL)
                .run("eu", 5, Check.AVAILABILITY, CRITICAL)
                .run("eu", 10, Check.AVAILABILITY, OK)
                .run("eu", 15, Check.AVAILABILITY, CRITICAL)
                .run("eu", 20, Check.AVAILABILITY, OK)
                .run("eu", 25, Check.AVAILABILITY, OK)
                .run("eu", 30, Check.AVAILABILITY, OK);

        assertThat(story.messages()).containsExactly("opened CRITICAL", "resolved OK");
        assertThat(story.told.getFirst().since()).isEqualTo(AlertScenario.at(0));
        assertThat(story.told.getLast().at()).isEqualTo(AlertScenario.at(25));
        assertThat(story.told)
                .extracting(AlertNotice::alertId)
                .containsOnly("example.com:443@availability@2026-11-23T10:00:00Z");
    }

    @Test
    void aCertificateIsNoBlip() {
        assertThat(AlertScenario.begins().run("eu", 0, Check.LEAF, WARNING).messages())
                .containsExactly("opened WARNING");
    }

    @Test
    void afterAndClearAreThePolicys() {
        AlertScenario story = AlertScenario.begins().check(CheckFamily.SLA, 3, 1, Optional.empty());
        story.run("eu", 0, TLS, WARNING).run("eu", 5, TLS, WARNING);
        assertThat(story.told).isEmpty();
        story.run("eu", 10, TLS, WARNING).run("eu", 15, TLS, OK);

        assertThat(story.messages()).containsExactly("opened WARNING", "resolved OK");
    }

    @Test
    void eachCheckHasAnAlertOfItsOwn() {
        AlertScenario story = AlertScenario.begins()
                .finds(
                        "eu",
                        0,
                        AlertScenario.finding(Check.LEAF, WARNING, 1),
                        AlertScenario.finding(Check.CHAIN, CRITICAL, 0),
                        AlertScenario.finding(Check.PROTOCOL, WARNING, 0));

        assertThat(story.told)
                .extracting(notice -> notice.check().name())
                .containsExactlyInAnyOrder("certificate.leaf", "chain", "protocol");
        assertThat(story.told).extracting(AlertNotice::id).doesNotHaveDuplicates();
    }

    @Test
    void whatCouldNotBeLookedAtSaysNothing() {
        AlertScenario story = AlertScenario.begins().run("eu", 0, Check.LEAF, WARNING);
        for (int minute = 5; minute < 120; minute += 5) {
            story.run("eu", minute, Check.AVAILABILITY, CRITICAL);
        }

        assertThat(story.messages()).containsExactly("opened WARNING", "opened CRITICAL");
        assertThat(story.alert(Check.LEAF))
                .hasValueSatisfying(alert -> assertThat(alert.stage()).isEqualTo(Alert.Stage.OPEN));
    }

    @Test
    void worseAndBetterAreToldAfterAsManyRuns() {
        AlertScenario story = AlertScenario.begins()
                .run("eu", 0, TLS, WARNING)
                .run("eu", 5, TLS, WARNING)
                .run("eu", 10, TLS, CRITICAL)
                .run("eu", 15, TLS, WARNING)
                .run("eu", 20, TLS, CRITICAL)
                .run("eu", 25, TLS, CRITICAL)
                .run("eu", 30, TLS, WARNING)
                .run("eu", 35, TLS, WARNING)
                .run("eu", 40, TLS, OK)
                .run("eu", 45, TLS, OK);

        assertThat(story.messages())
                .containsExactly("opened WARNING", "worsened CRITICAL", "eased WARNING", "resolved OK");
    }

    @Test
    void whatIsBetterForOneRunOnlyBeforeItEndsIsNotToldOf() {
        AlertScenario story = AlertScenario.begins()
                .run("eu", 0, Check.CHAIN, CRITICAL)
                .run("eu", 5, Check.CHAIN, WARNING)
                .run("eu", 10, Check.CHAIN, OK)
                .run("eu", 15, Check.CHAIN, OK);

        assertThat(story.messages()).containsExactly("opened CRITICAL", "resolved OK");
    }

    @Test
    void aRetriedOrLateRunChangesNothing() {
        AlertScenario story = AlertScenario.begins().run("eu", 5, Check.AVAILABILITY, CRITICAL);
        story.run("eu", 5, Check.AVAILABILITY, CRITICAL).run("eu", 0, Check.AVAILABILITY, CRITICAL);

        assertThat(story.told).isEmpty();
        assertThat(story.writes).isEqualTo(1);
    }

    // ---- regions

    @Test
    void oneRegionOfThreeIsItsOwnWeather() {
        AlertScenario story = threeRegions();
        story.run("eu", 0, Check.AVAILABILITY, CRITICAL)
                .run("us", 1, Check.AVAILABILITY, OK)
                .run("ap", 2, Check.AVAILABILITY, OK)
                .run("eu", 5, Check.AVAILABILITY, CRITICAL)
                .run("us", 6, Check.AVAILABILITY, OK);
        assertThat(story.told).isEmpty();
        story.run("ap", 7, Check.AVAILABILITY, OK);

        assertThat(story.messages()).containsExactly("opened WARNING regional");
        assertThat(story.told.getFirst().seenFrom()).containsExactly("eu");
        assertThat(story.told.getFirst().notSeenFrom()).containsExactly("ap", "us");
    }

    @Test
    void twoRegionsOfThreeAreTheTargetsOwnProblemAndOneMessage() {
        AlertScenario story = threeRegions();
        for (int minute = 0; minute <= 20; minute += 5) {
            story.run("eu", minute, Check.AVAILABILITY, CRITICAL)
                    .run("us", minute + 1, Check.AVAILABILITY, CRITICAL)
                    .run("ap", minute + 2, Check.AVAILABILITY, CRITICAL);
        }
        for (int minute = 25; minute <= 45; minute += 5) {
            story.run("eu", minute, Check.AVAILABILITY, OK)
                    .run("us", minute + 1, Check.AVAILABILITY, OK)
                    .run("ap", minute + 2, Check.AVAILABILITY, OK);
        }

        assertThat(story.messages()).containsExactly("opened CRITICAL", "resolved OK");
        assertThat(story.told.getFirst().at()).isEqualTo(AlertScenario.at(6));
    }

    @Test
    void aCertificateThatAllRegionsSeeIsOneMessage() {
        AlertScenario story = threeRegions();
        story.run("eu", 0, Check.LEAF, WARNING)
                .run("us", 1, Check.LEAF, WARNING)
                .run("ap", 2, Check.LEAF, WARNING);

        assertThat(story.messages()).containsExactly("opened WARNING");
    }

    @Test
    void whatOneRegionSeesAndThenOthersTooGetsWorse() {
        AlertScenario story = threeRegions();
        story.run("eu", 0, Check.LEAF, CRITICAL).run("us", 1, Check.LEAF, OK).run("ap", 2, Check.LEAF, OK);
        story.run("eu", 5, Check.LEAF, CRITICAL).run("us", 6, Check.LEAF, CRITICAL);

        assertThat(story.messages()).containsExactly("opened WARNING regional", "worsened CRITICAL");
    }

    @Test
    void aRegionThatStoppedReportingIsWaitedForTwoIntervalsAndNoLonger() {
        AlertScenario story = AlertScenario.begins().reports("us", -1).reports("eu", -5);
        story.run("eu", 0, Check.LEAF, CRITICAL).run("eu", 5, Check.LEAF, CRITICAL);
        assertThat(story.told).isEmpty();
        story.run("eu", 10, Check.LEAF, CRITICAL);

        assertThat(story.messages()).containsExactly("opened CRITICAL");
    }

    @Test
    void aRegionThatSawItAndStoppedReportingDoesNotKeepItOpen() {
        AlertScenario story = threeRegions();
        story.run("eu", 0, Check.LEAF, CRITICAL).run("us", 1, Check.LEAF, OK).run("ap", 2, Check.LEAF, OK);
        story.run("us", 6, Check.LEAF, OK).run("ap", 7, Check.LEAF, OK);
        story.run("us", 11, Check.LEAF, OK);

        assertThat(story.messages()).containsExactly("opened WARNING regional", "resolved OK");
    }

    @Test
    void theQuorumIsThePolicys() {
        AlertScenario any = threeRegions().quorum(new Quorum(1));
        any.run("eu", 0, Check.LEAF, CRITICAL);
        AlertScenario all = threeRegions().quorum(Quorum.ALL);
        all.run("eu", 0, Check.LEAF, CRITICAL)
                .run("us", 1, Check.LEAF, CRITICAL)
                .run("ap", 2, Check.LEAF, OK);

        assertThat(any.messages()).containsExactly("opened CRITICAL");
        assertThat(all.messages()).containsExactly("opened WARNING regional");
    }

    @Test
    void nobodyIsToldOfOneRegionsWeatherWhereThatIsOff() {
        AlertScenario story = threeRegions().withoutRegional();
        for (int minute = 0; minute < 60; minute += 5) {
            story.run("eu", minute, Check.AVAILABILITY, CRITICAL)
                    .run("us", minute + 1, Check.AVAILABILITY, OK)
                    .run("ap", minute + 2, Check.AVAILABILITY, OK);
        }
        assertThat(story.told).isEmpty();
        assertThat(story.alert(Check.AVAILABILITY))
                .hasValueSatisfying(
                        alert -> assertThat(alert.reports().combined()).isEqualTo(CombinedStatus.REGIONAL));
        story.run("eu", 60, Check.AVAILABILITY, CRITICAL).run("us", 61, Check.AVAILABILITY, CRITICAL);
        story.run("eu", 65, Check.AVAILABILITY, CRITICAL).run("us", 66, Check.AVAILABILITY, CRITICAL);
        for (int minute = 70; minute < 90; minute += 5) {
            story.run("eu", minute, Check.AVAILABILITY, CRITICAL)
                    .run("us", minute + 1, Check.AVAILABILITY, OK)
                    .run("ap", minute + 2, Check.AVAILABILITY, OK);
        }

        assertThat(story.messages()).containsExactly("opened CRITICAL", "resolved OK");
    }

    @Test
    void anObjectiveIsOfAllRegionsTogether() {
        Check objective = new Check(CheckFamily.OBJECTIVE, "availability");
        AlertScenario story = threeRegions();
        story.run("eu", 0, objective, CRITICAL);

        assertThat(story.messages()).containsExactly("opened CRITICAL");
    }

    // ---- flapping

    @Test
    void whatComesAndGoesIsOneMessageAndThenQuietUntilItSettles() {
        AlertScenario story = AlertScenario.begins();
        int minute = 0;
        for (int cycle = 0; cycle < 12; cycle++) {
            for (int run = 0; run < 2; run++, minute += 5) {
                story.run("eu", minute, Check.AVAILABILITY, CRITICAL);
            }
            for (int run = 0; run < 2; run++, minute += 5) {
                story.run("eu", minute, Check.AVAILABILITY, OK);
            }
        }
        assertThat(story.messages())
                .containsExactly(
                        "opened CRITICAL", "resolved OK", "opened CRITICAL", "resolved OK", "flapping CRITICAL");
        for (int run = 0; run < 15; run++, minute += 5) {
            story.run("eu", minute, Check.AVAILABILITY, OK);
        }

        assertThat(story.messages()).hasSize(6).last().isEqualTo("resolved OK");
        assertThat(story.writes).isLessThan(80);
    }

    @Test
    void whatSettlesBadIsSaidToStay() {
        AlertScenario story = AlertScenario.begins();
        int minute = 0;
        for (int cycle = 0; cycle < 4; cycle++) {
            for (int run = 0; run < 2; run++, minute += 5) {
                story.run("eu", minute, Check.AVAILABILITY, CRITICAL);
            }
            for (int run = 0; run < 2; run++, minute += 5) {
                story.run("eu", minute, Check.AVAILABILITY, OK);
            }
        }
        for (int run = 0; run < 16; run++, minute += 5) {
            story.run("eu", minute, Check.AVAILABILITY, CRITICAL);
        }

        assertThat(story.messages()).last().isEqualTo("settled CRITICAL");
    }

    // ---- reminders, ladder, acknowledgement

    @Test
    void peopleAreRemindedOfACertificateOnceADayAndOfAnOutageNever() {
        AlertScenario story = AlertScenario.begins();
        for (int minute = 0; minute <= 3 * 24 * 60; minute += 60) {
            story.run("eu", minute, Check.LEAF, WARNING).run("eu", minute, Check.AVAILABILITY, CRITICAL);
        }

        assertThat(story.told.stream().filter(notice -> notice.check().equals(Check.LEAF)))
                .extracting(notice -> notice.change().label())
                .containsExactly("opened", "reminded", "reminded", "reminded");
        assertThat(story.told.stream().filter(notice -> notice.check().equals(Check.AVAILABILITY)))
                .hasSize(1);
    }

    @Test
    void eachRungOfTheLadderIsToldOnce() {
        AlertScenario story = AlertScenario.begins().check(CheckFamily.CERTIFICATE, 1, 2, Optional.empty());
        int minute = 0;
        for (int rung : List.of(1, 1, 2, 2, 3, 3, 4, 5)) {
            story.finds("eu", minute, AlertScenario.finding(Check.LEAF, rung < 3 ? WARNING : CRITICAL, rung));
            minute += 5;
        }

        assertThat(story.messages())
                .containsExactly(
                        "opened WARNING",
                        "escalated WARNING",
                        "worsened CRITICAL",
                        "escalated CRITICAL",
                        "escalated CRITICAL");
    }

    @Test
    void whoTakesCareIsNotRemindedUntilItGetsWorse() {
        AlertScenario story = AlertScenario.begins().run("eu", 0, Check.LEAF, WARNING);
        AlertTransition acknowledged = Decision.acknowledged(
                story.state, check -> true, new Acknowledgement("alice", "ordered", AlertScenario.at(3)));
        assertThat(acknowledged.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.note()).hasValue("Taken care of by alice: ordered");
            assertThat(notice.tags()).containsEntry("team", "web");
        });
        story.state = new AlertState(
                AlertScenario.TARGET,
                2,
                acknowledged.state().tags(),
                acknowledged.state().alerts(),
                List.of());

        story.run("eu", 5, Check.LEAF, WARNING).run("eu", 3 * 24 * 60, Check.LEAF, WARNING);
        story.run("eu", 3 * 24 * 60 + 5, Check.LEAF, CRITICAL).run("eu", 5 * 24 * 60, Check.LEAF, CRITICAL);

        assertThat(story.messages()).containsExactly("opened WARNING", "worsened CRITICAL", "reminded CRITICAL");
        assertThat(Decision.acknowledged(
                                AlertState.nothingStored(AlertScenario.TARGET),
                                check -> true,
                                new Acknowledgement("", "", AlertScenario.at(3)))
                        .mustBeStored())
                .isFalse();
    }

    @Test
    void whoTakesCareIsToldThatItExpired() {
        AlertScenario story = AlertScenario.begins().finds("eu", 0, AlertScenario.finding(Check.LEAF, CRITICAL, 5));
        AlertTransition acknowledged =
                Decision.acknowledged(story.state, check -> true, new Acknowledgement("", "", AlertScenario.at(3)));
        story.state = new AlertState(
                AlertScenario.TARGET,
                2,
                acknowledged.state().tags(),
                acknowledged.state().alerts(),
                List.of());

        story.finds("eu", 5, AlertScenario.finding(Check.LEAF, CRITICAL, 5))
                .finds("eu", 10, AlertScenario.finding(Check.LEAF, CRITICAL, 6))
                .finds("eu", 3 * 24 * 60, AlertScenario.finding(Check.LEAF, CRITICAL, 6));

        assertThat(story.messages()).containsExactly("opened CRITICAL", "escalated CRITICAL");
    }

    // ---- silences

    @Test
    void whatASilenceHoldsBackIsCountedOnceAndToldWhenItEnds() {
        AlertScenario story = AlertScenario.begins().silenced((target, tags, check) -> Optional.of("s1"));
        for (int minute = 0; minute < 30; minute += 5) {
            story.run("eu", minute, Check.LEAF, WARNING);
        }
        story.run("eu", 30, Check.LEAF, CRITICAL);
        assertThat(story.told).isEmpty();
        assertThat(story.muted).extracting(SuppressedNotice::silence).containsExactly("s1", "s1");

        story.silenced(SilenceLookup.NONE).run("eu", 35, Check.LEAF, CRITICAL);

        assertThat(story.messages()).containsExactly("opened CRITICAL");
        assertThat(story.told.getFirst().since()).isEqualTo(AlertScenario.at(0));
        assertThat(story.told.getFirst().omitted().suppressed()).isEqualTo(2);
    }

    @Test
    void whatOpenedAndEndedInASilenceIsNeverTold() {
        AlertScenario story = AlertScenario.begins().silenced((target, tags, check) -> Optional.of("s1"));
        story.run("eu", 0, Check.LEAF, WARNING).run("eu", 5, Check.LEAF, OK).run("eu", 10, Check.LEAF, OK);
        story.silenced(SilenceLookup.NONE).run("eu", 15, Check.LEAF, OK).run("eu", 20, Check.LEAF, OK);

        assertThat(story.told).isEmpty();
    }

    @Test
    void anEndInASilenceIsToldBehindIt() {
        AlertScenario story = AlertScenario.begins().run("eu", 0, Check.LEAF, WARNING);
        story.silenced((target, tags, check) -> Optional.of("s1"));
        story.run("eu", 5, Check.LEAF, OK).run("eu", 10, Check.LEAF, OK).run("eu", 15, Check.LEAF, OK);
        story.silenced(SilenceLookup.NONE).run("eu", 20, Check.LEAF, OK).run("eu", 25, Check.LEAF, OK);

        assertThat(story.messages()).containsExactly("opened WARNING", "resolved OK");
    }

    // ---- a certificate being rolled out

    @Test
    void aRenewalOfOneServerIsResolvedWithTheNewFingerprint() {
        AlertScenario story = AlertScenario.begins()
                .leaf("eu", 0, "203.0.113.1", AlertScenario.leafUntil(9), WARNING)
                .leaf("eu", 5, "203.0.113.1", AlertScenario.leafUntil(80), OK)
                .leaf("eu", 10, "203.0.113.1", AlertScenario.leafUntil(80), OK);

        assertThat(story.messages()).containsExactly("opened WARNING", "resolved OK");
        assertThat(story.told.getLast().note().orElseThrow()).contains("SHA-256 0000", "expires 2027-02-11");
    }

    @Test
    void aRenewalThatReachesTheAddressesOneByOneIsOneStory() {
        AlertScenario story = AlertScenario.begins();
        int minute = 0;
        story.leaf("eu", minute, "203.0.113.0", AlertScenario.leafUntil(9), WARNING);
        for (int renewed = 1; renewed <= 8; renewed++) {
            for (int run = 0; run < 8; run++) {
                minute += 5;
                boolean isNew = run < renewed;
                story.leaf(
                        "eu",
                        minute,
                        "203.0.113." + run,
                        AlertScenario.leafUntil(isNew ? 80 : 9),
                        isNew ? OK : WARNING);
            }
        }
        story.leaf("eu", minute + 5, "203.0.113.1", AlertScenario.leafUntil(80), OK);

        assertThat(story.messages()).containsExactly("opened WARNING", "progressed WARNING", "resolved OK");
        assertThat(story.told.get(1).note().orElseThrow()).matches("\\d of \\d addresses renewed");
        assertThat(story.told)
                .extracting(AlertNotice::alertId)
                .containsOnly(story.told.getFirst().alertId());
    }

    @Test
    void oldAndNewByTurnsAtOneAddressForHoursAreOneStory() {
        AlertScenario story = AlertScenario.begins().leaf("eu", 0, "203.0.113.1", AlertScenario.leafUntil(9), WARNING);
        int minute = 5;
        for (; minute < 6 * 60; minute += 5) {
            boolean isNew = minute % 15 != 0;
            story.leaf("eu", minute, "203.0.113.1", AlertScenario.leafUntil(isNew ? 80 : 9), isNew ? OK : WARNING);
        }
        for (; minute < 13 * 60; minute += 5) {
            story.leaf("eu", minute, "203.0.113.1", AlertScenario.leafUntil(80), OK);
        }

        assertThat(story.messages()).startsWith("opened WARNING").endsWith("resolved OK");
        assertThat(story.messages().size()).isLessThanOrEqualTo(4);
        assertThat(story.told)
                .extracting(AlertNotice::alertId)
                .containsOnly(story.told.getFirst().alertId());
    }

    @Test
    void aSlowPhaseThatIsQuickAgainSaysHowQuick() {
        AlertScenario story = AlertScenario.begins()
                .run("eu", 0, TLS, WARNING)
                .run("eu", 5, TLS, WARNING)
                .run("eu", 10, TLS, OK)
                .run("eu", 15, TLS, OK);

        assertThat(story.told.getLast().note()).hasValue("tls is back to 25.0 ms.");
    }

    @Test
    void noMoreThanTwentyUnsentNoticesAreKeptAndTheySayHowManyWereLost() {
        AlertState state = AlertState.nothingStored(AlertScenario.TARGET);
        Instant at = AlertScenario.START;
        for (int cycle = 0; cycle < 30; cycle++) {
            for (CheckResult seen : List.of(
                    new CheckResult(List.of(AlertScenario.finding(Check.CHAIN, CRITICAL, 0))),
                    CheckResult.PASSED,
                    CheckResult.PASSED)) {
                at = at.plus(Duration.ofHours(3));
                Observation run = new Observation(
                        AlertScenario.TARGET,
                        "eu",
                        at,
                        new TreeMap<>(Map.of(Check.CHAIN, seen)),
                        new TreeMap<>(),
                        Map.of(),
                        new TreeMap<>());
                state = Decision.on(
                                state,
                                run,
                                new Circumstances(
                                        AlertPolicy.DEFAULT,
                                        AlertScenario.INTERVAL,
                                        Map.of(),
                                        SilenceLookup.NONE,
                                        Instant.EPOCH))
                        .state();
            }
        }

        assertThat(state.pending()).hasSize(Decision.MOST_PENDING);
        assertThat(state.pending().stream()
                        .mapToInt(waiting -> waiting.notice().omitted().lost())
                        .sum())
                .isEqualTo(40);
    }

    private static AlertScenario threeRegions() {
        return AlertScenario.begins().reports("eu", -1).reports("us", -1).reports("ap", -1);
    }
}
