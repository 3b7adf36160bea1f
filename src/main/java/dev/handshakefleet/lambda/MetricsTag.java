package dev.handshakefleet.lambda;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.target.Target;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tag of the targets that have metrics of their own.
 *
 * @param name of the tag
 * @param value of the tag
 */
public record MetricsTag(String name, String value) {

    private static final String VARIABLE = "FLEET_METRICS_TAG";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int LONGEST_VALUE = 256;

    /**
     * @param environment such as {@link System#getenv()}
     * @return the tag of {@code FLEET_METRICS_TAG}; empty where it is not set or empty
     * @throws BadInputException naming the variable, its value and what is accepted
     */
    static Optional<MetricsTag> of(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(VARIABLE))
                .map(String::strip)
                .filter(written -> !written.isEmpty())
                .map(written -> read(VARIABLE, written));
    }

    /** @return whether that target has it */
    public boolean isOn(Target target) {
        return value.equals(target.tags().get(name));
    }

    /**
     * @param field its name in the message of a refusal
     * @param written {@code NAME=VALUE}
     * @throws BadInputException naming the field, its value and what is accepted
     */
    public static MetricsTag read(String field, String written) {
        int equals = written.indexOf('=');
        String name = equals < 0 ? "" : written.substring(0, equals);
        String value = written.substring(equals + 1);
        if (!NAME.matcher(name).matches()
                || value.isEmpty()
                || value.length() > LONGEST_VALUE
                || !SafeText.isOneLine(value)) {
            throw new BadInputException(
                    field, written, "the name and the value of a tag of targets, such as metrics=own");
        }
        return new MetricsTag(name, value);
    }
}
