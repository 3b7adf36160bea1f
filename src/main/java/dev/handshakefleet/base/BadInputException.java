package dev.handshakefleet.base;

import java.util.Objects;

/**
 * Something that a person wrote (an event, a target, a setting, an option) is not usable. The message names the field,
 * the value as given (shortened to 80 characters, control characters replaced) and what would have been accepted.
 */
public final class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_VALUE_SHOWN = 80;

    private final String field;

    /**
     * @param field the name of the field, option or environment variable, as its writer knows it
     * @param value the value as given; {@code null} reads as "missing"
     * @param accepted what would be accepted, as the end of the sentence "accepted: …"
     */
    public BadInputException(String field, Object value, String accepted) {
        super(field + ": " + shown(value) + "; accepted: " + accepted);
        this.field = Objects.requireNonNull(field, "field");
    }

    /** @return the name of the offending field, option or environment variable */
    public String field() {
        return field;
    }

    private static String shown(Object value) {
        if (value == null) {
            return "missing";
        }
        String text = value.toString().replaceAll("\\p{Cntrl}", "\uFFFD");
        boolean tooLong = text.length() > LONGEST_VALUE_SHOWN;
        return "'"
                + (tooLong
                        ? text.substring(0, LONGEST_VALUE_SHOWN) + "…' (" + text.length() + " characters)"
                        : text + "'");
    }
}
