package dev.handshakefleet.base;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Makes text from outside safe to show: in a terminal, a log, a message, a stored item. A peer, an authority, a resolver or
 * a user chose the text. It must not move a cursor, turn the writing direction, add a line, or have no end. Each form
 * has one purpose:
 *
 * <ul>
 *   <li>{@link #line(String, int)}: text in any script, on one line, bounded. {@link #line(String)} is for identifiers, which
 *       must stay whole. {@link #sentence} has the bound of sentences.
 *   <li>{@link #joined}: text of several lines, such as a log, on one line.
 *   <li>{@link #lineOfBytes}: a line for storage, bounded in bytes of UTF-8.
 *   <li>{@link #octets}, {@link #quoted}: bytes of a protocol that may be no text at all, in ASCII. {@link #message}: a message
 *       of a library that may quote such bytes.
 *   <li>{@link #ascii}: a line for SMS and for subjects of email, which take ASCII only.
 *   <li>{@link #cut}: text that is safe already, bounded.
 *   <li>{@link #isOneLine}: the check of text that a user writes. It is refused and not changed.
 * </ul>
 *
 * Pure.
 */
public final class SafeText {

    /** The longest {@link #sentence}, in characters. */
    public static final int LONGEST_SENTENCE = 300;

    private static final int LONGEST_QUOTE = 120;

    /**
     * Control, format, private-use and unassigned characters, lone surrogates and line separators. The controls of the
     * writing direction (Unicode Standard Annex 9, 2) are format characters.
     */
    private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    /**
     * Control characters, lone surrogates, line separators, and the controls that embed, override or isolate a writing
     * direction. Joiners are allowed, because scripts and emoji need them.
     */
    private static final Pattern NOT_WRITTEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]");

    private static final Pattern SPACES_AND_CONTROLS = Pattern.compile("[\\s\\p{Cc}\\p{Zl}\\p{Zp}]+");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern ACCENT = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_ASCII = Pattern.compile("[^ -~]");

    private static final String REPLACEMENT = "\uFFFD";
    private static final String ELLIPSIS = "…";
    private static final String ASCII_ELLIPSIS = "...";

    private SafeText() {}

    /** @return the text with U+FFFD for each character that cannot be shown, as long as it was */
    public static String line(String text) {
        return NOT_SHOWN.matcher(text).replaceAll(REPLACEMENT);
    }

    /**
     * @param longest characters; 1 or more
     * @return the text with U+FFFD for each character that cannot be shown, cut with an ellipsis at {@code longest}
     *     characters
     */
    public static String line(String text, int longest) {
        return text.length() <= longest ? line(text) : line(beginning(text, longest - ELLIPSIS.length())) + ELLIPSIS;
    }

    /** @return a line of at most {@value #LONGEST_SENTENCE} characters */
    public static String sentence(String text) {
        return line(text, LONGEST_SENTENCE);
    }

    /**
     * @param longest characters; 1 or more
     * @return the {@link #line(String, int)}, with a space for each run of spaces, line ends and control characters
     */
    public static String joined(String text, int longest) {
        return line(SPACES_AND_CONTROLS.matcher(text).replaceAll(" "), longest);
    }

    /**
     * @param mostBytes of UTF-8; 3 or more
     * @return the line, cut with an ellipsis at {@code mostBytes} bytes
     */
    public static String lineOfBytes(String text, int mostBytes) {
        String line = line(text);
        if (bytes(line) <= mostBytes) {
            return line;
        }
        int end = 0;
        int left = mostBytes - bytes(ELLIPSIS);
        for (int next = line.offsetByCodePoints(end, 1);
                bytes(line.substring(end, next)) <= left;
                next = line.offsetByCodePoints(end, 1)) {
            left -= bytes(line.substring(end, next));
            end = next;
        }
        return line.substring(0, end) + ELLIPSIS;
    }

    /**
     * @param octets as ISO 8859-1 characters
     * @param longest characters; 4 or more
     * @return printable ASCII: every other octet, and the backslash, as {@code \x1b}; cut with three dots at
     *     {@code longest} characters
     */
    public static String octets(String octets, int longest) {
        StringBuilder shown = new StringBuilder();
        // An octet takes one character or more, so the rest is not shown in any case.
        octets.chars().limit(longest + 1L).forEach(octet -> shown.append(escaped(octet)));
        if (shown.length() <= longest) {
            return shown.toString();
        }
        int end = longest - ASCII_ELLIPSIS.length();
        int escape = shown.lastIndexOf("\\", end - 1);
        boolean isSplit = escape >= 0 && escape + "\\x1b".length() > end;
        return shown.substring(0, isSplit ? escape : end) + ASCII_ELLIPSIS;
    }

    /**
     * @param longest characters; 4 or more
     * @return the {@link #octets} of a message of a library, with a space for each run of white space
     */
    public static String message(String message, int longest) {
        return octets(SPACES.matcher(message).replaceAll(" "), longest);
    }

    /** @return at most {@value #LONGEST_QUOTE} characters of {@link #octets}, without surrounding white space, in quotes */
    public static String quoted(String octets) {
        return "\"" + octets(octets.strip(), LONGEST_QUOTE) + "\"";
    }

    /**
     * @param longest characters; 3 or more
     * @return the text in printable ASCII, letters without their accents, a question mark for each other character; cut with
     *     three dots at {@code longest} characters
     */
    public static String ascii(String text, int longest) {
        String plain =
                ACCENT.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return cut(NOT_ASCII.matcher(plain).replaceAll("?"), longest);
    }

    /**
     * Changes no character.
     *
     * @param longest characters; 3 or more
     * @return the text, cut with three dots at {@code longest} characters
     */
    public static String cut(String text, int longest) {
        return text.length() <= longest ? text : beginning(text, longest - ASCII_ELLIPSIS.length()) + ASCII_ELLIPSIS;
    }

    /**
     * @return whether the text has no control characters, no line ends, no lone surrogates, and no controls that change the
     *     writing direction of what follows
     */
    public static boolean isOneLine(String text) {
        return !NOT_WRITTEN.matcher(text).find();
    }

    /** Never ends in half of a character. */
    private static String beginning(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean splits = most > 0
                && Character.isHighSurrogate(text.charAt(most - 1))
                && Character.isLowSurrogate(text.charAt(most));
        return text.substring(0, splits ? most - 1 : most);
    }

    private static String escaped(int octet) {
        if (octet >= ' ' && octet <= '~' && octet != '\\') {
            return String.valueOf((char) octet);
        }
        return octet <= 0xff ? String.format(Locale.ROOT, "\\x%02x", octet) : "?";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
