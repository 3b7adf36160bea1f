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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The notices that follow from the runs of several regions. */
class DecisionTest {

    private static final Check TLS = Check.sla(Phase.TLS);

    @Test
    void aTargetWithoutFindingsCausesNoWrite() {
        AlertScenario scenario = AlertScenario.begins();
        for (int minute = 0; minute < 60; minute += 5) {
            scenario.run("eu", minute, Check.AVAILABILITY, OK);
        }

        assertThat(scenario.writes).isZero();
        assertThat(scenario.notices).isEmpty();
    }

    @Test
    void oneFailedRunOpensNoAlert() {
        AlertScenario scenario = AlertScenario.begins()
                .run("eu", 0, Check.AVAILABILITY, CRITICAL)
                .run("eu", 5, Check.AVAILABILITY, OK)
                .run("eu", 10, Check.AVAILABILITY, OK);

        assertThat(scenario.notices).isEmpty();
        assertThat(scenario.state.alerts()).isEmpty();
        assertThat(scenario.writes).isEqualTo(2);
    }

    @Test
    void twoFailedRunsOpenAnAlertAndTwoGoodRunsResolveIt() {
        AlertScenario scenario = AlertScenario.begins()
                .run("eu", 0, Check.AVAILABILITY, CRITICAL)
                .run("eu", 5, Check.AVAILABILITY, CRITICAL)
                .run("eu", 10, Check.AVAILABILITY, OK)
                .run("eu", 15, Check.AVAILABILITY, CRITICAL)
                .run("eu", 20, Check.AVAILABILITY, OK)
                .run("eu", 25, Check.AVAILABILITY, OK)
                .run("eu", 30, Check.AVAILABILITY, OK);

        assertThat(scenario.messages()).containsExactly("opened CRITICAL", "resolved OK");
        assertThat(scenario.notices.getFirst().since()).isEqualTo(AlertScenario.at(0));
        assertThat(scenario.notices.getLast().at()).isEqualTo(AlertScenario.at(25));
        assertThat(scenario.notices)
                .extracting(AlertNotice::alertId)
                .containsOnly("example.com:443@availability@2026-11-23T10:00:00Z");
    }

    @Test
    void aCertificateFindingOpensAnAlertInTheFirstRun() {
        assertThat(AlertScenario.begins().run("eu", 0, Check.LEAF, WARNING).messages())
                .containsExactly("opened WARNING");
    }

    @Test
    void thePolicySetsHowManyRunsOpenAndResolve() {
        AlertScenario scenario = AlertScenario.begins().check(CheckFamily.SLA, 3, 1, Optional.empty());
        scenario.run("eu", 0, TLS, WARNING).run("eu", 5, TLS, WARNING);
        assertThat(scenario.notices).isEmpty();
        scenario.run("eu", 10, TLS, WARNING).run("eu", 15, TLS, OK);

        assertThat(scenario.messages()).containsExactly("opened WARNING", "resolved OK");
    }

    @Test
    void eachCheckHasItsOwnAlert() {
        AlertScenario scenario = AlertScenario.begins()
                .finds(
                        "eu",
                        0,
                        AlertScenario.finding(Check.LEAF, WARNING, 1),
                        AlertScenario.finding(Check.CHAIN, CRITICAL, 0),
                        AlertScenario.finding(Check.PROTOCOL, WARNING, 0));

        assertThat(scenario.notices)
                .extracting(notice -> notice.check().name())
                .containsExactlyInAnyOrder("certificate.leaf", "chain", "protocol");
        assertThat(scenario.notices).extracting(AlertNotice::id).doesNotHaveDuplicates();
    }

    @Test
    void aCheckWithoutAResultKeepsItsAlert() {
        AlertScenario scenario = AlertScenario.begins().run("eu", 0, Check.LEAF, WARNING);
        for (int minute = 5; minute < 120; minute += 5) {
            scenario.run("eu", minute, Check.AVAILABILITY, CRITICAL);
        }

        assertThat(scenario.messages()).containsExactly("opened WARNING", "opened CRITICAL");
        assertThat(scenario.alert(Check.LEAF))
                .hasValueSatisfying(alert -> assertThat(alert.stage()).isEqualTo(Alert.Stage.OPEN));
    }

    @Test
    void worseAndBetterSeveritiesAreSentAfterTheSameNumberOfRuns() {
        AlertScenario scenario = AlertScenario.begins()
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

        assertThat(scenario.messages())
                .containsExactly("opened WARNING", "worsened CRITICAL", "eased WARNING", "resolved OK");
    }

    @Test
    void aSeverityThatFallsForOneRunBeforeTheResolutionIsNotSent() {
        AlertScenario scenario = AlertScenario.begins()
                .run("eu", 0, Check.CHAIN, CRITICAL)
                .run("eu", 5, Check.CHAIN, WARNING)
                .run("eu", 10, Check.CHAIN, OK)
                .run("eu", 15, Check.CHAIN, OK);

        assertThat(scenario.messages()).containsExactly("opened CRITICAL", "resolved OK");
    }

    @Test
    void aRetriedOrLateRunChangesNothing() {
        AlertScenario scenario = AlertScenario.begins().run("eu", 5, Check.AVAILABILITY, CRITICAL);
        scenario.run("eu", 5, Check.AVAILABILITY, CRITICAL).run("eu", 0, Check.AVAILABILITY, CRITICAL);

        assertThat(scenario.notices).isEmpty();
        assertThat(scenario.writes).isEqualTo(1);
    }

    // ---- regions

    @Test
    void aProblemInOneRegionOfThreeIsRegional() {
        AlertScenario scenario = threeRegions();
        scenario.run("eu", 0, Check.AVAILABILITY, CRITICAL)
                .run("us", 1, Check.AVAILABILITY, OK)
                .run("ap", 2, Check.AVAILABILITY, OK)
                .run("eu", 5, Check.AVAILABILITY, CRITICAL)
                .run("us", 6, Check.AVAILABILITY, OK);
        assertThat(scenario.notices).isEmpty();
        scenario.run("ap", 7, Check.AVAILABILITY, OK);

        assertThat(scenario.messages()).containsExactly("opened WARNING regional");
        assertThat(scenario.notices.getFirst().seenFrom()).containsExactly("eu");
        assertThat(scenario.notices.getFirst().notSeenFrom()).containsExactly("ap", "us");
    }

    @Test
    void aProblemInTwoRegionsOfThreeIsOneNotice() {
        AlertScenario scenario = threeRegions();
        for (int minute = 0; minute <= 20; minute += 5) {
            scenario.run("eu", minute, Check.AVAILABILITY, CRITICAL)
                    .run("us", minute + 1, Check.AVAILABILITY, CRITICAL)
                    .run("ap", minute + 2, Check.AVAILABILITY, CRITICAL);
        }
        for (int minute = 25; minute <= 45; minute += 5) {
            scenario.run("eu", minute, Check.AVAILABILITY, OK)
                    .run("us", minute + 1, Check.AVAILABILITY, OK)
                    .run("ap", minute + 2, Check.AVAILABILITY, OK);
        }

        assertThat(scenario.messages()).containsExactly("opened CRITICAL", "resolved OK");
        assertThat(scenario.notices.getFirst().at()).isEqualTo(AlertScenario.at(6));
    }

    @Test
    void aCertificateFindingInAllRegionsIsOneNotice() {
        AlertScenario scenario = threeRegions();
        scenario.run("eu", 0, Check.LEAF, WARNING)
                .run("us", 1, Check.LEAF, WARNING)
                .run("ap", 2, Check.LEAF, WARNING);

        assertThat(scenario.messages()).containsExactly("opened WARNING");
    }

    @Test
    void aRegionalProblemWorsensWhenOtherRegionsReportIt() {
        AlertScenario scenario = threeRegions();
        scenario.run("eu", 0, Check.LEAF, CRITICAL).run("us", 1, Check.LEAF, OK).run("ap", 2, Check.LEAF, OK);
        scenario.run("eu", 5, Check.LEAF, CRITICAL).run("us", 6, Check.LEAF, CRITICAL);

        assertThat(scenario.messages()).containsExactly("opened WARNING regional", "worsened CRITICAL");
    }

    @Test
    void aRegionThatStoppedReportingDelaysANoticeByTwoIntervalsAtMost() {
        AlertScenario scenario = AlertScenario.begins().reports("us", -1).reports("eu", -5);
        scenario.run("eu", 0, Check.LEAF, CRITICAL).run("eu", 5, Check.LEAF, CRITICAL);
        assertThat(scenario.notices).isEmpty();
        scenario.run("eu", 10, Check.LEAF, CRITICAL);

        assertThat(scenario.messages()).containsExactly("opened CRITICAL");
    }

    @Test
    void aRegionThatReportedTheProblemAndStoppedDoesNotKeepTheAlertOpen() {
        AlertScenario scenario = threeRegions();
        scenario.run("eu", 0, Check.LEAF, CRITICAL).run("us", 1, Check.LEAF, OK).run("ap", 2, Check.LEAF, OK);
        scenario.run("us", 6, Check.LEAF, OK).run("ap", 7, Check.LEAF, OK);
        scenario.run("us", 11, Check.LEAF, OK);

        assertThat(scenario.messages()).containsExactly("opened WARNING regional", "resolved OK");
    }

    @Test
    void thePolicySetsTheQuorum() {
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
    void regionalNoticesCanBeSwitchedOff() {
        AlertScenario scenario = threeRegions().withoutRegional();
        for (int minute = 0; minute < 60; minute += 5) {
            scenario.run("eu", minute, Check.AVAILABILITY, CRITICAL)
                    .run("us", minute + 1, Check.AVAILABILITY, OK)
                    .run("ap", minute + 2, Check.AVAILABILITY, OK);
        }
        assertThat(scenario.notices).isEmpty();
        assertThat(scenario.alert(Check.AVAILABILITY))
                .hasValueSatisfying(
                        alert -> assertThat(alert.reports().combined()).isEqualTo(CombinedStatus.REGIONAL));
        scenario.run("eu", 60, Check.AVAILABILITY, CRITICAL).run("us", 61, Check.AVAILABILITY, CRITICAL);
        scenario.run("eu", 65, Check.AVAILABILITY, CRITICAL).run("us", 66, Check.AVAILABILITY, CRITICAL);
        for (int minute = 70; minute < 90; minute += 5) {
            scenario.run("eu", minute, Check.AVAILABILITY, CRITICAL)
                    .run("us", minute + 1, Check.AVAILABILITY, OK)
                    .run("ap", minute + 2, Check.AVAILABILITY, OK);
        }

        assertThat(scenario.messages()).containsExactly("opened CRITICAL", "resolved OK");
    }

    @Test
    void oneRegionSpeaksForAllAboutAnObjective() {
        Check objective = new Check(CheckFamily.OBJECTIVE, "availability");
        AlertScenario scenario = threeRegions();
        scenario.run("eu", 0, objective, CRITICAL);

        assertThat(scenario.messages()).containsExactly("opened CRITICAL");
    }

    // ---- flapping

    @Test
    void aFlappingAlertSendsOneNoticeUntilItSettles() {
        AlertScenario scenario = AlertScenario.begins();
        int minute = 0;
        for (int cycle = 0; cycle < 12; cycle++) {
            for (int run = 0; run < 2; run++, minute += 5) {
                scenario.run("eu", minute, Check.AVAILABILITY, CRITICAL);
            }
            for (int run = 0; run < 2; run++, minute += 5) {
                scenario.run("eu", minute, Check.AVAILABILITY, OK);
            }
        }
        assertThat(scenario.messages())
                .containsExactly(
                        "opened CRITICAL", "resolved OK", "opened CRITICAL", "resolved OK", "flapping CRITICAL");
        for (int run = 0; run < 15; run++, minute += 5) {
            scenario.run("eu", minute, Check.AVAILABILITY, OK);
        }

        assertThat(scenario.messages()).hasSize(6).last().isEqualTo("resolved OK");
        assertThat(scenario.writes).isLessThan(80);
    }

    @Test
    void aFlappingAlertThatSettlesAsAProblemSaysSo() {
        AlertScenario scenario = AlertScenario.begins();
        int minute = 0;
        for (int cycle = 0; cycle < 4; cycle++) {
            for (int run = 0; run < 2; run++, minute += 5) {
                scenario.run("eu", minute, Check.AVAILABILITY, CRITICAL);
            }
            for (int run = 0; run < 2; run++, minute += 5) {
                scenario.run("eu", minute, Check.AVAILABILITY, OK);
            }
        }
        for (int run = 0; run < 16; run++, minute += 5) {
            scenario.run("eu", minute, Check.AVAILABILITY, CRITICAL);
        }

        assertThat(scenario.messages()).last().isEqualTo("settled CRITICAL");
    }

    // ---- reminders, ladder, acknowledgement

    @Test
    void aCertificateHasADailyReminderAndAnOutageHasNone() {
        AlertScenario scenario = AlertScenario.begins();
        for (int minute = 0; minute <= 3 * 24 * 60; minute += 60) {
            scenario.run("eu", minute, Check.LEAF, WARNING).run("eu", minute, Check.AVAILABILITY, CRITICAL);
        }

        assertThat(scenario.notices.stream().filter(notice -> notice.check().equals(Check.LEAF)))
                .extracting(notice -> notice.change().label())
                .containsExactly("opened", "reminded", "reminded", "reminded");
        assertThat(scenario.notices.stream().filter(notice -> notice.check().equals(Check.AVAILABILITY)))
                .hasSize(1);
    }

    @Test
    void eachStepOfTheExpiryLadderIsSentOnce() {
        AlertScenario scenario = AlertScenario.begins().check(CheckFamily.CERTIFICATE, 1, 2, Optional.empty());
        int minute = 0;
        for (int rung : List.of(1, 1, 2, 2, 3, 3, 4, 5)) {
            scenario.finds("eu", minute, AlertScenario.finding(Check.LEAF, rung < 3 ? WARNING : CRITICAL, rung));
            minute += 5;
        }

        assertThat(scenario.messages())
                .containsExactly(
                        "opened WARNING",
                        "escalated WARNING",
                        "worsened CRITICAL",
                        "escalated CRITICAL",
                        "escalated CRITICAL");
    }

    @Test
    void anAcknowledgedAlertHasNoReminderUntilItGetsWorse() {
        AlertScenario scenario = AlertScenario.begins().run("eu", 0, Check.LEAF, WARNING);
        AlertTransition acknowledged = Decision.acknowledged(
                scenario.state, check -> true, new Acknowledgement("alice", "ordered", AlertScenario.at(3)));
        assertThat(acknowledged.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.note()).hasValue("Taken care of by alice: ordered");
            assertThat(notice.tags()).containsEntry("team", "web");
        });
        scenario.state = new AlertState(
                AlertScenario.TARGET,
                2,
                acknowledged.state().tags(),
                acknowledged.state().alerts(),
                List.of());

        scenario.run("eu", 5, Check.LEAF, WARNING).run("eu", 3 * 24 * 60, Check.LEAF, WARNING);
        scenario.run("eu", 3 * 24 * 60 + 5, Check.LEAF, CRITICAL).run("eu", 5 * 24 * 60, Check.LEAF, CRITICAL);

        assertThat(scenario.messages()).containsExactly("opened WARNING", "worsened CRITICAL", "reminded CRITICAL");
        assertThat(Decision.acknowledged(
                                AlertState.nothingStored(AlertScenario.TARGET),
                                check -> true,
                                new Acknowledgement("", "", AlertScenario.at(3)))
                        .mustBeStored())
                .isFalse();
    }

    @Test
    void anAcknowledgedCertificateStillSendsThatItExpired() {
        AlertScenario scenario = AlertScenario.begins().finds("eu", 0, AlertScenario.finding(Check.LEAF, CRITICAL, 5));
        AlertTransition acknowledged =
                Decision.acknowledged(scenario.state, check -> true, new Acknowledgement("", "", AlertScenario.at(3)));
        scenario.state = new AlertState(
                AlertScenario.TARGET,
                2,
                acknowledged.state().tags(),
                acknowledged.state().alerts(),
                List.of());

        scenario.finds("eu", 5, AlertScenario.finding(Check.LEAF, CRITICAL, 5))
                .finds("eu", 10, AlertScenario.finding(Check.LEAF, CRITICAL, 6))
                .finds("eu", 3 * 24 * 60, AlertScenario.finding(Check.LEAF, CRITICAL, 6));

        assertThat(scenario.messages()).containsExactly("opened CRITICAL", "escalated CRITICAL");
    }

    // ---- silences

    @Test
    void aSuppressedNoticeIsCountedOnceAndSentWhenTheSilenceEnds() {
        AlertScenario scenario = AlertScenario.begins().silenced((target, tags, check) -> Optional.of("s1"));
        for (int minute = 0; minute < 30; minute += 5) {
            scenario.run("eu", minute, Check.LEAF, WARNING);
        }
        scenario.run("eu", 30, Check.LEAF, CRITICAL);
        assertThat(scenario.notices).isEmpty();
        assertThat(scenario.suppressed).extracting(SuppressedNotice::silence).containsExactly("s1", "s1");

        scenario.silenced(SilenceLookup.NONE).run("eu", 35, Check.LEAF, CRITICAL);

        assertThat(scenario.messages()).containsExactly("opened CRITICAL");
        assertThat(scenario.notices.getFirst().since()).isEqualTo(AlertScenario.at(0));
        assertThat(scenario.notices.getFirst().omitted().suppressed()).isEqualTo(2);
    }

    @Test
    void silencesAreLookedUpOncePerNoticeAndNotInOtherRuns() {
        List<Check> lookups = new ArrayList<>();
        AlertScenario scenario = AlertScenario.begins().silenced((target, tags, check) -> {
            lookups.add(check);
            return Optional.empty();
        });

        scenario.run("eu", 0, Check.LEAF, OK).run("eu", 5, Check.AVAILABILITY, CRITICAL);
        assertThat(lookups).isEmpty();
        scenario.run("eu", 10, Check.AVAILABILITY, CRITICAL).run("eu", 15, Check.AVAILABILITY, CRITICAL);

        assertThat(scenario.messages()).containsExactly("opened CRITICAL");
        assertThat(lookups).containsExactly(Check.AVAILABILITY);
    }

    @Test
    void anAlertThatOpensAndResolvesDuringASilenceSendsNothing() {
        AlertScenario scenario = AlertScenario.begins().silenced((target, tags, check) -> Optional.of("s1"));
        scenario.run("eu", 0, Check.LEAF, WARNING).run("eu", 5, Check.LEAF, OK).run("eu", 10, Check.LEAF, OK);
        scenario.silenced(SilenceLookup.NONE).run("eu", 15, Check.LEAF, OK).run("eu", 20, Check.LEAF, OK);

        assertThat(scenario.notices).isEmpty();
    }

    @Test
    void aResolutionDuringASilenceIsSentAfterIt() {
        AlertScenario scenario = AlertScenario.begins().run("eu", 0, Check.LEAF, WARNING);
        scenario.silenced((target, tags, check) -> Optional.of("s1"));
        scenario.run("eu", 5, Check.LEAF, OK).run("eu", 10, Check.LEAF, OK).run("eu", 15, Check.LEAF, OK);
        scenario.silenced(SilenceLookup.NONE).run("eu", 20, Check.LEAF, OK).run("eu", 25, Check.LEAF, OK);

        assertThat(scenario.messages()).containsExactly("opened WARNING", "resolved OK");
    }

    // ---- a certificate being rolled out

    @Test
    void theResolutionOfARenewalNamesTheNewFingerprint() {
        AlertScenario scenario = AlertScenario.begins()
                .leaf("eu", 0, "203.0.113.1", AlertScenario.leafUntil(9), WARNING)
                .leaf("eu", 5, "203.0.113.1", AlertScenario.leafUntil(80), OK)
                .leaf("eu", 10, "203.0.113.1", AlertScenario.leafUntil(80), OK);

        assertThat(scenario.messages()).containsExactly("opened WARNING", "resolved OK");
        assertThat(scenario.notices.getLast().note().orElseThrow()).contains("SHA-256 0000", "expires 2027-02-11");
    }

    @Test
    void aRenewalThatReachesTheAddressesOneByOneIsOneAlert() {
        AlertScenario scenario = AlertScenario.begins();
        int minute = 0;
        scenario.leaf("eu", minute, "203.0.113.0", AlertScenario.leafUntil(9), WARNING);
        for (int renewed = 1; renewed <= 8; renewed++) {
            for (int run = 0; run < 8; run++) {
                minute += 5;
                boolean isNew = run < renewed;
                scenario.leaf(
                        "eu",
                        minute,
                        "203.0.113." + run,
                        AlertScenario.leafUntil(isNew ? 80 : 9),
                        isNew ? OK : WARNING);
            }
        }
        scenario.leaf("eu", minute + 5, "203.0.113.1", AlertScenario.leafUntil(80), OK);

        assertThat(scenario.messages()).containsExactly("opened WARNING", "progressed WARNING", "resolved OK");
        assertThat(scenario.notices.get(1).note().orElseThrow()).matches("\\d of \\d addresses renewed");
        assertThat(scenario.notices)
                .extracting(AlertNotice::alertId)
                .containsOnly(scenario.notices.getFirst().alertId());
    }

    @Test
    void anAddressThatServesOldAndNewLeavesInTurnIsOneAlert() {
        AlertScenario scenario =
                AlertScenario.begins().leaf("eu", 0, "203.0.113.1", AlertScenario.leafUntil(9), WARNING);
        int minute = 5;
        for (; minute < 6 * 60; minute += 5) {
            boolean isNew = minute % 15 != 0;
            scenario.leaf("eu", minute, "203.0.113.1", AlertScenario.leafUntil(isNew ? 80 : 9), isNew ? OK : WARNING);
        }
        for (; minute < 13 * 60; minute += 5) {
            scenario.leaf("eu", minute, "203.0.113.1", AlertScenario.leafUntil(80), OK);
        }

        assertThat(scenario.messages()).startsWith("opened WARNING").endsWith("resolved OK");
        assertThat(scenario.messages().size()).isLessThanOrEqualTo(4);
        assertThat(scenario.notices)
                .extracting(AlertNotice::alertId)
                .containsOnly(scenario.notices.getFirst().alertId());
    }

    @Test
    void theResolutionOfASlowPhaseNamesItsDuration() {
        AlertScenario scenario = AlertScenario.begins()
                .run("eu", 0, TLS, WARNING)
                .run("eu", 5, TLS, WARNING)
                .run("eu", 10, TLS, OK)
                .run("eu", 15, TLS, OK);

        assertThat(scenario.notices.getLast().note()).hasValue("tls is back to 25.0 ms.");
    }

    @Test
    void atMostTwentyNoticesArePendingAndTheNewestCountsTheLost() {
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
