package dev.handshakefleet.catalog;

import java.nio.charset.StandardCharsets;

/**
 * A target as a pack holds it.
 *
 * @param id its id as stored keys have it
 * @param spec the target as written, in JSON
 * @param hash the hash of the id, see {@link HashRange}
 */
record StoredTarget(String id, String spec, long hash) {

    /** What DynamoDB adds to an entry of a map is 1 byte (DynamoDB: item sizes and formats); the rest is reserve. */
    private static final int OVERHEAD = 8;

    static StoredTarget of(String id, String spec) {
        return new StoredTarget(id, spec, HashRange.hash(id));
    }

    /** @return at most how many bytes it takes in an item */
    int bytes() {
        return utf8(id) + utf8(spec) + OVERHEAD;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
