package dev.handshakefleet.page.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.page.ReportFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * The event of the action {@code report}.
 *
 * @param window how far back the view of a target goes, at most 90 days
 * @param details how many targets have a view of their own, the worst first; 0 to 10,000
 */
record ReportRequest(Duration window, int details) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ACCEPTED = "a JSON object, such as {\"action\":\"report\",\"window\":\"PT24H\"}";
    private static final Set<String> FIELDS = new TreeSet<>(Set.of("action", "details", "window"));
    private static final Duration DEFAULT_WINDOW = Duration.ofDays(1);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(90);
    private static final int MOST_DETAILS = 10_000;
    private static final int LONGEST_EVENT = 100_000;

    /**
     * @throws BadInputException naming the field, the value and the accepted form
     * @throws IOException where the stream breaks off
     */
    static ReportRequest read(InputStream stream) throws IOException {
        JsonNode event = parsed(stream.readNBytes(LONGEST_EVENT + 1));
        event.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw new BadInputException("event", field, String.join(", ", FIELDS));
            }
        });
        JsonNode action = event.path("action");
        if (!action.asText().equals("report")) {
            throw new BadInputException("action", action.isMissingNode() ? null : action.asText(), "report");
        }
        return new ReportRequest(window(event.path("window")), details(event.path("details")));
    }

    private static JsonNode parsed(byte[] bytes) throws IOException {
        if (bytes.length > LONGEST_EVENT) {
            throw new BadInputException("event", "more than " + LONGEST_EVENT + " bytes", ACCEPTED);
        }
        try {
            JsonNode event = JSON.readTree(bytes);
            if (event.isObject()) {
                return event;
            }
        } catch (JsonProcessingException malformed) {
            throw new BadInputException("event", "JSON that cannot be read", ACCEPTED);
        }
        throw new BadInputException("event", "no JSON object", ACCEPTED);
    }

    private static Duration window(JsonNode value) {
        if (value.isMissingNode()) {
            return DEFAULT_WINDOW;
        }
        Duration window = Durations.positive("window", value.asText());
        if (window.compareTo(LONGEST_WINDOW) > 0) {
            throw new BadInputException("window", value.asText(), "at most P90D");
        }
        return window;
    }

    private static int details(JsonNode value) {
        if (value.isMissingNode()) {
            return ReportFile.DETAILS;
        }
        if (!value.isInt() || value.intValue() < 0 || value.intValue() > MOST_DETAILS) {
            throw new BadInputException("details", value.toString(), "a whole number from 0 to " + MOST_DETAILS);
        }
        return value.intValue();
    }
}
