package dev.handshakefleet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitTextTest {

    @ParameterizedTest
    @CsvSource({
        "PT0.5123S,     PT0.3S,     512.3 ms,      300 ms,       212.3 ms over",
        "PT0.352S,      PT0.3S,     352 ms,        300 ms,       52 ms over",
        "PT0.30004S,    PT0.3S,     300.04 ms,     300 ms,       0.04 ms over",
        "PT0.3000004S,  PT0.3S,     300.0004 ms,   300 ms,       0.0004 ms over",
        "PT0.300000001S,PT0.3S,     300.000001 ms, 300 ms,       0.000001 ms over",
        "PT0.30019S,    PT0.3S,     300.2 ms,      300 ms,       0.2 ms over",
        "PT0.3000999S,  PT0.3S,     300.1 ms,      300 ms,       0.1 ms over",
        "PT2H,          PT1H,       7200000 ms,    3600000 ms,   3600000 ms over",
        "PT1H0.00004S,  PT1H,       3600000.04 ms, 3600000 ms,   0.04 ms over",
        "PT0.002S,      PT0.0015S,  2 ms,          1.5 ms,       0.5 ms over",
        "PT0.002S,      PT0.00125S, 2 ms,          1.25 ms,      0.75 ms over",
        "PT2S,          PT0.000000001S, 2000 ms,   0.000001 ms,  1999.999999 ms over",
        "PT0.29996S,    PT0.3S,     299.96 ms,     300 ms,       0.04 ms under",
        "PT0.02487S,    PT0.3S,     24.9 ms,       300 ms,       275.1 ms under",
        "PT0.3S,        PT0.3S,     300 ms,        300 ms,       0 ms over",
    })
    void valueLimitAndDifferenceAgree(
            Duration took, Duration limit, String tookText, String limitText, String difference) {
        LimitText text = LimitText.of(took, limit);

        assertThat(text.took()).isEqualTo(tookText);
        assertThat(text.limit()).isEqualTo(limitText);
        assertThat(text.difference()).isEqualTo(difference);
    }

    @Test
    void aBreachNeverReadsAsEqualToItsLimit() {
        Random random = new Random(20_261_128);
        for (int count = 0; count < 10_000; count++) {
            Duration limit = Duration.ofNanos(1 + random.nextLong(bound(random)));
            LimitText text = LimitText.of(limit.plusNanos(1 + random.nextLong(bound(random))), limit);

            BigDecimal over = number(text.difference());
            assertThat(text.difference()).endsWith(" ms over");
            assertThat(over).isPositive();
            assertThat(number(text.took()).subtract(number(text.limit()))).isEqualByComparingTo(over);
            assertThat(number(text.limit()).movePointRight(6))
                    .isEqualByComparingTo(BigDecimal.valueOf(limit.toNanos()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.5123S,      1, 512.3,      300.0",
        "PT0.352S,       1, 352.0,      300.0",
        "PT0.02487S,     1, 24.9,       300.0",
        "PT0.02487S,     3, 24.870,     300.000",
        "PT0.5123S,      3, 512.300,    300.000",
        "PT0.30004S,     1, 300.04,     300.0",
        "PT0.30004S,     3, 300.040,    300.000",
        "PT0.300000001S, 3, 300.000001, 300.000",
    })
    void numbersHaveTheDecimalsAskedForOrMore(Duration took, int decimals, String tookNumber, String limitNumber) {
        LimitText text = LimitText.of(took, Duration.ofMillis(300));

        assertThat(text.tookNumber(decimals)).isEqualTo(tookNumber);
        assertThat(text.limitNumber(decimals)).isEqualTo(limitNumber);
    }

    /** From one nanosecond to hours, each magnitude as often as the others. */
    private static long bound(Random random) {
        return (long) Math.pow(10, 1 + random.nextInt(13));
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text.substring(0, text.indexOf(' ')));
    }
}
