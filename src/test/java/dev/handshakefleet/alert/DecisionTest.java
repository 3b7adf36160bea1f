package dev.handshakefleet.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.alert.AlertNotice.Change;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DecisionTest {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant LEASE = TEN.plusSeconds(60);

    @ParameterizedTest
    @CsvSource({
        "OK, OK,",
        "OK, WARNING, OPENED",
        "OK, CRITICAL, OPENED",
        "WARNING, OK, RESOLVED",
        "WARNING, WARNING,",
        "WARNING, CRITICAL, WORSENED",
        "CRITICAL, OK, RESOLVED",
        "CRITICAL, WARNING, EASED",
        "CRITICAL, CRITICAL,",
    })
    void peopleAreToldWhenTheSeverityChangesAndOnlyThen(Severity before, Severity after, Change change) {
        AlertState known = after(nothing(), "eu", TEN, before).state();

        AlertTransition transition = after(known, "eu", TEN.plusSeconds(60), after);

        assertThat(transition.notice().map(AlertNotice::change)).isEqualTo(Optional.ofNullable(change));
        assertThat(transition.state().told()).isEqualTo(after);
    }

    @Test
    void aHealthyTargetOfWhichNothingIsStoredCostsNothing() {
        AlertTransition transition = after(nothing(), "eu", TEN, Severity.OK);

        assertThat(transition.mustBeStored()).isFalse();
        assertThat(transition.notice()).isEmpty();
    }

    @Test
    void theTargetIsAsBadAsItsWorstRegion() {
        AlertState oneRegion = after(nothing(), "eu", TEN, Severity.WARNING).state();

        AlertTransition worse = after(oneRegion, "us", TEN, Severity.CRITICAL);
        AlertTransition stillBad = after(worse.state(), "eu", TEN.plusSeconds(60), Severity.OK);
        AlertTransition well = after(stillBad.state(), "us", TEN.plusSeconds(60), Severity.OK);

        assertThat(worse.notice().orElseThrow().change()).isEqualTo(Change.WORSENED);
        assertThat(worse.notice().orElseThrow().regions())
                .containsEntry("eu", Severity.WARNING)
                .containsEntry("us", Severity.CRITICAL);
        assertThat(stillBad.notice()).isEmpty();
        assertThat(stillBad.mustBeStored()).isTrue();
        assertThat(well.notice().orElseThrow().change()).isEqualTo(Change.RESOLVED);
    }

    @Test
    void aHealthyThirdRegionChangesNothing() {
        AlertState known = after(nothing(), "eu", TEN, Severity.CRITICAL).state();

        assertThat(after(known, "ap", TEN, Severity.OK).mustBeStored()).isFalse();
    }

    @Test
    void aLateOrRetriedEventDoesNotOverturnANewerWord() {
        AlertState known = after(nothing(), "eu", TEN, Severity.CRITICAL).state();
        AlertState well = after(known, "eu", TEN.plusSeconds(60), Severity.OK).state();

        AlertTransition late = after(well, "eu", TEN.plusSeconds(30), Severity.CRITICAL);

        assertThat(late.mustBeStored()).isFalse();
        assertThat(late.state()).isSameAs(well);
    }

    @Test
    void aRetryOfTheSameInstantMayCorrectItsWord() {
        AlertState known = after(nothing(), "eu", TEN, Severity.CRITICAL).state();

        assertThat(after(known, "eu", TEN, Severity.OK).notice().orElseThrow().change())
                .isEqualTo(Change.RESOLVED);
    }

    @Test
    void theWordOfARegionThatFellSilentEndsAfterADay() {
        AlertState known = after(nothing(), "gone", TEN, Severity.CRITICAL).state();
        AlertState both = after(known, "eu", TEN, Severity.WARNING).state();

        AlertTransition within = after(both, "eu", TEN.plus(Duration.ofHours(24)), Severity.WARNING);
        AlertTransition beyond =
                after(both, "eu", TEN.plus(Duration.ofHours(24)).plusSeconds(1), Severity.WARNING);

        assertThat(within.notice()).isEmpty();
        assertThat(beyond.notice().orElseThrow().change()).isEqualTo(Change.EASED);
        assertThat(beyond.state().words()).containsOnlyKeys("eu");
    }

    @Test
    void aWordThatRepeatsItselfIsStoredOnceAnHour() {
        AlertState known = after(nothing(), "eu", TEN, Severity.CRITICAL).state();

        assertThat(after(known, "eu", TEN.plus(Duration.ofMinutes(60)), Severity.CRITICAL)
                        .mustBeStored())
                .isFalse();
        assertThat(after(known, "eu", TEN.plus(Duration.ofMinutes(61)), Severity.CRITICAL)
                        .mustBeStored())
                .isTrue();
    }

    @Test
    void anAlertKeepsItsBeginningUntilItResolves() {
        AlertState opened = after(nothing(), "eu", TEN, Severity.WARNING).state();
        AlertTransition worse = after(opened, "eu", TEN.plusSeconds(600), Severity.CRITICAL);
        AlertTransition resolved = after(worse.state(), "eu", TEN.plusSeconds(1_200), Severity.OK);
        AlertTransition again = after(resolved.state(), "eu", TEN.plusSeconds(1_800), Severity.WARNING);

        assertThat(worse.notice().orElseThrow().since()).isEqualTo(TEN);
        assertThat(resolved.notice().orElseThrow().since()).isEqualTo(TEN);
        assertThat(resolved.state().openedAt()).isEmpty();
        assertThat(again.notice().orElseThrow().since()).isEqualTo(TEN.plusSeconds(1_800));
    }

    @Test
    void theOldestUnsentNoticesAreDroppedAndTheNextOneSaysHowMany() {
        AlertState state = nothing();
        AlertTransition last = AlertTransition.none(state);
        for (int minute = 0; minute <= Decision.MOST_PENDING; minute++) {
            Severity severity = minute % 2 == 0 ? Severity.CRITICAL : Severity.OK;
            last = after(last.state(), "eu", TEN.plusSeconds(60L * minute), severity);
        }

        assertThat(last.state().pending()).hasSize(Decision.MOST_PENDING);
        assertThat(last.notice().orElseThrow().lost()).isEqualTo(1);
        assertThat(last.state().pending().getFirst().notice().change()).isEqualTo(Change.RESOLVED);
    }

    @Test
    void noDroppedNoticeIsForgottenEvenWhenTheOneThatSaidSoIsDroppedToo() {
        AlertTransition last = AlertTransition.none(nothing());
        int decided = 5 * Decision.MOST_PENDING;
        for (int minute = 0; minute < decided; minute++) {
            Severity severity = minute % 2 == 0 ? Severity.CRITICAL : Severity.OK;
            last = after(last.state(), "eu", TEN.plusSeconds(60L * minute), severity);
        }

        int lost = last.state().pending().stream()
                .mapToInt(pending -> pending.notice().lost())
                .sum();
        assertThat(lost + last.state().pending().size()).isEqualTo(decided);
    }

    @Test
    void theLargestStateStaysFarBelowTheLargestItem() {
        Finding[] hostile = Arrays.stream(FindingCode.values())
                .map(code -> new Finding(code, Severity.CRITICAL, "\u4E16".repeat(9_000), "\\\u4E16".repeat(9_000)))
                .toArray(Finding[]::new);
        AlertTransition last = AlertTransition.none(nothing());
        for (int minute = 0; minute < 30; minute++) {
            JudgedProbe judged = minute % 2 == 0 ? Probes.with("example.com", hostile) : Probes.healthy("example.com");
            last = Decision.on(last.state(), Observation.of(judged, "eu", TEN.plusSeconds(60L * minute)), LEASE);
        }

        int bytes = last.state().pending().stream()
                .mapToInt(pending -> NoticeCodec.encode(pending.notice()).getBytes(StandardCharsets.UTF_8).length)
                .sum();
        assertThat(last.state().pending()).hasSize(Decision.MOST_PENDING);
        assertThat(bytes).isBetween(50_000, 300_000);
    }

    @Test
    void aStoredStateThatIsNoneOfOursIsRefusedByName() {
        Map<String, AttributeValue> item = new HashMap<>(
                AlertItem.encode(after(nothing(), "eu", TEN, Severity.CRITICAL).state()));
        item.remove("words");

        assertThatThrownBy(() -> AlertItem.decode(item))
                .isInstanceOf(UnreadableStateException.class)
                .hasMessageContaining("alert#example.com:443");
    }

    @Test
    void aNoticeOfALaterVersionKeepsTheFindingsWeKnow() {
        String later = NoticeCodec.encode(
                        after(nothing(), "eu", TEN, Severity.CRITICAL).notice().orElseThrow())
                .replace("CERT_EXPIRED\",", "CERT_OF_A_LATER_VERSION\",");

        assertThat(NoticeCodec.decode(later).findings()).isEmpty();
        assertThat(NoticeCodec.decode(later).severity()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void theNoticeIsStoredWithTheStateUnderOurLease() {
        AlertTransition opened = after(nothing(), "eu", TEN, Severity.CRITICAL);

        assertThat(opened.state().pending())
                .isEqualTo(List.of(new PendingNotice(opened.notice().orElseThrow(), LEASE)));
        assertThat(opened.notice().orElseThrow().id()).isEqualTo("example.com:443#1");
    }

    @Test
    void whatIsStoredComesBackAsItWent() {
        AlertState state = after(nothing(), "eu", TEN, Severity.CRITICAL).state();
        AlertState two =
                after(state, "us", TEN.plusSeconds(1), Severity.WARNING).state();

        assertThat(AlertItem.decode(AlertItem.encode(two))).isEqualTo(two);
    }

    private static AlertState nothing() {
        return AlertState.nothingStored("example.com:443");
    }

    private static AlertTransition after(AlertState state, String region, Instant at, Severity severity) {
        return Decision.on(state, Observation.of(Probes.with("example.com", severity), region, at), LEASE);
    }
}
