package dev.handshakefleet.spread;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.base.HiddenText;
import dev.handshakefleet.base.Instants;
import dev.handshakefleet.catalog.HashRange;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;

/**
 * A shard as a message of the queue. The names are a contract between versions of the program that are deployed one after the other:
 * a message of another {@link #VERSION} is refused, and stays in the queue until a function that knows it has it, or it is given up.
 *
 * <pre>
 *   {"kind":"shard","version":1,"catalogVersion":17,"first":"0000000000000000","last":"0fffffffffffffff",
 *    "scheduledTime":"2026-11-23T10:00:00Z","shard":1,"shards":16,"over":"PT3.75S"}
 * </pre>
 *
 * Pure.
 */
public final class ShardMessage {

    /** The value of the field {@code kind}. */
    public static final String KIND = "shard";

    /** The value of the field {@code version}. */
    public static final int VERSION = 1;

    private static final String CATALOG_VERSION = "catalogVersion";
    private static final String FIRST = "first";
    private static final String LAST = "last";
    private static final String SCHEDULED_TIME = "scheduledTime";
    private static final String SHARD = "shard";
    private static final String SHARDS = "shards";
    private static final String OVER = "over";
    private static final Set<String> FIELDS =
            Set.of("kind", "version", CATALOG_VERSION, FIRST, LAST, SCHEDULED_TIME, SHARD, SHARDS, OVER);
    private static final String ACCEPTED_HASH = "16 hexadecimal digits, the first hash at most the last one";

    private ShardMessage() {}

    /** @return the body of the message */
    static String of(Shard shard) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", KIND)
                .put("version", VERSION)
                .put(CATALOG_VERSION, shard.catalogVersion())
                .put(FIRST, shard.range().firstText())
                .put(LAST, shard.range().lastText())
                .put(SCHEDULED_TIME, shard.scheduledTime().toString())
                .put(SHARD, shard.number())
                .put(SHARDS, shard.of())
                .put(OVER, shard.over().toString())
                .toString();
    }

    /**
     * @param message with the kind and the version of this class
     * @throws BadInputException naming the field, the value and the accepted form
     */
    public static Shard read(JsonNode message) {
        for (Iterator<String> names = message.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new BadInputException(
                        "body",
                        "field " + HiddenText.name(name),
                        String.join(", ", FIELDS.stream().sorted().toList()));
            }
        }
        int of = Math.toIntExact(whole(message, SHARDS, Shard.MOST));
        return new Shard(
                whole(message, CATALOG_VERSION, Long.MAX_VALUE),
                range(text(message, FIRST, ACCEPTED_HASH), text(message, LAST, ACCEPTED_HASH)),
                Instants.parse(SCHEDULED_TIME, text(message, SCHEDULED_TIME, "an ISO-8601 instant")),
                Math.toIntExact(whole(message, SHARD, of)),
                of,
                over(text(message, OVER, "an ISO-8601 duration, such as PT3.75S")));
    }

    private static Duration over(String written) {
        return written.equals(Duration.ZERO.toString()) ? Duration.ZERO : Durations.positive(OVER, written);
    }

    private static HashRange range(String first, String last) {
        try {
            return HashRange.of(first, last);
        } catch (IllegalArgumentException notARange) {
            throw new BadInputException(FIRST + ", " + LAST, first + ", " + last, ACCEPTED_HASH);
        }
    }

    private static String text(JsonNode message, String field, String accepted) {
        JsonNode value = message.path(field);
        if (!value.isTextual()) {
            throw new BadInputException(field, shown(value), accepted);
        }
        return value.textValue();
    }

    private static long whole(JsonNode message, String field, long highest) {
        JsonNode value = message.path(field);
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 1
                || value.longValue() > highest) {
            throw new BadInputException(field, shown(value), "a whole number from 1 to " + highest);
        }
        return value.longValue();
    }

    private static Object shown(JsonNode value) {
        return value.isMissingNode() ? null : value.isContainerNode() ? "an object or a list" : value.toString();
    }
}
