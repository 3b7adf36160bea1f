package dev.handshakefleet.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.alert.AcknowledgeRequest;
import dev.handshakefleet.alert.silence.SilenceMatcher;
import dev.handshakefleet.alert.silence.SilenceRequest;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.fleet.ProbeRequest;
import dev.handshakefleet.history.HistoryRequest;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads events strictly: an unknown action, field or form is refused by name. Thread-safe. */
final class EventReader {

    private static final String ACTIONS = "probe, history, rollup, alerts, acknowledge, silence, unsilence, silences";
    private static final Set<String> PROBE_FIELDS = Set.of("action", "scheduledTime", "targets", "store", "alert");
    private static final Set<String> HISTORY_FIELDS = Set.of("action", "target", "window", "until", "region", "limit");
    private static final Set<String> ROLLUP_FIELDS = Set.of("action", "since");
    private static final Set<String> ALERTS_FIELDS = Set.of("action", "target");
    private static final Set<String> ACKNOWLEDGE_FIELDS = Set.of("action", "target", "check", "by", "reason");
    private static final Set<String> SILENCE_FIELDS =
            Set.of("action", "target", "tag", "check", "start", "end", "duration", "reason", "by");
    private static final Set<String> UNSILENCE_FIELDS = Set.of("action", "id");
    private static final Set<String> SILENCES_FIELDS = Set.of("action");

    private static final String ACCEPTED = "a JSON object with an action, at most 6 MB, in UTF-8";

    private static final String ACCEPTED_MESSAGE = "a JSON object with a kind and a version";

    /** The largest event of Lambda (AWS Lambda quotas). */
    private static final int LONGEST_EVENT = 6 * 1024 * 1024;

    private static final int DEEPEST_NESTING = 50;

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST_NESTING)
                            .maxDocumentLength(LONGEST_EVENT)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * @throws BadInputException naming the field, the value and the accepted form
     * @throws IllegalStateException for messages of a queue that no answer could name; as the error of the function it leaves them all in
     *     their queue
     * @throws IOException when the stream breaks off
     */
    FleetEvent read(InputStream stream) throws IOException {
        JsonNode event = parsed(stream);
        if (event.has(QueueMessage.RECORDS)) {
            return new FleetEvent.Messages(QueueMessage.allOf(event));
        }
        String action = EventFields.required(event, "action", ACTIONS);
        return switch (action) {
            case "probe" -> probe(event);
            case "history" -> history(event);
            case "rollup" -> rollUp(event);
            case "alerts" -> alerts(event);
            case "acknowledge" -> acknowledge(event);
            case "silence" -> silence(event);
            case "unsilence" -> unsilence(event);
            case "silences" -> silences(event);
            default -> throw new BadInputException("action", action, ACTIONS);
        };
    }

    /**
     * @param body of a message
     * @return its object
     * @throws BadInputException naming the field, the value and the accepted form
     */
    JsonNode message(String body) {
        try {
            JsonNode message = json.readTree(body);
            if (!message.isObject()) {
                throw new BadInputException("body", message.isMissingNode() ? null : kind(message), ACCEPTED_MESSAGE);
            }
            return message;
        } catch (JsonProcessingException malformed) {
            throw new BadInputException("body", fault(malformed), ACCEPTED_MESSAGE);
        }
    }

    private FleetEvent.Probe probe(JsonNode event) {
        EventFields.refuseUnknown(event, PROBE_FIELDS);
        return new FleetEvent.Probe(new ProbeRequest(
                EventFields.instant(event, "scheduledTime"),
                targets(event),
                flag(event, "store"),
                flag(event, "alert")));
    }

    private static FleetEvent.History history(JsonNode event) {
        EventFields.refuseUnknown(event, HISTORY_FIELDS);
        return new FleetEvent.History(new HistoryRequest(
                EventFields.required(event, "target", "NAME, HOST or HOST:PORT"),
                EventFields.text(event, "window")
                        .map(value -> Durations.positive("window", value))
                        .orElse(HistoryRequest.DEFAULT_WINDOW),
                EventFields.instant(event, "until"),
                EventFields.text(event, "region"),
                limit(event)));
    }

    private static FleetEvent.RollUp rollUp(JsonNode event) {
        EventFields.refuseUnknown(event, ROLLUP_FIELDS);
        return new FleetEvent.RollUp(EventFields.instant(event, "since"));
    }

    private static FleetEvent.ListAlerts alerts(JsonNode event) {
        EventFields.refuseUnknown(event, ALERTS_FIELDS);
        return new FleetEvent.ListAlerts(EventFields.text(event, "target"));
    }

    private static FleetEvent.Acknowledge acknowledge(JsonNode event) {
        EventFields.refuseUnknown(event, ACKNOWLEDGE_FIELDS);
        return new FleetEvent.Acknowledge(new AcknowledgeRequest(
                EventFields.required(event, "target", "NAME, HOST or HOST:PORT"),
                EventFields.text(event, "check"),
                EventFields.text(event, "by"),
                EventFields.text(event, "reason")));
    }

    private static FleetEvent.SetSilence silence(JsonNode event) {
        EventFields.refuseUnknown(event, SILENCE_FIELDS);
        return new FleetEvent.SetSilence(new SilenceRequest(
                new SilenceMatcher(
                        EventFields.text(event, "target"),
                        EventFields.text(event, "tag"),
                        EventFields.text(event, "check")),
                EventFields.instant(event, "start"),
                EventFields.instant(event, "end"),
                EventFields.text(event, "duration").map(value -> Durations.positive("duration", value)),
                EventFields.required(event, "reason", "the reason, in 1 to 200 characters"),
                EventFields.text(event, "by")));
    }

    private static FleetEvent.EndSilence unsilence(JsonNode event) {
        EventFields.refuseUnknown(event, UNSILENCE_FIELDS);
        return new FleetEvent.EndSilence(EventFields.required(event, "id", "the id of a silence"));
    }

    private static FleetEvent.ListSilences silences(JsonNode event) {
        EventFields.refuseUnknown(event, SILENCES_FIELDS);
        return new FleetEvent.ListSilences();
    }

    private JsonNode parsed(InputStream stream) throws IOException {
        JsonNode event;
        try {
            event = json.readTree(stream);
        } catch (JsonProcessingException malformed) {
            throw new BadInputException("event", fault(malformed), ACCEPTED);
        } catch (CharConversionException notText) {
            throw new BadInputException("event", "bytes that are no text in UTF-8", ACCEPTED);
        }
        if (!event.isObject()) {
            throw new BadInputException("event", event.isMissingNode() ? null : kind(event), ACCEPTED);
        }
        return event;
    }

    /** Where the fault is, and not what stands there, because that may be a secret. */
    private static String fault(JsonProcessingException malformed) {
        String why = malformed instanceof StreamConstraintsException
                ? "JSON that is nested more than %d deep or longer than %d MB"
                        .formatted(DEEPEST_NESTING, LONGEST_EVENT / (1024 * 1024))
                : "JSON that cannot be read";
        return Optional.ofNullable(malformed.getLocation())
                .map(at -> why + ", line " + at.getLineNr() + ", column " + at.getColumnNr())
                .orElse(why);
    }

    private static String kind(JsonNode event) {
        return event.isContainerNode()
                ? EventFields.shown(event)
                : "a value of type " + event.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private Optional<List<Object>> targets(JsonNode event) {
        JsonNode value = event.path("targets");
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isArray() || value.isEmpty()) {
            throw new BadInputException(
                    "targets", EventFields.shown(value), "a list of at least one target, or no such field");
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
            throw new BadInputException(field, EventFields.shown(value), "true or false");
        }
        return value.booleanValue();
    }

    private static int limit(JsonNode event) {
        JsonNode value = event.path("limit");
        if (value.isMissingNode()) {
            return HistoryRequest.DEFAULT_LIMIT;
        }
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > HistoryRequest.HIGHEST_LIMIT) {
            throw new BadInputException(
                    "limit", EventFields.shown(value), "a whole number from 1 to " + HistoryRequest.HIGHEST_LIMIT);
        }
        return value.intValue();
    }
}
