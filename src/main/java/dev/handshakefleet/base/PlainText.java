package dev.handshakefleet.base;

import java.text.Normalizer;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes text from a peer safe to show: bounded, on one line, visible characters only. Pure. */
public final class PlainText {

    /** The longest text from a peer, in characters. */
    static final int LONGEST_SENTENCE = 300;

    /**
     * Controls, format characters (those that turn the writing direction among them), halves of characters, line ends.
     */
    private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private static final Pattern ACCENT = Pattern.compile("\\p{M}+");

    private static final Pattern NOT_ASCII = Pattern.compile("[^ -~]");

    private PlainText() {}

    public static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    /** Such as {@code 2 h 5 min}. */
    public static String span(Duration duration) {
        String parts = Stream.of(
                        duration.toDays() + " d", duration.toHoursPart() + " h", duration.toMinutesPart() + " min")
                .filter(part -> !part.startsWith("0 "))
                .collect(Collectors.joining(" "));
        return parts.isEmpty() ? "less than a minute" : parts;
    }

    /** Bounded, on one line, without control and formatting characters and without halves of a character. */
    public static String sentence(String text) {
        if (text.length() <= LONGEST_SENTENCE) {
            return clean(text);
        }
        int end = LONGEST_SENTENCE - 1;
        return clean(text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)) + "…";
    }

    /** On one line, without control and formatting characters. */
    public static String clean(String text) {
        return NOT_SHOWN.matcher(text).replaceAll("\uFFFD");
    }

    /** In ASCII: letters without accents, and a question mark for every other character. */
    public static String ascii(String text, int longest) {
        String plain =
                ACCENT.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return cut(NOT_ASCII.matcher(plain).replaceAll("?"), longest);
    }

    public static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 3) + "...";
    }
}
