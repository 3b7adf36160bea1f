package dev.handshakefleet.alert.silence;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A period in which matching notices are suppressed: they are counted and not sent. Probing and storing continue. Immutable.
 *
 * @param id eight hexadecimal digits
 * @param matcher selects the notices
 * @param start inclusive
 * @param end exclusive; at most {@link #LONGEST} after {@code start}
 * @param reason the reason, 1 to 200 characters
 * @param by the name of the person who asked for it, 1 to 100 characters; empty where it is not known
 * @param createdAt the instant of the request
 * @param suppressed how many notices it suppressed; 0 or more
 */
public record Silence(
        String id,
        SilenceMatcher matcher,
        Instant start,
        Instant end,
        String reason,
        Optional<String> by,
        Instant createdAt,
        long suppressed) {

    /** The longest silence. A target that is to send no notices at all is removed from the targets instead. */
    public static final Duration LONGEST = Duration.ofDays(90);

    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_NAME = 100;
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}");

    /** @throws BadInputException naming the field, the value and what is accepted */
    public Silence {
        id = checkedId(id);
        Objects.requireNonNull(matcher, "matcher");
        Objects.requireNonNull(createdAt, "createdAt");
        reason = checkedReason(reason);
        by = by.map(Silence::checkedName);
        Duration length = Duration.between(start, end);
        if (!length.isPositive() || length.compareTo(LONGEST) > 0) {
            throw new BadInputException("end", end, "an instant after the start " + start + ", at most P90D after it");
        }
        if (suppressed < 0) {
            throw new BadInputException("suppressed", suppressed, "0 or more");
        }
    }

    /** @return whether it is active at that instant */
    public boolean isActive(Instant now) {
        return !now.isBefore(start) && now.isBefore(end);
    }

    /** As {@link SilenceMatcher#matches}, at any time. */
    public boolean matches(String targetId, Map<String, String> tags, String check) {
        return matcher.matches(targetId, tags, check);
    }

    /**
     * @return the id
     * @throws BadInputException when it does not have the form of an id
     */
    public static String checkedId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new BadInputException("id", id, "the id of a silence, 8 hexadecimal digits, as the list shows it");
        }
        return id;
    }

    public static String checkedReason(String written) {
        return text("reason", written, LONGEST_REASON);
    }

    public static String checkedName(String written) {
        return text("by", written, LONGEST_NAME);
    }

    private static String text(String field, String written, int longest) {
        String text = written.strip();
        if (text.isEmpty() || text.length() > longest || !SafeText.isOneLine(text)) {
            throw new BadInputException(field, written, "1 to " + longest + " characters, no control characters");
        }
        return text;
    }
}
