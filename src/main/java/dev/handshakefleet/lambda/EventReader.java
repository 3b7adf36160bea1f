package dev.handshakefleet.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.fleet.ProbeRequest;
import dev.handshakefleet.target.BadInputException;
import dev.handshakefleet.target.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads events strictly: an unknown action, field or form is refused by name. Thread-safe. */
final class EventReader {

    private static final Set<String> PROBE_FIELDS = Set.of("action", "scheduledTime", "targets", "store", "alert");
    private static final Set<String> HISTORY_FIELDS = Set.of("action", "target", "window", "limit");
    private static final Duration DEFAULT_WINDOW = Duration.ofHours(24);
    private static final int DEFAULT_LIMIT = 1_000;
    private static final int HIGHEST_LIMIT = 10_000;

    private final JsonMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * @throws BadInputException naming the field, the value and the accepted form
     * @throws IOException when the stream breaks off
     */
    FleetEvent read(InputStream stream) throws IOException {
        JsonNode event = parsed(stream);
        String action =
                text(event, "action").orElseThrow(() -> new BadInputException("action", null, "probe or history"));
        return switch (action) {
            case "probe" -> probe(event);
            case "history" -> history(event);
            default -> throw new BadInputException("action", action, "probe or history");
        };
    }

    private FleetEvent.Probe probe(JsonNode event) {
        refuseUnknown(event, PROBE_FIELDS);
        return new FleetEvent.Probe(new ProbeRequest(
                text(event, "scheduledTime").map(EventReader::instant),
                targets(event),
                flag(event, "store"),
                flag(event, "alert")));
    }

    private static FleetEvent.History history(JsonNode event) {
        refuseUnknown(event, HISTORY_FIELDS);
        return new FleetEvent.History(
                text(event, "target").orElseThrow(() -> new BadInputException("target", null, "HOST or HOST:PORT")),
                text(event, "window")
                        .map(value -> Durations.positive("window", value))
                        .orElse(DEFAULT_WINDOW),
                limit(event));
    }

    private JsonNode parsed(InputStream stream) throws IOException {
        JsonNode event;
        try {
            event = json.readTree(stream);
        } catch (JsonProcessingException malformed) {
            throw new BadInputException("event", malformed.getOriginalMessage(), "a JSON object with an action");
        }
        if (!event.isObject()) {
            throw new BadInputException("event", event.isMissingNode() ? null : event, "a JSON object with an action");
        }
        return event;
    }

    private Optional<List<Object>> targets(JsonNode event) {
        JsonNode value = event.path("targets");
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isArray() || value.isEmpty()) {
            throw new BadInputException("targets", value, "a list of at least one target, or no such field");
        }
        List<Object> targets = new ArrayList<>(value.size());
        for (JsonNode target : value) {
            targets.add(json.convertValue(target, Object.class));
        }
        return Optional.of(targets);
    }

    private static boolean flag(JsonNode event, String field) {
        JsonNode value = event.path(field);
        if (value.isMissingNode()) {
            return true;
        }
        if (!value.isBoolean()) {
            throw new BadInputException(field, value, "true or false");
        }
        return value.booleanValue();
    }

    private static int limit(JsonNode event) {
        JsonNode value = event.path("limit");
        if (value.isMissingNode()) {
            return DEFAULT_LIMIT;
        }
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > HIGHEST_LIMIT) {
            throw new BadInputException("limit", value, "a whole number from 1 to " + HIGHEST_LIMIT);
        }
        return value.intValue();
    }

    private static Instant instant(String value) {
        try {
            return Instant.parse(value).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeParseException notAnInstant) {
            throw new BadInputException("scheduledTime", value, "an ISO-8601 instant, such as 2026-11-23T10:00:00Z");
        }
    }

    private static Optional<String> text(JsonNode event, String field) {
        JsonNode value = event.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new BadInputException(field, value, "a text");
        }
        return Optional.of(value.textValue());
    }

    private static void refuseUnknown(JsonNode event, Set<String> known) {
        for (Iterator<String> names = event.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new BadInputException(
                        "event",
                        "field " + name,
                        String.join(", ", known.stream().sorted().toList()));
            }
        }
    }
}
