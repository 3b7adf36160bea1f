package dev.handshakefleet.seen;

import static dev.handshakefleet.aws.ItemAttributes.millis;
import static dev.handshakefleet.aws.ItemAttributes.requiredMillis;
import static dev.handshakefleet.aws.ItemAttributes.requiredSeconds;
import static dev.handshakefleet.aws.ItemAttributes.requiredText;
import static dev.handshakefleet.aws.ItemAttributes.seconds;
import static dev.handshakefleet.aws.ItemAttributes.text;

import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.verdict.LeafRecord;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A leaf as a DynamoDB item. No other class knows its attribute names.
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

    private LeafItem() {}

    static AttributeValue partition(String targetId) {
        return text(TablePartitions.certificates(targetId));
    }

    static Map<String, AttributeValue> encode(String targetId, LeafRecord leaf) {
        Map<String, AttributeValue> item =
                new HashMap<>(TablePartitions.key(TablePartitions.certificates(targetId), leaf.sha256()));
        item.put(TablePartitions.EXPIRY, seconds(expiry(leaf)));
        item.put("keySha256", text(leaf.keySha256()));
        item.put("issuer", text(leaf.issuer()));
        item.put("subject", text(leaf.subject()));
        item.put("notBefore", seconds(leaf.notBefore()));
        item.put("notAfter", seconds(leaf.notAfter()));
        item.put("firstSeen", millis(leaf.firstSeen()));
        item.put("region", text(leaf.region()));
        leaf.address().ifPresent(address -> item.put("address", text(TablePartitions.stored(address))));
        leaf.replaced().ifPresent(replaced -> item.put("replaced", text(replaced)));
        return item;
    }

    /**
     * @throws IllegalArgumentException when the item is none of ours; the message names it and what is wrong with it
     */
    static LeafRecord decode(Map<String, AttributeValue> item) {
        String sha256 = requiredText(item, TablePartitions.SORT_KEY);
        try {
            return LeafRecord.builder()
                    .sha256(sha256)
                    .keySha256(requiredText(item, "keySha256"))
                    .issuer(requiredText(item, "issuer"))
                    .subject(requiredText(item, "subject"))
                    .notBefore(requiredSeconds(item, "notBefore"))
                    .notAfter(requiredSeconds(item, "notAfter"))
                    .firstSeen(requiredMillis(item, "firstSeen"))
                    .region(requiredText(item, "region"))
                    .address(text(item, "address").map(TablePartitions::shown))
                    .replaced(text(item, "replaced"))
                    .build();
        } catch (IllegalArgumentException | DateTimeException garbage) {
            throw new IllegalArgumentException(
                    "item " + requiredText(item, TablePartitions.PARTITION_KEY) + " " + sha256
                            + " is not an item of the certificate history: " + garbage.getMessage(),
                    garbage);
        }
    }

    private static Instant expiry(LeafRecord leaf) {
        Instant last = leaf.notAfter().isAfter(leaf.firstSeen()) ? leaf.notAfter() : leaf.firstSeen();
        Instant latest = leaf.firstSeen().plus(LONGEST_KEPT);
        return last.isAfter(latest.minus(KEPT)) ? latest : last.plus(KEPT);
    }
}
