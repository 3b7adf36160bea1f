package dev.handshakefleet.rollup;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How large an item is (Amazon DynamoDB Developer Guide, "DynamoDB item sizes and formats"). Pure. */
final class ItemSize {

    private static final int WRITE_UNIT = 1_024;
    private static final int OF_A_MAP = 3;

    private ItemSize() {}

    /** @return what a write of the item costs */
    static int writeUnits(Map<String, AttributeValue> item) {
        return Math.ceilDiv(attributes(item), WRITE_UNIT);
    }

    private static int attributes(Map<String, AttributeValue> attributes) {
        return attributes.entrySet().stream()
                .mapToInt(attribute -> bytes(attribute.getKey()) + value(attribute.getValue()))
                .sum();
    }

    private static int value(AttributeValue value) {
        return switch (value.type()) {
            case S -> bytes(value.s());
            case N -> Math.ceilDiv(value.n().length(), 2) + 1;
            case B -> value.b().asByteArrayUnsafe().length;
            case M -> OF_A_MAP + value.m().size() + attributes(value.m());
            default -> throw new IllegalArgumentException("a rollup has no attribute of type " + value.type());
        };
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
