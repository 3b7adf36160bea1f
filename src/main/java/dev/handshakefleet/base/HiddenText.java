package dev.handshakefleet.base;

import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes out of a rejected value the parts that may be a secret, so that it can be shown in an answer, a log or a notice: the
 * user name and password of an address, its query, and everything behind a space. Of an object or a list only the kind is
 * shown. Pure.
 */
public final class HiddenText {

    private static final String HIDDEN = "…";
    private static final String SCHEME_END = "://";
    private static final Pattern BEHIND_THE_HOST = Pattern.compile("[/?#].*", Pattern.DOTALL);
    private static final Pattern QUERY = Pattern.compile("[?#].*", Pattern.DOTALL);
    private static final Pattern BEHIND_A_SPACE = Pattern.compile("(?<=\\S)\\s.*", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

    private HiddenText() {}

    /** @return the value without user name, password and query; {@code an object} or {@code a list} for such a value */
    public static String value(Object value) {
        return switch (value) {
            case Map<?, ?> fields -> fields.isEmpty() ? "{}" : "an object";
            case Collection<?> list -> list.isEmpty() ? "[]" : "a list";
            default -> address(value.toString());
        };
    }

    /** @return the {@link #value} up to its first space, for a text that should be one word */
    public static String word(Object value) {
        return value instanceof Map || value instanceof Collection
                ? value(value)
                : BEHIND_A_SPACE.matcher(value(value)).replaceFirst(" " + HIDDEN);
    }

    /** @return the name of a field that is not known; hidden where it does not look like a name */
    public static String name(Object name) {
        String text = String.valueOf(name);
        return NAME.matcher(text).matches() ? text : HIDDEN;
    }

    /** A password may hold any character, so everything before the last at sign is hidden. */
    private static String address(String text) {
        int at = text.lastIndexOf('@');
        int schemeEnd = text.indexOf(SCHEME_END);
        if (at >= 0) {
            String scheme = schemeEnd >= 0 && schemeEnd < at ? text.substring(0, schemeEnd + SCHEME_END.length()) : "";
            return scheme + HIDDEN + BEHIND_THE_HOST.matcher(text.substring(at)).replaceFirst("/" + HIDDEN);
        }
        return schemeEnd >= 0 || text.startsWith("/") ? QUERY.matcher(text).replaceFirst("?" + HIDDEN) : text;
    }
}
