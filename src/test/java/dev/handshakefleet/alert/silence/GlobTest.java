package dev.handshakefleet.alert.silence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource(
            value = {
                "'', '', true",
                "'', a, false",
                "a, '', false",
                "a, a, true",
                "a, A, false",
                "a, ab, false",
                "ab, a, false",
                "*, '', true",
                "*, anything:443/at.all, true",
                "**, '', true",
                "?, '', false",
                "?, a, true",
                "?, ab, false",
                "?*, a, true",
                "*?, '', false",
                "*.example.com, a.example.com, true",
                "*.example.com, a.b.example.com, true",
                "*.example.com, example.com, false",
                "*.example.com, a.example.com.evil, false",
                "*.example.com, aXexample.com, false",
                "a*c*e, abcde, true",
                "a*c*e, ace, true",
                "a*c*e, aec, false",
                "a*ab, aab, true",
                "a*ab, aaab, true",
                "*aab, aaaab, true",
                "*a?b, aaxb, true",
                "a*, a, true",
                "[a]*, [a]:443, true",
                "[a]*, a, false",
                "a.c, abc, false",
            })
    void aPatternCoversTheWholeTextOrNothing(String pattern, String text, boolean covered) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(covered);
    }

    @Test
    void aGlobAgreesWithTheEquivalentRegularExpression() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            String pattern = word(random, "ab*?", 8);
            String text = word(random, "ab", 10);
            boolean expected = Pattern.matches(pattern.replace("?", ".").replaceAll("\\*+", ".*"), text);

            assertThat(Glob.matches(pattern, text))
                    .as("%s on %s", pattern, text)
                    .isEqualTo(expected);
        }
    }

    /** A backtracking matcher takes exponential time for these. */
    @Test
    void hostilePatternsOnLongTextsFinish() {
        String text = "a".repeat(100_000);

        assertThat(Glob.matches("*a".repeat(100) + "b", text)).isFalse();
        assertThat(Glob.matches("a*".repeat(99) + "*b", text)).isFalse();
        assertThat(Glob.matches("*".repeat(199) + "b", text)).isFalse();
        assertThat(Glob.matches("*?".repeat(100), text)).isTrue();
    }

    private static String word(Random random, String letters, int longest) {
        StringBuilder word = new StringBuilder();
        int length = random.nextInt(longest + 1);
        while (word.length() < length) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }
}
