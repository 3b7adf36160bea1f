package dev.handshakefleet.target.read;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HiddenText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads values of a JSON or YAML parser as the wanted type and refuses every other type. */
final class Fields {

    private static final int MOST_ITEMS = 100;

    private Fields() {}

    static Optional<String> text(String field, Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw new BadInputException(field, value, "a text");
        };
    }

    static Map<?, ?> object(String field, Object value) {
        if (value instanceof Map<?, ?> fields) {
            return fields;
        }
        throw new BadInputException(field, value, "an object");
    }

    static boolean flag(String field, Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            default -> throw new BadInputException(field, value, "true or false");
        };
    }

    /** A list. One value stands for a list of one; a text may hold several values, separated by commas. */
    static List<Object> list(String field, Object value) {
        List<Object> items = new ArrayList<>();
        switch (value) {
            case null -> {
                // An empty list.
            }
            case String text -> {
                for (String item : text.split(",", -1)) {
                    items.add(item.strip());
                }
                items.removeIf(""::equals);
            }
            case List<?> list -> items.addAll(list);
            default -> items.add(value);
        }
        if (items.size() > MOST_ITEMS) {
            throw new BadInputException(field, items.size() + " entries", "at most " + MOST_ITEMS);
        }
        return items;
    }

    static void refuseUnknown(String where, Map<?, ?> fields, Set<String> known) {
        for (Object name : fields.keySet()) {
            if (!known.contains(String.valueOf(name))) {
                throw new BadInputException(
                        where,
                        "field " + HiddenText.name(name),
                        String.join(", ", known.stream().sorted().toList()));
            }
        }
    }
}
