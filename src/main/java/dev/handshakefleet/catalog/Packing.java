package dev.handshakefleet.catalog;

import dev.handshakefleet.aws.TablePartitions;
import dev.handshakefleet.base.BadInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides the targets of a version into packs, so that together they hold every hash once. A write unit is 1 KB of an item, so a
 * target of 100 bytes in a pack costs a tenth of what it costs in an item of its own. Pure.
 */
final class Packing {

    /** A bucket holds at most so many bytes on average. A shard of a run reads whole packs, so a pack is small beside a shard. */
    private static final int USUAL_BYTES = 32 * 1024;

    /** A pack of several targets holds at most so many bytes; an item may have 400 KB (DynamoDB quotas). */
    static final int MOST_BYTES = 300 * 1024;

    /** The largest target, alone in its pack. */
    static final int LARGEST_TARGET = 380 * 1024;

    static final int MOST_BUCKETS = 1 << 16;

    private Packing() {}

    /**
     * @return the least power of two that makes buckets of the usual size
     */
    static int buckets(List<StoredTarget> targets) {
        long bytes = targets.stream().mapToLong(StoredTarget::bytes).sum();
        int buckets = 1;
        while (buckets < MOST_BUCKETS && bytes > (long) buckets * USUAL_BYTES) {
            buckets *= 2;
        }
        return buckets;
    }

    /**
     * @param buckets how many equal ranges there are at least, a power of two; a range with too many bytes is halved
     * @throws BadInputException for a target that fits into no item
     */
    static List<Pack> packs(List<StoredTarget> targets, int buckets) {
        List<List<StoredTarget>> byBucket = new ArrayList<>();
        for (int bucket = 0; bucket < buckets; bucket++) {
            byBucket.add(new ArrayList<>());
        }
        for (StoredTarget target : targets) {
            refuseTooLarge(target);
            byBucket.get(bucket(target.hash(), buckets)).add(target);
        }
        List<Pack> packs = new ArrayList<>();
        for (int bucket = 0; bucket < buckets; bucket++) {
            addPacks(HashRange.shard(bucket, buckets), byBucket.get(bucket), packs);
        }
        return packs;
    }

    /** @return the first hash of the bucket that a hash is in: no pack with that hash begins before */
    static long startOfBucket(long hash, int buckets) {
        return HashRange.shard(bucket(hash, buckets), buckets).first();
    }

    /** @return whether the packs, in the order of their ranges, hold every hash of the range */
    static boolean isComplete(List<Pack> packs, HashRange range) {
        long next = range.first();
        for (Pack pack : packs) {
            if (Long.compareUnsigned(pack.range().last(), next) < 0) {
                continue;
            }
            if (!pack.range().contains(next)) {
                return false;
            }
            if (Long.compareUnsigned(pack.range().last(), range.last()) >= 0) {
                return true;
            }
            next = pack.range().last() + 1;
        }
        return false;
    }

    private static int bucket(long hash, int buckets) {
        int bits = Integer.numberOfTrailingZeros(buckets);
        return bits == 0 ? 0 : (int) (hash >>> (Long.SIZE - bits));
    }

    private static void addPacks(HashRange range, List<StoredTarget> targets, List<Pack> packs) {
        long bytes = targets.stream().mapToLong(StoredTarget::bytes).sum();
        if (bytes <= MOST_BYTES || targets.size() <= 1 || range.isOneHash()) {
            packs.add(new Pack(range, targets));
            return;
        }
        for (HashRange half : List.of(range.lowerHalf(), range.upperHalf())) {
            addPacks(
                    half,
                    targets.stream()
                            .filter(target -> half.contains(target.hash()))
                            .toList(),
                    packs);
        }
    }

    /** @throws BadInputException for a target that fits into no item */
    static void refuseTooLarge(StoredTarget target) {
        if (target.bytes() > LARGEST_TARGET) {
            throw new BadInputException(
                    "target",
                    TablePartitions.shown(target.id()) + ": " + target.bytes() + " bytes",
                    "a target of at most " + LARGEST_TARGET
                            + " bytes in JSON, because an item of DynamoDB has at most 400 KB");
        }
    }
}
