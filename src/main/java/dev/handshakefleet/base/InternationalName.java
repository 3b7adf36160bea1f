package dev.handshakefleet.base;

import com.ibm.icu.text.IDNA;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The ASCII form of a DNS name with letters of any script, as browsers and curl make it: UTS #46, nontransitional, with the
 * checks of "domain to ASCII" in the WHATWG URL standard (Bidi and joiners are checked; hyphens, lengths and the characters of
 * STD 3 are not). So {@code straße} is {@code xn--strae-oqa}, and not {@code strasse}, which IDNA 2003 made of it. Pure.
 *
 * <p>The tables of ICU are loaded by the first name that needs them: one with a letter outside of ASCII or with an A-label.
 */
final class InternationalName {

    private static final String ACE_PREFIX = "xn--";

    /** What WHATWG does not check. {@link HostName} holds every label to its own rules. */
    private static final Set<IDNA.Error> NOT_CHECKED = EnumSet.of(
            IDNA.Error.HYPHEN_3_4,
            IDNA.Error.LEADING_HYPHEN,
            IDNA.Error.TRAILING_HYPHEN,
            IDNA.Error.EMPTY_LABEL,
            IDNA.Error.LABEL_TOO_LONG,
            IDNA.Error.DOMAIN_NAME_TOO_LONG);

    private InternationalName() {}

    /**
     * @param written at most 1,000 characters
     * @return lower case, each international label as an A-label (RFC 5890)
     * @throws IllegalArgumentException if UTS #46 refuses the name; the message says why
     */
    static String toAscii(String written) {
        if (isPlain(written)) {
            return written.toLowerCase(Locale.ROOT);
        }
        IDNA.Info info = new IDNA.Info();
        StringBuilder ascii = new StringBuilder();
        Uts46.NONTRANSITIONAL.nameToASCII(written, ascii, info);
        Set<IDNA.Error> errors =
                info.getErrors().isEmpty() ? EnumSet.noneOf(IDNA.Error.class) : EnumSet.copyOf(info.getErrors());
        errors.removeAll(NOT_CHECKED);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(
                    errors.stream().map(InternationalName::reason).distinct().collect(Collectors.joining(", ")));
        }
        return ascii.toString();
    }

    /** ASCII without an A-label only changes its case (WHATWG URL, "domain to ASCII"). */
    private static boolean isPlain(String written) {
        return written.chars().allMatch(character -> character < 0x80)
                && Arrays.stream(written.split("\\.", -1))
                        .noneMatch(label -> label.regionMatches(true, 0, ACE_PREFIX, 0, ACE_PREFIX.length()));
    }

    private static String reason(IDNA.Error error) {
        return switch (error) {
            case PUNYCODE, INVALID_ACE_LABEL -> "a label behind xn-- is not the ASCII form of an international label";
            case DISALLOWED -> "it holds a character that no domain name may hold";
            case BIDI -> "it mixes writing directions";
            case CONTEXTJ -> "it holds a joiner where none may be";
            case LEADING_COMBINING_MARK -> "a label begins with a combining mark";
            case LABEL_HAS_DOT -> "a label behind xn-- holds a dot";
            case CONTEXTO_PUNCTUATION, CONTEXTO_DIGITS -> "it holds a character where it may not be";
            case EMPTY_LABEL, LABEL_TOO_LONG, DOMAIN_NAME_TOO_LONG, LEADING_HYPHEN, TRAILING_HYPHEN, HYPHEN_3_4 ->
                "its labels have a wrong form";
        };
    }

    /** A class of its own, so that the tables are loaded late. */
    private static final class Uts46 {

        static final IDNA NONTRANSITIONAL = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ);
    }
}
