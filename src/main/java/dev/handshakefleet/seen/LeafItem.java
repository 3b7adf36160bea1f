package dev.handshakefleet.seen;

import dev.handshakefleet.verdict.SeenLeaf;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A certificate seen as a DynamoDB item, the one place of its attribute names.
 *
 * <pre>
 *   pk certificates#target   sk fingerprint   expiresAt N (TTL, epoch s)
 *   keySha256, issuer, subject S   notBefore, notAfter N (epoch s)
 *   firstSeen N (epoch ms)   region, address, replaced S
 * </pre>
 */
final class LeafItem {

    /** The lifetime of an item after the end of its certificate. */
    private static final Duration KEPT = Duration.ofDays(400);

    /** The longest lifetime of an item, because the end of a certificate comes from outside. */
    private static final Duration LONGEST_KEPT = Duration.ofDays(800);

    private static final String PARTITION = "certificates#";

    private LeafItem() {}

    static AttributeValue partition(String targetId) {
        return text(PARTITION + targetId);
    }

    static Map<String, AttributeValue> encode(String targetId, SeenLeaf leaf) {
        Map<String, AttributeValue> item = new HashMap<>();
        item.put("pk", partition(targetId));
        item.put("sk", text(leaf.sha256()));
        item.put("expiresAt", number(expiry(leaf).getEpochSecond()));
        item.put("keySha256", text(leaf.keySha256()));
        item.put("issuer", text(leaf.issuer()));
        item.put("subject", text(leaf.subject()));
        item.put("notBefore", number(leaf.notBefore().getEpochSecond()));
        item.put("notAfter", number(leaf.notAfter().getEpochSecond()));
        item.put("firstSeen", number(leaf.firstSeen().toEpochMilli()));
        item.put("region", text(leaf.region()));
        leaf.address().ifPresent(address -> item.put("address", text(address)));
        leaf.replaced().ifPresent(replaced -> item.put("replaced", text(replaced)));
        return item;
    }

    /**
     * @throws IllegalArgumentException when the item is none of ours; the message names it and what is wrong with it
     */
    static SeenLeaf decode(Map<String, AttributeValue> item) {
        String sha256 = text(item, "sk");
        try {
            return SeenLeaf.builder()
                    .sha256(sha256)
                    .keySha256(text(item, "keySha256"))
                    .issuer(text(item, "issuer"))
                    .subject(text(item, "subject"))
                    .notBefore(Instant.ofEpochSecond(number(item, "notBefore")))
                    .notAfter(Instant.ofEpochSecond(number(item, "notAfter")))
                    .firstSeen(Instant.ofEpochMilli(number(item, "firstSeen")))
                    .region(text(item, "region"))
                    .address(readText(item, "address"))
                    .replaced(readText(item, "replaced"))
                    .build();
        } catch (IllegalArgumentException | DateTimeException garbage) {
            throw new IllegalArgumentException(
                    "item " + text(item, "pk") + " " + sha256 + " is no certificate seen: " + garbage.getMessage(),
                    garbage);
        }
    }

    private static Instant expiry(SeenLeaf leaf) {
        Instant last = leaf.notAfter().isAfter(leaf.firstSeen()) ? leaf.notAfter() : leaf.firstSeen();
        Instant latest = leaf.firstSeen().plus(LONGEST_KEPT);
        return last.isAfter(latest.minus(KEPT)) ? latest : last.plus(KEPT);
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return readText(item, name).orElseThrow(() -> missing(name));
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name))
                .map(AttributeValue::n)
                .map(Long::parseLong)
                .orElseThrow(() -> missing(name));
    }

    private static Optional<String> readText(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException(name + ": missing or of another type");
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(String.valueOf(value));
    }
}
