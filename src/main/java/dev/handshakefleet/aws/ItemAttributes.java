package dev.handshakefleet.aws;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Writes and reads the attributes of DynamoDB items. The item classes of both tables share it. Pure. */
public final class ItemAttributes {

    private ItemAttributes() {}

    /** @return an attribute of type S */
    public static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    /** @return an attribute of type N */
    public static AttributeValue number(long value) {
        return AttributeValue.fromN(String.valueOf(value));
    }

    /** @return an attribute of type N, milliseconds since the epoch */
    public static AttributeValue millis(Instant instant) {
        return number(instant.toEpochMilli());
    }

    /** @return an attribute of type N, seconds since the epoch, rounded down; DynamoDB's TTL takes this form */
    public static AttributeValue seconds(Instant instant) {
        return number(instant.getEpochSecond());
    }

    /** @return the value of an attribute of type S; empty if it is missing or of another type */
    public static Optional<String> text(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    /**
     * @return the value of an attribute of type N; empty if it is missing or of another type
     * @throws NumberFormatException if it is not a whole number of 64 bits
     */
    public static Optional<Long> number(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::n).map(Long::parseLong);
    }

    /**
     * @return the value of an attribute of type S
     * @throws IllegalArgumentException if it is missing or of another type; the message names it
     */
    public static String requiredText(Map<String, AttributeValue> item, String name) {
        return text(item, name).orElseThrow(() -> missing(name));
    }

    /**
     * @return the value of an attribute of type N
     * @throws IllegalArgumentException if it is missing, of another type or not a whole number of 64 bits
     */
    public static long requiredNumber(Map<String, AttributeValue> item, String name) {
        return number(item, name).orElseThrow(() -> missing(name));
    }

    /**
     * @return the instant of an attribute of milliseconds since the epoch
     * @throws IllegalArgumentException if it is missing, of another type or not a whole number of 64 bits
     */
    public static Instant requiredMillis(Map<String, AttributeValue> item, String name) {
        return Instant.ofEpochMilli(requiredNumber(item, name));
    }

    /**
     * @return the instant of an attribute of seconds since the epoch
     * @throws IllegalArgumentException if it is missing, of another type or not a whole number of 64 bits
     * @throws java.time.DateTimeException if it is outside the range of {@link Instant}
     */
    public static Instant requiredSeconds(Map<String, AttributeValue> item, String name) {
        return Instant.ofEpochSecond(requiredNumber(item, name));
    }

    /** @return the exception that says that an attribute is missing or of another type */
    public static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(name + ": missing or of another type");
    }
}
