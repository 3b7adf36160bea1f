package dev.handshakefleet.target.read;

import dev.handshakefleet.base.HiddenText;
import dev.handshakefleet.base.SafeText;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An invalid entry of a list of targets. The other entries are still probed.
 *
 * @param target the entry without anything that may be a secret, at most 120 characters
 * @param reason names the field, the value and the accepted form
 */
public record RejectedTarget(String target, String reason) {

    private static final int LONGEST_SHOWN = 120;

    /** The fields that tell one entry from another. No other value is shown. */
    private static final List<String> SHOWN_FIELDS = List.of("name", "protocol", "host", "port", "serverName");

    /**
     * @param entry a text or a map, as written
     * @param reason names the field, the value and the accepted form
     * @return the rejected entry without anything that may be a secret
     */
    static RejectedTarget of(Object entry, String reason) {
        return new RejectedTarget(shown(entry), reason);
    }

    private static String shown(Object entry) {
        if (!(entry instanceof Map<?, ?> fields)) {
            return entry == null ? "null" : HiddenText.word(entry);
        }
        return SHOWN_FIELDS.stream()
                .filter(fields::containsKey)
                .map(name -> name + "=" + (fields.get(name) == null ? "null" : HiddenText.word(fields.get(name))))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    public RejectedTarget {
        target = SafeText.line(target, LONGEST_SHOWN);
    }
}
