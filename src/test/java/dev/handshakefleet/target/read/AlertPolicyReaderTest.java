package dev.handshakefleet.target.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.CheckPolicy;
import dev.handshakefleet.target.TargetDefaults;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The times and limits of notices in a target's {@code alerting}. */
class AlertPolicyReaderTest {

    @Test
    void missingFieldsHaveTheirDefaults() {
        AlertPolicy policy = read(Map.of());

        assertThat(policy).isEqualTo(AlertPolicy.DEFAULT);
        assertThat(policy.of(CheckFamily.AVAILABILITY).after()).isEqualTo(2);
        assertThat(policy.of(CheckFamily.SLA).after()).isEqualTo(2);
        assertThat(policy.of(CheckFamily.CERTIFICATE).after()).isEqualTo(1);
        assertThat(policy.of(CheckFamily.CERTIFICATE).remind()).hasValue(Duration.ofHours(24));
        assertThat(policy.of(CheckFamily.AVAILABILITY).remind()).isEmpty();
        assertThat(CheckFamily.ofTargets())
                .extracting(policy::of)
                .extracting(CheckPolicy::clear)
                .containsOnly(2);
    }

    @Test
    void valueAppliesToEveryCheckAndObjectToItsOwn() {
        AlertPolicy policy = read(Map.of(
                "after",
                3,
                "clear",
                Map.of("availability", 5),
                "remind",
                Map.of("chain", "PT12H", "certificate", "off")));

        assertThat(CheckFamily.ofTargets())
                .extracting(policy::of)
                .extracting(CheckPolicy::after)
                .containsOnly(3);
        assertThat(policy.of(CheckFamily.REGION))
                .as("no target has settings for regions")
                .isEqualTo(AlertPolicy.DEFAULT.of(CheckFamily.REGION));
        assertThat(policy.of(CheckFamily.AVAILABILITY).clear()).isEqualTo(5);
        assertThat(policy.of(CheckFamily.SLA).clear()).isEqualTo(2);
        assertThat(policy.of(CheckFamily.CHAIN).remind()).hasValue(Duration.ofHours(12));
        assertThat(policy.of(CheckFamily.CERTIFICATE).remind()).isEmpty();
        assertThat(read(Map.of("remind", false)).of(CheckFamily.CERTIFICATE).remind())
                .isEmpty();
        assertThat(read(Map.of("regional", "off")).regional()).isFalse();
        assertThat(read(Map.of("regional", false)).regional()).isFalse();
        assertThat(read(Map.of()).regional()).isTrue();
        assertThat(read(Map.of("flapping", false)).flapChanges()).isZero();
        assertThat(read(Map.of("flapping", 8)).flapChanges()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({
        "majority, 1, 1",
        "majority, 2, 2",
        "majority, 3, 2",
        "majority, 4, 3",
        "majority, 5, 3",
        "all, 3, 3",
        "all, 0, 1",
        "2, 3, 2",
        "2, 1, 1",
        "2, 0, 1"
    })
    void quorumIsNeverMoreThanTheReportingRegions(String written, int reporting, int needed) {
        Object value = written.matches("\\d+") ? Integer.valueOf(written) : written;

        assertThat(read(Map.of("quorum", value)).quorum().of(reporting)).isEqualTo(needed);
        assertThat(read(Map.of("quorum", value)).quorum().label()).isEqualTo(written);
    }

    record Bad(Object alert, String message) {}

    static Stream<Bad> badPolicies() {
        return Stream.of(
                new Bad("loud", "alert: 'loud'; accepted: an object"),
                new Bad(
                        Map.of("before", 1),
                        "alert: 'field before'; accepted: after, clear, flapping, quorum, regional, remind"),
                new Bad(
                        Map.of("after", Map.of("region", 2)),
                        "alert.after: 'region'; accepted: a kind of check: availability, sla, "),
                new Bad(Map.of("after", 0), "alert.after: '0'; accepted: a whole number from 1 to 100"),
                new Bad(Map.of("after", "2"), "alert.after: '2'"),
                new Bad(Map.of("clear", Map.of("sla", 101)), "alert.clear.sla: '101'"),
                new Bad(
                        Map.of("after", Map.of("dns", 2)),
                        "alert.after: 'dns'; accepted: a kind of check: availability"),
                new Bad(Map.of("remind", "daily"), "alert.remind: 'daily'"),
                new Bad(
                        Map.of("remind", "PT1M"),
                        "alert.remind: 'PT1M'; accepted: a duration from PT5M to P30D, or off"),
                new Bad(Map.of("remind", 24), "alert.remind: '24'"),
                new Bad(Map.of("quorum", "most"), "alert.quorum: 'most'; accepted: majority, all"),
                new Bad(Map.of("quorum", 0), "alert.quorum: '0'"),
                new Bad(Map.of("quorum", 101), "alert.quorum: '101'"),
                new Bad(Map.of("regional", "some"), "alert.regional: 'some'; accepted: true, or off"),
                new Bad(Map.of("flapping", 2), "alert.flapping: '2'; accepted: a whole number from 3 to 20, or off"),
                new Bad(Map.of("flapping", 21), "alert.flapping: '21'"));
    }

    @ParameterizedTest
    @MethodSource("badPolicies")
    void wrongValueIsRefusedWithTheAcceptedOnes(Bad bad) {
        assertThatThrownBy(() -> read(bad.alert()))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(bad.message());
    }

    private static AlertPolicy read(Object alert) {
        return new TargetReader(TargetDefaults.BUILT_IN)
                .read(Map.of("host", "example.com", "alert", alert))
                .alert();
    }
}
