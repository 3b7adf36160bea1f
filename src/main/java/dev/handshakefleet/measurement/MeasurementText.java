package dev.handshakefleet.measurement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.SafeText;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A measurement as JSON, outside of the table: the attributes of its item by their names, in the types of DynamoDB. Pure.
 *
 * <pre>
 *   {"pk":{"S":"shop.example:443"},"sk":{"S":"2026-11-23T10:00:00.000Z#eu-west-1#192.0.2.1"},"s":{"N":"1795428000123"},"lf":{"B":"q6ur…"}}
 * </pre>
 */
public final class MeasurementText {

    private static final String TEXT = "S";
    private static final String NUMBER = "N";
    private static final String BINARY = "B";

    private MeasurementText() {}

    /** @return the measurement, without the end of its lifetime, which the table's own retention gives it */
    public static ObjectNode write(Measurement measurement) {
        Map<String, AttributeValue> item = new TreeMap<>(MeasurementItem.encode(measurement, Duration.ZERO));
        item.remove(TablePartitions.EXPIRY);
        ObjectNode written = JsonNodeFactory.instance.objectNode();
        item.forEach((name, value) -> {
            ObjectNode typed = written.putObject(name);
            switch (value.type()) {
                case S -> typed.put(TEXT, value.s());
                case N -> typed.put(NUMBER, value.n());
                case B ->
                    typed.put(
                            BINARY, Base64.getEncoder().encodeToString(value.b().asByteArray()));
                default -> throw new IllegalStateException(name + ": no measurement has the type " + value.type());
            }
        });
        return written;
    }

    /**
     * Reads a measurement back.
     *
     * @throws BadInputException when it is no measurement; the message names the attribute
     */
    public static Measurement read(JsonNode written) {
        Map<String, AttributeValue> item = new HashMap<>();
        for (Map.Entry<String, JsonNode> attribute : written.properties()) {
            item.put(attribute.getKey(), value(attribute.getKey(), attribute.getValue()));
        }
        try {
            return MeasurementItem.decode(item);
        } catch (IllegalArgumentException notOurs) {
            throw new BadInputException(
                    "measurements", SafeText.sentence(notOurs.getMessage()), "a measurement as the spool writes it");
        }
    }

    private static AttributeValue value(String name, JsonNode typed) {
        try {
            if (typed.path(TEXT).isTextual()) {
                return AttributeValue.fromS(typed.path(TEXT).textValue());
            }
            if (typed.path(NUMBER).isTextual()) {
                return AttributeValue.fromN(typed.path(NUMBER).textValue());
            }
            if (typed.path(BINARY).isTextual()) {
                return AttributeValue.fromB(SdkBytes.fromByteArray(
                        Base64.getDecoder().decode(typed.path(BINARY).textValue())));
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below.
        }
        throw new BadInputException(
                "measurements." + SafeText.line(name, 20),
                SafeText.line(typed.toString(), 80),
                "{\"S\":\"text\"}, {\"N\":\"number\"} or {\"B\":\"base64\"}");
    }
}
