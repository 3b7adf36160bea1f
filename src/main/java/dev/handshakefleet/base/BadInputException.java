package dev.handshakefleet.base;

import java.util.Objects;

/**
 * Reports an unusable event, target, setting or option. The message names the field, the value (made safe by {@link
 * SafeText}, without what {@link HiddenText} hides, at most 80 characters) and the accepted form.
 */
public final class BadInputException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_VALUE_SHOWN = 80;

    private final String field;

    /**
     * @param field the name of the field, option or environment variable, as the user knows it
     * @param value the value of the user; {@code null} reads as "missing"
     * @param accepted the accepted form, as the end of the sentence "accepted: …"
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
        String text = HiddenText.value(value);
        String shown = "'" + SafeText.line(text, LONGEST_VALUE_SHOWN) + "'";
        return text.length() > LONGEST_VALUE_SHOWN ? shown + " (" + text.length() + " characters)" : shown;
    }
}
