package dev.handshakefleet.catalog;

import dev.handshakefleet.aws.TablePartitions;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A range of hashes of targets. The hash of a target is the first 64 bits of the SHA-256 of its id as stored keys have it ({@link
 * dev.handshakefleet.aws.TablePartitions#stored}), as a number without sign. Hashes spread evenly, so equal ranges hold about equally
 * many targets, and a target stays in its range whatever other targets there are. Pure.
 *
 * @param first the first hash of the range, without sign
 * @param last the last hash of the range, without sign, at least {@code first}
 */
public record HashRange(long first, long last) {

    /** All hashes. */
    public static final HashRange ALL = new HashRange(0, -1);

    private static final BigInteger HASHES = BigInteger.TWO.pow(Long.SIZE);

    public HashRange {
        if (Long.compareUnsigned(first, last) > 0) {
            throw new IllegalArgumentException("first is after last");
        }
    }

    /**
     * One of several shards that together hold every hash once.
     *
     * @param index 0 to {@code of - 1}
     * @param of how many shards there are, at least 1
     */
    public static HashRange shard(int index, int of) {
        if (index < 0 || index >= of) {
            throw new IllegalArgumentException("shard " + index + " of " + of);
        }
        return new HashRange(start(index, of), start(index + 1, of) - 1);
    }

    /** @return whether the hash is in the range */
    public boolean contains(long hash) {
        return Long.compareUnsigned(first, hash) <= 0 && Long.compareUnsigned(hash, last) <= 0;
    }

    /** @return the hash of a target by its id */
    public static long hashOf(String targetId) {
        return hash(TablePartitions.stored(targetId));
    }

    /**
     * @param first as {@link #firstText} writes it
     * @param last as {@link #lastText} writes it
     * @throws IllegalArgumentException if either is not 16 hexadecimal digits, or the first is after the last
     */
    public static HashRange of(String first, String last) {
        return new HashRange(parse(first), parse(last));
    }

    /** @return the first hash: 16 hexadecimal digits */
    public String firstText() {
        return text(first);
    }

    /** @return the last hash: 16 hexadecimal digits */
    public String lastText() {
        return text(last);
    }

    /**
     * @param parts 1 or more
     * @return consecutive ranges of about the same size that together hold every hash of this one; fewer where it has fewer hashes
     */
    public List<HashRange> divided(int parts) {
        BigInteger from = new BigInteger(Long.toUnsignedString(first));
        BigInteger size =
                new BigInteger(Long.toUnsignedString(last)).subtract(from).add(BigInteger.ONE);
        List<HashRange> ranges = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            BigInteger start = size.multiply(BigInteger.valueOf(part)).divide(BigInteger.valueOf(parts));
            BigInteger end = size.multiply(BigInteger.valueOf(part + 1L)).divide(BigInteger.valueOf(parts));
            if (start.compareTo(end) < 0) {
                ranges.add(new HashRange(
                        from.add(start).longValue(),
                        from.add(end).subtract(BigInteger.ONE).longValue()));
            }
        }
        return ranges;
    }

    /** @return the hash of a target by its id as stored keys have it */
    static long hash(String storedId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(storedId.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** @return the lower half of a range of more than one hash */
    HashRange lowerHalf() {
        return new HashRange(first, middle());
    }

    /** @return the upper half of a range of more than one hash */
    HashRange upperHalf() {
        return new HashRange(middle() + 1, last);
    }

    boolean isOneHash() {
        return first == last;
    }

    /** @return a hash as sort keys have it: 16 hexadecimal digits, which sort as the numbers do */
    static String text(long hash) {
        return HexFormat.of().toHexDigits(hash);
    }

    /** @throws IllegalArgumentException if it is not 16 hexadecimal digits */
    static long parse(String text) {
        if (text.length() != Long.BYTES * 2) {
            throw new IllegalArgumentException("not " + Long.BYTES * 2 + " hexadecimal digits");
        }
        return HexFormat.fromHexDigitsToLong(text);
    }

    private long middle() {
        return first + ((last - first) >>> 1);
    }

    private static long start(int index, int of) {
        return HASHES.multiply(BigInteger.valueOf(index))
                .divide(BigInteger.valueOf(of))
                .longValue();
    }
}
