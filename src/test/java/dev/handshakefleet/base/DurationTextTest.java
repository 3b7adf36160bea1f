package dev.handshakefleet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S,            0.0 ms,       0.00 ms,      0.000",
        "PT0.000000001S,  0.0 ms,       0.00 ms,      0.000",
        "PT0.0004123S,    0.4 ms,       0.41 ms,      0.412",
        "PT0.0123456S,    12.3 ms,      12.3 ms,      12.346",
        "PT0.02345S,      23.5 ms,      23.5 ms,      23.450",
        "PT0.7123S,       712.3 ms,     712 ms,       712.300",
        "PT2H,            7200000.0 ms, 7200000 ms,   7200000.000",
    })
    void measuredTimesAreMilliseconds(Duration duration, String sentence, String compact, String json) {
        assertThat(DurationText.millis(duration)).isEqualTo(sentence);
        assertThat(DurationText.compactMillis(duration)).isEqualTo(compact);
        assertThat(DurationText.compactNumber(duration) + " ms").isEqualTo(compact);
        assertThat(DurationText.jsonMillis(duration)).hasToString(json);
        assertThat(DurationText.number(duration, 3)).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,         less than a minute, less than 1 s, less than a minute",
        "PT0.5S,       less than a minute, less than 1 s, less than a minute",
        "PT59.9S,      less than a minute, 59 s,          less than a minute",
        "PT1M,         1 min,              1 min,         1 minute",
        "PT5M30S,      5 min,              5 min 30 s,    5 minutes",
        "PT1H,         1 h,                1 h,           1 hour",
        "PT90M,        1 h 30 min,         1 h 30 min,    1 hour",
        "PT2H0M5S,     2 h,                2 h,           2 hours",
        "P1DT3M,       1 d 3 min,          1 d,           1 day",
        "PT26H10M,     1 d 2 h 10 min,     1 d 2 h,       1 day",
        "PT10H10M,     10 h 10 min,        10 h 10 min,   10 hours",
        "P30D,         30 d,               30 d,          30 days",
    })
    void spansAreRoundedDown(Duration duration, String span, String rough, String largest) {
        assertThat(DurationText.span(duration)).isEqualTo(span);
        assertThat(DurationText.roughSpan(duration)).isEqualTo(rough);
        assertThat(DurationText.largestUnit(duration)).isEqualTo(largest);
    }

    @ParameterizedTest
    @CsvSource({"PT5S, 5 s", "PT2.5S, 2.5 s", "PT0.25S, 0.25 s", "PT10S, 10 s", "PT0S, 0 s"})
    void timeoutsAreSeconds(Duration duration, String text) {
        assertThat(DurationText.seconds(duration)).isEqualTo(text);
    }
}
