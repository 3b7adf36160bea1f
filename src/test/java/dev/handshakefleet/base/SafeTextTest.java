package dev.handshakefleet.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SafeTextTest {

    private static final String LOCK = "\uD83D\uDD12";

    /** Each turns the direction, moves the cursor, ends the line, or is half of a character. */
    static Stream<String> unsafe() {
        return Stream.of(
                "\0", "\n", "\r", "\t", "\u001b", "\u007f", "\u0085", "\u009b", "\u202a", "\u202e", "\u2066", "\u2069",
                "\u2028", "\u2029", "\uD83D", "\uDD12");
    }

    @ParameterizedTest
    @MethodSource("unsafe")
    void unsafeCharactersAreReplacedOrRefused(String character) {
        String text = "a" + character + "b";

        assertThat(SafeText.line(text)).isEqualTo("a\uFFFDb");
        assertThat(SafeText.line(text, 3)).isEqualTo("a\uFFFDb");
        assertThat(SafeText.sentence(text)).isEqualTo("a\uFFFDb");
        assertThat(SafeText.lineOfBytes(text, 10)).isEqualTo("a\uFFFDb");
        assertThat(SafeText.joined(text, 10)).isIn("a b", "a\uFFFDb");
        assertThat(SafeText.ascii(text, 10)).isEqualTo("a?b");
        assertThat(SafeText.isOneLine(text)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("unsafe")
    void exceptionsShowTheValueSafely(String character) {
        assertThat(new BadInputException("host", "a" + character + "b", "a name"))
                .hasMessage("host: 'a\uFFFDb'; accepted: a name");
    }

    @Test
    void exceptionsShortenTheValue() {
        assertThat(new BadInputException("host", "x".repeat(80), "a name"))
                .hasMessage("host: '" + "x".repeat(80) + "'; accepted: a name");
        assertThat(new BadInputException("host", "x".repeat(81), "a name"))
                .hasMessage("host: '" + "x".repeat(79) + "…' (81 characters); accepted: a name");
    }

    @Test
    void textInAnyScriptIsKept() {
        String text = "bücher.example 書店 " + LOCK;

        assertThat(SafeText.line(text)).isEqualTo(text);
        assertThat(SafeText.sentence(text)).isEqualTo(text);
        assertThat(SafeText.isOneLine("👩‍🔧 " + text)).isTrue();
    }

    static Stream<Arguments> cuts() {
        return Stream.of(
                Arguments.of("abcd", 4, "abcd", "abcd"),
                Arguments.of("abcde", 4, "abc…", "a..."),
                Arguments.of("a" + LOCK + "bc", 4, "a" + LOCK + "…", "a..."),
                Arguments.of("ab" + LOCK + "c", 4, "ab…", "a..."),
                Arguments.of("ab" + LOCK + "cde", 6, "ab" + LOCK + "c…", "ab..."));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void aCutLeavesWholeCharacters(String text, int longest, String line, String cut) {
        assertThat(SafeText.line(text, longest)).isEqualTo(line);
        assertThat(SafeText.cut(text, longest)).isEqualTo(cut);
    }

    @Test
    void sentencesAreBounded() {
        assertThat(SafeText.sentence("x".repeat(300))).hasSize(300).doesNotEndWith("…");
        assertThat(SafeText.sentence("x".repeat(1_000_000))).hasSize(300).endsWith("x…");
    }

    @Test
    void severalLinesAreJoined() {
        assertThat(SafeText.joined("one\r\n\ttwo  three\u2028four\u202e", 20)).isEqualTo("one two three four\uFFFD");
    }

    @ParameterizedTest
    @CsvSource({"äöü, 6, äöü", "äöü, 5, ä…", "äöü€, 8, äö…", "abc, 3, abc", "abcd, 3, …"})
    void linesForStorageAreBoundedInBytes(String text, int mostBytes, String line) {
        assertThat(SafeText.lineOfBytes(text, mostBytes)).isEqualTo(line);
    }

    static Stream<Arguments> octets() {
        return Stream.of(
                Arguments.of("220 ready", 20, "220 ready"),
                Arguments.of("a\u001b[31m", 20, "a\\x1b[31m"),
                Arguments.of("\\x1b", 20, "\\x5cx1b"),
                Arguments.of("\u00e4\r\n", 20, "\\xe4\\x0d\\x0a"),
                Arguments.of("\u202e", 20, "?"),
                Arguments.of("abcdef", 6, "abcdef"),
                Arguments.of("abcdefg", 6, "abc..."),
                Arguments.of("\0\0\0", 8, "\\x00..."),
                Arguments.of("ab\0\0", 8, "ab..."),
                Arguments.of("a\0bcdefg", 10, "a\\x00bc..."));
    }

    @ParameterizedTest
    @MethodSource("octets")
    void octetsAreEscapedAndAnEscapeIsNotCut(String octets, int longest, String shown) {
        assertThat(SafeText.octets(octets, longest)).isEqualTo(shown).hasSizeLessThanOrEqualTo(longest);
    }

    @Test
    void messagesOfLibrariesAreOneLineOfAscii() {
        assertThat(SafeText.message("bad_record_mac\n(20): \u001b\u00cf", 40))
                .isEqualTo("bad_record_mac (20): \\x1b\\xcf");
    }

    @Test
    void quotesAreStrippedAndBounded() {
        assertThat(SafeText.quoted(" 454 busy\r\n")).isEqualTo("\"454 busy\"");
        assertThat(SafeText.quoted("\0".repeat(10_000)))
                .hasSizeLessThanOrEqualTo(122)
                .endsWith("\\x00...\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Bücher Ångström, 40, Bucher Angstrom",
        "書店, 40, ??",
        "ﬁne…, 40, fine...",
        "abcdefgh, 8, abcdefgh",
        "abcdefghi, 8, abcde..."
    })
    void asciiDropsAccents(String text, int longest, String ascii) {
        assertThat(SafeText.ascii(text, longest)).isEqualTo(ascii);
    }

    @Test
    void everyFormOfRandomTextIsSafe() {
        Random random = new Random(20_261_128);
        for (int count = 0; count < 5_000; count++) {
            String text = random.ints(random.nextInt(60), 0, 0x3000)
                    .collect(StringBuilder::new, (built, unit) -> built.append((char) unit), StringBuilder::append)
                    .append((char) (0xd800 + random.nextInt(0x800)))
                    .toString();

            assertThat(SafeText.line(text, 20)).hasSizeLessThanOrEqualTo(20).matches(SafeText::isOneLine);
            assertThat(SafeText.joined(text, 20)).hasSizeLessThanOrEqualTo(20).matches(SafeText::isOneLine);
            assertThat(SafeText.lineOfBytes(text, 20).getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThanOrEqualTo(20);
            assertThat(SafeText.octets(text, 20)).hasSizeLessThanOrEqualTo(20).matches("[ -~]*");
            assertThat(SafeText.ascii(text, 20)).hasSizeLessThanOrEqualTo(20).matches("[ -~]*");
        }
    }

    @ParameterizedTest
    @CsvSource({"0123456789abcdef0123, 0123456789abcdef", "0123, 0123", "'', ''", "ab\u202ecd, ab\uFFFDcd"})
    void fingerprintsAreShortened(String sha256, String shown) {
        assertThat(Fingerprint.shortened(sha256)).isEqualTo(shown);
    }
}
