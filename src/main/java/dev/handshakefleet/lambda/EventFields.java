package dev.handshakefleet.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.HiddenText;
import dev.handshakefleet.base.Instants;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/** Reads the fields of an event as the wanted type and refuses every other type. Pure. */
final class EventFields {

    private EventFields() {}

    static Optional<String> text(JsonNode event, String field) {
        JsonNode value = event.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new BadInputException(field, shown(value), "a text");
        }
        return Optional.of(value.textValue());
    }

    /** @return the kind of a value that holds others, the value of every other */
    static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> value.isEmpty() ? "[]" : "a list";
            default -> value.toString();
        };
    }

    static String required(JsonNode event, String field, String accepted) {
        return text(event, field).orElseThrow(() -> new BadInputException(field, null, accepted));
    }

    static Optional<Instant> instant(JsonNode event, String field) {
        return text(event, field).map(value -> Instants.parse(field, value));
    }

    static void refuseUnknown(JsonNode event, Set<String> known) {
        for (Iterator<String> names = event.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new BadInputException(
                        "event",
                        "field " + HiddenText.name(name),
                        String.join(", ", known.stream().sorted().toList()));
            }
        }
    }
}
