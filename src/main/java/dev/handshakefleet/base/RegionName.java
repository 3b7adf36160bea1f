package dev.handshakefleet.base;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of AWS regions, and the id under which alerts about a region itself are kept: {@code region:eu-west-1}. No target has
 * such an id, because a port is a number and the name of a target holds no colon. Pure.
 */
public final class RegionName {

    /** What is accepted, as the end of the sentence "accepted: …". */
    public static final String ACCEPTED = "the name of an AWS region, such as eu-west-1";

    private static final Pattern NAME = Pattern.compile("[a-z]{2,}(-[a-z]+)+-\\d{1,2}");
    private static final String PREFIX = "region:";

    private RegionName() {}

    /** @return whether the text has the form of a region's name; whether AWS has that region is not known */
    public static boolean isOne(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * @param field the name of the field, option or environment variable
     * @return the value
     * @throws BadInputException for a text of another form
     */
    public static String checked(String field, String value) {
        if (!isOne(value)) {
            throw new BadInputException(field, value, ACCEPTED);
        }
        return value;
    }

    /** @return the id of alerts about the region, such as {@code region:eu-west-1} */
    public static String idOf(String region) {
        return PREFIX + region;
    }

    /** @return the region of an id made by {@link #idOf}, upper and lower case being the same; empty for any other text */
    public static Optional<String> ofId(String id) {
        return Optional.of(id)
                .map(text -> text.toLowerCase(Locale.ROOT))
                .filter(text -> text.startsWith(PREFIX))
                .map(text -> text.substring(PREFIX.length()))
                .filter(RegionName::isOne);
    }
}
