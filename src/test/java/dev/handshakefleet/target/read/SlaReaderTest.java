package dev.handshakefleet.target.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.AvailabilityObjective;
import dev.handshakefleet.target.PercentileObjective;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Sla;
import dev.handshakefleet.target.SlaLimit;
import dev.handshakefleet.target.SlaObjective;
import dev.handshakefleet.target.TargetDefaults;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlaReaderTest {

    private static final PercentileObjective P95 =
            new PercentileObjective(95, Phase.TLS, SlaLimit.of(Duration.ofMillis(250)), Duration.ofHours(1));
    private static final AvailabilityObjective THREE_NINES =
            new AvailabilityObjective(new BigDecimal("99.9"), Duration.ofDays(30));

    private final TargetReader reader = new TargetReader(TargetDefaults.BUILT_IN);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p95 of tls <= 250 ms over PT1H",
                "p95 of tls ≤ 250 ms over PT1H",
                "p95 of tls≤250ms over PT1H",
                "p95 of tls <=250ms over pt1h",
                "P95 OF TLS <= 250 MS OVER PT1H",
                "p 95 of tls <= 0.25 s over PT60M",
                "p95 of tls <= 0.25s over PT1H",
                "p95 of tls <= PT0.25S over PT1H",
                "p95 of tls <= 250.000 ms over PT1H",
                "  p95\u00A0of tls  ≤\t250\u202Fms over PT1H ",
            })
    void percentileIsReadInEveryNotation(String written) {
        assertThat(objectives(List.of(written))).containsExactly(P95);
        assertThat(objectives(written)).as("one alone").containsExactly(P95);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99.9 % over P30D",
                "99.9% over P30D",
                "99.9%over P30D",
                "99.90 % over P30D",
                "99.9000000000 % over PT720H",
                "99.9 % available over P30D",
                "99.9\u202F% Available over p30d",
            })
    void availabilityIsReadInEveryNotation(String written) {
        assertThat(objectives(List.of(written))).containsExactly(THREE_NINES);
    }

    @ParameterizedTest
    @CsvSource({
        "p50 of total <= 1 s over PT5M, p50-total, PT5M",
        "p99 of ttfb <= 1 ms over P1D, p99-ttfb, PT24H",
        "50.00001 % over P1D, availability, PT24H",
        "99.99999 % over P90D, availability, PT2160H",
    })
    void boundsAreAccepted(String written, String name, Duration window) {
        SlaObjective objective = objectives(written).getFirst();

        assertThat(objective.name()).isEqualTo(name);
        assertThat(objective.window()).isEqualTo(window);
    }

    @Test
    void objectsAreReadLikeTexts() {
        assertThat(objectives(List.of(
                        Map.of("percentile", 95, "phase", "tls", "limit", "PT0.25S", "window", "PT1H"),
                        Map.of("availability", 99.9, "window", "P30D"))))
                .containsExactly(P95, THREE_NINES);
        assertThat(objectives(Map.of(
                        "percentile",
                        95,
                        "phase",
                        "tls",
                        "limit",
                        Map.of("warning", "PT0.25S", "critical", "PT3S"),
                        "window",
                        "PT1H")))
                .containsExactly(new PercentileObjective(
                        95,
                        Phase.TLS,
                        new SlaLimit(Duration.ofMillis(250), Duration.ofSeconds(3)),
                        Duration.ofHours(1)));
        assertThat(objectives(Map.of("availability", 99, "window", "P30D")))
                .containsExactly(new AvailabilityObjective(new BigDecimal("99"), Duration.ofDays(30)));
    }

    @Test
    void objectivesAreReadBesideLimitsOfPhases() {
        Sla sla = reader.read(Map.of(
                        "host",
                        "example.com",
                        "sla",
                        Map.of("tls", "PT0.3S", "objectives", List.of("99.9 % over P30D"))))
                .sla();

        assertThat(sla.limits()).containsExactly(Map.entry(Phase.TLS, SlaLimit.of(Duration.ofMillis(300))));
        assertThat(sla.objectives()).containsExactly(THREE_NINES);
    }

    @Test
    void missingObjectivesAreThoseOfTheDefaults() {
        Sla defaults = new Sla(Map.of(), List.of(THREE_NINES));

        assertThat(SlaReader.read(Map.of("tls", "PT1S"), defaults).objectives()).containsExactly(THREE_NINES);
        assertThat(SlaReader.read(Map.of("objectives", List.of()), defaults).objectives())
                .isEmpty();
        assertThat(SlaReader.read(Collections.singletonMap("objectives", null), defaults)
                        .objectives())
                .isEmpty();
        assertThat(reader.read("example.com").sla().objectives()).isEmpty();
    }

    static List<Arguments> wrong() {
        String asText = "; accepted: such as 'p95 of tls <= 250 ms over PT1H' or '99.9 % over P30D'";
        String percentile = "; accepted: a whole number from 50 to 99";
        String availability = "; accepted: a number above 50 and below 100 with at most 5 decimals";
        String limit = "; accepted: a time above zero, such as 250 ms, 0.25 s or PT0.25S";
        return List.of(
                wrong("", "sla.objectives: ''" + asText),
                wrong("fast", "sla.objectives: 'fast'" + asText),
                wrong("99,9 % over P30D", "sla.objectives: '99,9 % over P30D'" + asText),
                wrong("p95 of tls <= 250,5 ms over PT1H", "sla.objectives.limit: '250,5 ms'" + limit),
                wrong("99.9 over P30D", "sla.objectives: '99.9 over P30D'" + asText),
                wrong("99.9 % P30D", "sla.objectives: '99.9 % P30D'" + asText),
                wrong("-99.9 % over P30D", "sla.objectives: '-99.9 % over P30D'" + asText),
                wrong("p95 tls <= 250 ms over PT1H", "sla.objectives: 'p95 tls <= 250 ms over PT1H'" + asText),
                wrong("p95 of tls < 250 ms over PT1H", "sla.objectives: 'p95 of tls < 250 ms over PT1H'" + asText),
                wrong("p95 of tls >= 250 ms over PT1H", "sla.objectives: 'p95 of tls >="),
                wrong("p99.9 of tls <= 250 ms over PT1H", "sla.objectives: 'p99.9 of"),
                wrong("p95 of tls <= 250 ms", "sla.objectives: 'p95 of tls <= 250 ms'" + asText),
                wrong("p95 of tls <= over PT1H", "sla.objectives: 'p95 of tls <= over PT1H'" + asText),
                wrong("p49 of tls <= 250 ms over PT1H", "sla.objectives.percentile: '49'" + percentile),
                wrong("p100 of tls <= 250 ms over PT1H", "sla.objectives.percentile: '100'" + percentile),
                wrong("p95 of tsl <= 250 ms over PT1H", "sla.objectives.phase: 'tsl'; accepted: a phase: dns, connect"),
                wrong("p95 of tls <= 0 ms over PT1H", "sla.objectives.limit: '0 ms'" + limit),
                wrong("p95 of tls <= 250 over PT1H", "sla.objectives.limit: '250'" + limit),
                wrong("p95 of tls <= 250 us over PT1H", "sla.objectives.limit: '250 us'" + limit),
                wrong("p95 of tls <= PT-1S over PT1H", "sla.objectives.limit: 'PT-1S'" + limit),
                wrong("p95 of tls <= P9999D over PT1H", "sla.objectives.limit: 'P9999D'" + limit),
                wrong(
                        "p95 of tls <= 250 ms over 1h",
                        "sla.objectives.window: '1h'; accepted: an ISO-8601 duration from PT5M"),
                wrong("p95 of tls <= 250 ms over PT4M59S", "sla.objectives.window: 'PT4M59S'; accepted: an ISO-8601"),
                wrong("p95 of tls <= 250 ms over PT24H1S", "sla.objectives.window: 'PT24H1S'; accepted: an ISO-8601"),
                wrong("50 % over P30D", "sla.objectives.availability: '50'" + availability),
                wrong("100 % over P30D", "sla.objectives.availability: '100'" + availability),
                wrong("99.999999 % over P30D", "sla.objectives.availability: '99.999999'" + availability),
                wrong("99.9 % over PT23H", "sla.objectives.window: 'PT23H'; accepted: an ISO-8601 duration from P1D"),
                wrong("99.9 % over P91D", "sla.objectives.window: 'P91D'; accepted: an ISO-8601 duration from P1D"),
                wrong("99.9 % over P1M", "sla.objectives.window: 'P1M'; accepted: an ISO-8601 duration from P1D"),
                wrong("p95 of tls <= 250 ms over PT1H" + " ".repeat(200), "sla.objectives: 'p95 of"),
                wrong("over ".repeat(40_000), "sla.objectives: 'over over"),
                wrong(99.9, "sla.objectives: '99.9'" + asText + ", or an object with percentile"),
                wrong(Arrays.asList((Object) null), "sla.objectives: missing" + asText),
                wrong(
                        Map.of(),
                        "sla.objectives: '{}'; accepted: an object with percentile, phase, limit and window, or"),
                wrong(Map.of("percentile", 95, "availability", 99), "accepted: an object with percentile, phase"),
                wrong(Map.of("availability", 99.9, "windows", "P30D"), "sla.objectives: 'field windows'"),
                wrong(
                        Map.of("availability", 99.9),
                        "sla.objectives.window: missing; accepted: an ISO-8601 duration from P1D"),
                wrong(
                        Map.of("availability", "99.9", "window", "P30D"),
                        "sla.objectives.availability: '99.9'" + availability),
                wrong(Map.of("availability", Double.NaN, "window", "P30D"), "sla.objectives.availability: 'NaN'"),
                wrong(Map.of("availability", 1e300, "window", "P30D"), "sla.objectives.availability: '1.0E+300'"),
                wrong(Map.of("availability", 99.9, "window", 30), "sla.objectives.window: '30'; accepted: a text"),
                wrong(percentile("percentile", 95.5), "sla.objectives.percentile: '95.5'" + percentile),
                wrong(percentile("percentile", "95"), "sla.objectives.percentile: '95'" + percentile),
                wrong(percentile("phase", "TLS"), "sla.objectives.phase: 'TLS'; accepted: a phase"),
                wrong(percentile("limit", 250), "sla.objectives.limit: '250'; accepted: a text"),
                wrong(percentile("limit", "PT0S"), "sla.objectives.limit: 'PT0S'; accepted: an ISO-8601 duration"),
                wrong(percentile("limit", Map.of("critical", "PT1S")), "sla.objectives.limit.warning: missing"),
                wrong(
                        percentile("window", "P2D"),
                        "sla.objectives.window: 'P2D'; accepted: an ISO-8601 duration from PT5M"),
                wrong(
                        List.of("99.9 % over P30D", "99 % over P1D"),
                        "sla.objectives: 'availability twice'; accepted: one objective"),
                wrong(
                        List.of("p95 of tls <= 1 s over P1D", "p95 of tls <= 250 ms over PT1H"),
                        "sla.objectives: 'p95-tls twice'; accepted: one objective"),
                wrong(
                        IntStream.range(90, 99)
                                .mapToObj(percent -> "p" + percent + " of tls <= 1 s over PT1H")
                                .toList(),
                        "sla.objectives: '9 objectives'; accepted: at most 8"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongObjectiveIsRefusedByFieldValueAndAcceptedForm(Object written, String text) {
        assertThatThrownBy(() -> objectives(written))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(text);
    }

    @Test
    void unknownKeyIsRefusedWithThePhasesAndObjectives() {
        assertThatThrownBy(() -> reader.read(Map.of("host", "example.com", "sla", Map.of("objective", "x"))))
                .isInstanceOf(BadInputException.class)
                .hasMessage("sla: 'objective'; accepted: a phase: dns, connect, starttls, tls, request, ttfb, download,"
                        + " total; or objectives");
    }

    private static Arguments wrong(Object written, String text) {
        return Arguments.of(written, text);
    }

    /** One with a field changed. */
    private static Map<String, Object> percentile(String field, Object value) {
        Map<String, Object> fields =
                new HashMap<>(Map.of("percentile", 95, "phase", "tls", "limit", "PT0.25S", "window", "PT1H"));
        fields.put(field, value);
        return fields;
    }

    private List<SlaObjective> objectives(Object written) {
        return reader.read(Map.of("host", "example.com", "sla", Map.of("objectives", written)))
                .sla()
                .objectives();
    }
}
