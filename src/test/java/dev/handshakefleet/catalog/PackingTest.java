package dev.handshakefleet.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class PackingTest {

    private static final int LARGEST_ITEM = 400 * 1024;

    @Test
    void tenTargetsAreOnePack() {
        List<StoredTarget> ten = targets(10, "x".repeat(100));

        assertThat(Packing.buckets(ten)).isEqualTo(1);
        assertThat(Packing.packs(ten, 1)).singleElement().satisfies(pack -> {
            assertThat(pack.range()).isEqualTo(HashRange.ALL);
            assertThat(pack.targets()).containsExactlyInAnyOrderElementsOf(ten);
        });
    }

    @Test
    void noTargetIsOneEmptyPack() {
        assertThat(Packing.packs(List.of(), Packing.buckets(List.of())))
                .containsExactly(new Pack(HashRange.ALL, List.of()));
    }

    @Test
    void packsHoldEveryHashOnceAndEveryTargetInItsRange() {
        List<StoredTarget> many = targets(5_000, "x".repeat(100));
        int buckets = Packing.buckets(many);
        List<Pack> packs = Packing.packs(many, buckets);

        assertThat(buckets).isEqualTo(32);
        assertThat(packs.stream().flatMap(pack -> pack.targets().stream())).containsExactlyInAnyOrderElementsOf(many);
        assertThat(packs)
                .allSatisfy(pack -> assertThat(pack.targets())
                        .allMatch(target -> pack.range().contains(target.hash())));
        assertThat(packs.getFirst().range().first()).isZero();
        assertThat(packs.getLast().range().last()).isEqualTo(-1);
        assertThat(IntStream.range(1, packs.size()))
                .allMatch(pack -> packs.get(pack).range().first()
                        == packs.get(pack - 1).range().last() + 1);
        assertThat(packs)
                .allSatisfy(
                        pack -> assertThat(Packing.startOfBucket(pack.range().first() + 1, buckets))
                                .isEqualTo(pack.range().first()));
    }

    @Test
    void bucketWithLargeTargetsIsHalvedUntilEachItemFits() {
        List<StoredTarget> large = targets(12, "x".repeat(200 * 1024));
        List<Pack> packs = Packing.packs(large, 1);

        assertThat(packs).hasSizeGreaterThanOrEqualTo(12);
        assertThat(packs.stream().flatMap(pack -> pack.targets().stream())).containsExactlyInAnyOrderElementsOf(large);
        assertThat(packs).allSatisfy(pack -> assertThat(bytes(pack)).isLessThan(LARGEST_ITEM));
        assertThat(Packing.isComplete(packs, HashRange.ALL)).isTrue();
    }

    @Test
    void targetThatFitsIntoNoItemIsRefusedByItsId() {
        List<StoredTarget> one = List.of(StoredTarget.of("large.example:443", "é".repeat(LARGEST_ITEM / 2)));

        assertThatThrownBy(() -> Packing.packs(one, 1))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(
                        "target: 'large.example:443: 409625 bytes'; accepted: a target of at most 389120 bytes");
    }

    @Test
    void missingPackIsNoticedInTheRangeThatItBelongsTo() {
        List<Pack> packs = Packing.packs(List.of(), 4);
        List<Pack> withoutThird = Stream.of(0, 1, 3).map(packs::get).toList();

        assertThat(Packing.isComplete(withoutThird, HashRange.ALL)).isFalse();
        assertThat(Packing.isComplete(withoutThird, HashRange.shard(2, 4))).isFalse();
        assertThat(Packing.isComplete(withoutThird, HashRange.shard(5, 8))).isFalse();
        assertThat(Packing.isComplete(withoutThird, HashRange.shard(0, 2))).isTrue();
        assertThat(Packing.isComplete(withoutThird, HashRange.shard(3, 4))).isTrue();
        assertThat(Packing.isComplete(packs.subList(0, 3), HashRange.ALL)).isFalse();
        assertThat(Packing.isComplete(packs.subList(1, 4), HashRange.ALL)).isFalse();
    }

    @Test
    void shardsOfAnyNumberHoldEveryHashOnce() {
        for (int of : List.of(1, 2, 3, 7, 100)) {
            assertThat(HashRange.shard(0, of).first()).isZero();
            assertThat(HashRange.shard(of - 1, of).last()).isEqualTo(-1);
            assertThat(IntStream.range(1, of))
                    .allMatch(shard -> HashRange.shard(shard, of).first()
                            == HashRange.shard(shard - 1, of).last() + 1);
        }
    }

    /** The range of a target must not change: SHA-256 of "a:1" begins with these digits. */
    @Test
    void hashOfATargetIsUnchanged() {
        assertThat(HashRange.text(HashRange.hash("a:1"))).isEqualTo("2b2c40a6706d9e5f");
    }

    private static int bytes(Pack pack) {
        AttributeValue targets = pack.encode(1).get("targets");
        return targets.m().entrySet().stream()
                .mapToInt(
                        entry -> entry.getKey().length() + entry.getValue().s().length() + 1)
                .sum();
    }

    private static List<StoredTarget> targets(int count, String spec) {
        return IntStream.range(0, count)
                .mapToObj(number -> StoredTarget.of("host" + number + ".example:443", spec))
                .toList();
    }
}
