package dev.handshakefleet.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Changes bytes at random, the same way for the same seed. Some changes ignore DER (flips, cuts, splices). Others leave every DER
 * length right (elements dropped, repeated, swapped for another's, nested, grown, filled with special values). Not thread-safe.
 */
final class DerMutator {

    private static final int MOST_GROWTH = 2_000;
    private static final int DEEPEST_NESTING = 400;
    private static final int DER_SEQUENCE = 0x30;

    private static final List<byte[]> SPECIAL = List.of(
            new byte[0],
            new byte[] {0},
            new byte[] {(byte) 0xff},
            new byte[] {(byte) 0x80, 0, 0, 0},
            new byte[] {0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
            new byte[] {0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
            new byte[200]);

    private final Random random;

    DerMutator(long seed) {
        random = new Random(seed);
    }

    /** @return the chain with one to three changes; pieces spliced in are taken from {@code other} */
    List<byte[]> mutated(List<byte[]> chain, List<byte[]> other) {
        List<byte[]> changed = new ArrayList<>(chain);
        for (int change = 1 + random.nextInt(3); change > 0; change--) {
            int at = changed.isEmpty() ? 0 : random.nextInt(changed.size());
            switch (changed.isEmpty() ? 0 : random.nextInt(12)) {
                case 0 -> changed.add(at, any(other));
                case 1 -> changed.add(changed.get(at));
                case 2 -> changed.remove(at);
                default -> changed.set(at, mutated(changed.get(at), any(other)));
            }
        }
        return changed;
    }

    /** @return the bytes with one to three changes */
    byte[] mutated(byte[] bytes, byte[] other) {
        byte[] changed = bytes;
        for (int change = 1 + random.nextInt(3); change > 0; change--) {
            byte[] before = changed;
            changed = random.nextInt(3) == 0
                    ? blindly(before, other)
                    : DerTree.read(before).map(tree -> knowingly(tree, other)).orElseGet(() -> blindly(before, other));
        }
        return changed;
    }

    private byte[] any(List<byte[]> chain) {
        return chain.isEmpty() ? new byte[0] : chain.get(random.nextInt(chain.size()));
    }

    private byte[] blindly(byte[] before, byte[] other) {
        byte[] bytes = before.length == 0 ? new byte[1] : before.clone();
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(6)) {
            case 0 -> with(bytes, at, bytes[at] ^ (1 << random.nextInt(Byte.SIZE)));
            case 1 -> with(bytes, at, random.nextInt(256));
            case 2 -> with(bytes, at, 0x80 | random.nextInt(6)); // a length in the long form, or without end
            case 3 -> Arrays.copyOf(bytes, at);
            case 4 -> spliced(bytes, at, other);
            default -> spliced(bytes, at, Arrays.copyOfRange(bytes, at, at + random.nextInt(bytes.length - at + 1)));
        };
    }

    private byte[] knowingly(DerTree tree, byte[] other) {
        List<DerTree> elements = tree.all();
        DerTree element = elements.get(random.nextInt(elements.size()));
        switch (random.nextInt(9)) {
            case 0 -> element.tag(random.nextInt(256));
            case 1 -> element.content(SPECIAL.get(random.nextInt(SPECIAL.size())));
            case 2 -> element.content(blindly(element.content(), other));
            case 3 -> element.content(new byte[random.nextInt(MOST_GROWTH)]);
            case 4 -> element.content(nested());
            case 5 -> repeatAChildOf(element);
            case 6 -> dropAChildOf(element);
            case 7 -> Collections.shuffle(element.children(), random);
            default -> takeFrom(other, element);
        }
        return tree.encoded();
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        return bytes;
    }

    private byte[] spliced(byte[] bytes, int at, byte[] with) {
        int from = with.length == 0 ? 0 : random.nextInt(with.length);
        byte[] piece = Arrays.copyOfRange(with, from, from + random.nextInt(with.length - from + 1));
        return org.bouncycastle.util.Arrays.concatenate(
                Arrays.copyOf(bytes, at), piece, Arrays.copyOfRange(bytes, at, bytes.length));
    }

    private byte[] nested() {
        byte[] nested = new byte[0];
        for (int depth = random.nextInt(DEEPEST_NESTING); depth > 0; depth--) {
            nested = DerTree.element(DER_SEQUENCE, nested);
        }
        return nested;
    }

    private void repeatAChildOf(DerTree element) {
        if (!element.children().isEmpty()) {
            DerTree child =
                    element.children().get(random.nextInt(element.children().size()));
            for (int times = random.nextInt(60); times > 0; times--) {
                element.children().add(child);
            }
        }
    }

    private void dropAChildOf(DerTree element) {
        if (!element.children().isEmpty()) {
            element.children().remove(random.nextInt(element.children().size()));
        }
    }

    /** An element of another certificate in its place: one of the same tag, where there is one. */
    private void takeFrom(byte[] other, DerTree element) {
        DerTree.read(other).ifPresent(tree -> {
            List<DerTree> all = tree.all();
            List<DerTree> alike =
                    all.stream().filter(one -> one.tag() == element.tag()).toList();
            List<DerTree> candidates = alike.isEmpty() ? all : alike;
            DerTree taken = candidates.get(random.nextInt(candidates.size()));
            element.tag(taken.tag());
            element.content(taken.content());
        });
    }
}
