package dev.handshakefleet.spool;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Measurements as a message of a queue. They are compressed, because a request to SQS is charged by 64 KiB. Pure.
 *
 * <pre>
 *   {"kind":"measurements","version":1,"count":100,"deflated":"base64 of the raw deflate of a JSON array of {@code MeasurementText}"}
 * </pre>
 */
public final class SpoolMessage {

    /** The value of the field {@code kind}. */
    public static final String KIND = "measurements";

    /** The value of the field {@code version}. */
    public static final int VERSION = 1;

    /** The most measurements of a message. */
    static final int MOST = 250;

    /** A message of more bytes is divided, because it would be charged as two requests. */
    private static final int MOST_BYTES = 60_000;

    /** 250 measurements of 1 KB, with the names of their types. */
    private static final int MOST_INFLATED = 2 * 1024 * 1024;

    private static final int BUFFER = 8 * 1024;
    private static final String FIELD = "deflated";
    private static final String ACCEPTED = "1 to " + MOST + " measurements, deflated, in base64";
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(10)
                    .maxStringLength(10_000)
                    .maxNumberLength(30)
                    .build())
            .build());

    private SpoolMessage() {}

    /**
     * A body and what is in it.
     *
     * @param body of the message
     * @param measurements in it
     */
    record Packed(String body, List<Measurement> measurements) {}

    /** @return as few messages as the limits allow, with the measurements in their order */
    static List<Packed> pack(List<Measurement> measurements) {
        List<Packed> packed = new ArrayList<>();
        for (int from = 0; from < measurements.size(); from += MOST) {
            pack(measurements.subList(from, Math.min(from + MOST, measurements.size())), packed);
        }
        return packed;
    }

    private static void pack(List<Measurement> measurements, List<Packed> packed) {
        String body = body(measurements);
        if (body.length() > MOST_BYTES && measurements.size() > 1) {
            int half = measurements.size() / 2;
            pack(measurements.subList(0, half), packed);
            pack(measurements.subList(half, measurements.size()), packed);
            return;
        }
        packed.add(new Packed(body, List.copyOf(measurements)));
    }

    private static String body(List<Measurement> measurements) {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        measurements.forEach(measurement -> items.add(MeasurementText.write(measurement)));
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", KIND)
                .put("version", VERSION)
                .put("count", measurements.size())
                .put(
                        FIELD,
                        Base64.getEncoder()
                                .encodeToString(deflated(items.toString().getBytes(StandardCharsets.UTF_8))))
                .toString();
    }

    /**
     * Reads a message back.
     *
     * @param message with the kind and the version of this class
     * @return 1 to {@value #MOST} measurements
     * @throws BadInputException when it is unusable; the message names the field
     */
    public static List<Measurement> read(JsonNode message) {
        JsonNode items = items(message.path(FIELD));
        if (!items.isArray() || items.isEmpty() || items.size() > MOST) {
            throw new BadInputException(
                    FIELD, items.isArray() ? items.size() + " measurements" : "no list of measurements", ACCEPTED);
        }
        List<Measurement> measurements = new ArrayList<>();
        items.forEach(item -> measurements.add(MeasurementText.read(item)));
        return measurements;
    }

    private static JsonNode items(JsonNode deflated) {
        if (!deflated.isTextual()) {
            throw new BadInputException(FIELD, deflated.isMissingNode() ? null : deflated.getNodeType(), ACCEPTED);
        }
        try {
            return JSON.readTree(inflated(Base64.getDecoder().decode(deflated.textValue())));
        } catch (JsonProcessingException malformed) {
            throw new BadInputException(FIELD, SafeText.line(malformed.getOriginalMessage()), ACCEPTED);
        } catch (IllegalArgumentException | DataFormatException | IOException unreadable) {
            throw new BadInputException(FIELD, SafeText.line(String.valueOf(unreadable.getMessage())), ACCEPTED);
        }
    }

    private static byte[] deflated(byte[] bytes) {
        try (Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER];
            while (!deflater.finished()) {
                compressed.write(buffer, 0, deflater.deflate(buffer));
            }
            return compressed.toByteArray();
        }
    }

    private static byte[] inflated(byte[] compressed) throws DataFormatException {
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(compressed);
            byte[] bytes = new byte[BUFFER];
            int length = 0;
            while (!inflater.finished()) {
                if (length == bytes.length) {
                    if (length == MOST_INFLATED) {
                        throw new DataFormatException("more than " + MOST_INFLATED + " bytes");
                    }
                    bytes = Arrays.copyOf(bytes, Math.min(2 * length, MOST_INFLATED));
                }
                int more = inflater.inflate(bytes, length, bytes.length - length);
                if (more == 0 && !inflater.finished()) {
                    throw new DataFormatException("it breaks off");
                }
                length += more;
            }
            return Arrays.copyOf(bytes, length);
        }
    }
}
