package dev.handshakefleet.alert.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The progress of a certificate renewal over the addresses of a target. It is recorded while the leaf certificate has an
 * alert. A renewal reaches the nodes behind a name one after the other, and a name can lead to old and new nodes in turn; the
 * alert must not be resolved and opened again with each of them. Immutable.
 *
 * <p>The new leaf is the one that expires last. The rollout is under way while an address that was probed within
 * {@link #SETTLED} still served an older leaf, or while an address returned from a newer leaf to an older one within that
 * time.
 *
 * @param places the leaf that each address served last, by address, at most {@value #MOST_PLACES}; the address that was probed
 *     longest ago is removed first
 * @param newest the leaf that expires last
 * @param cameBack when an address last returned from a newer leaf to an older one
 */
public record Rollout(SortedMap<String, Place> places, Optional<ServedLeaf> newest, Optional<Instant> cameBack) {

    /** A rollout is complete when no address has served an old leaf for this long. */
    static final Duration SETTLED = Duration.ofHours(6);

    static final int MOST_PLACES = 64;

    public static final Rollout NONE = new Rollout(new TreeMap<>(), Optional.empty(), Optional.empty());

    private static final Comparator<ServedLeaf> BY_END =
            Comparator.comparing(ServedLeaf::notAfter).thenComparing(ServedLeaf::sha256);

    /** The leaf that an address served last, and the scheduled instant of that run. */
    public record Place(ServedLeaf leaf, Instant at) {

        public Place {
            Objects.requireNonNull(leaf, "leaf");
            Objects.requireNonNull(at, "at");
        }
    }

    public Rollout {
        places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
        Objects.requireNonNull(newest, "newest");
        Objects.requireNonNull(cameBack, "cameBack");
    }

    /** @return the rollout after one more run, which found those leaves, by address */
    Rollout withLeaves(Map<String, ServedLeaf> leaves, Instant at) {
        SortedMap<String, Place> all = new TreeMap<>(places);
        boolean back = false;
        for (Map.Entry<String, ServedLeaf> served : leaves.entrySet()) {
            Place before = all.put(served.getKey(), new Place(served.getValue(), at));
            back |= before != null
                    && before.leaf().notAfter().isAfter(served.getValue().notAfter());
        }
        while (all.size() > MOST_PLACES) {
            all.remove(Collections.min(
                            all.entrySet(),
                            Comparator.comparing(place -> place.getValue().at()))
                    .getKey());
        }
        return new Rollout(
                all,
                Stream.concat(newest.stream(), leaves.values().stream()).max(BY_END),
                back ? Optional.of(at) : cameBack);
    }

    /** @return whether some addresses serve the new leaf and others do not, or an address serves both in turn */
    boolean isUnderWay(Instant at) {
        long renewed = renewed(at);
        return (renewed > 0 && renewed < count(at)) || isAlternating(at);
    }

    /** @return such as {@code 3 of 8 addresses renewed}; empty where no rollout is under way */
    Optional<String> progress(Instant at) {
        if (!isUnderWay(at)) {
            return Optional.empty();
        }
        String counted = renewed(at) + " of " + count(at) + (count(at) == 1 ? " address" : " addresses") + " renewed";
        return Optional.of(isAlternating(at) ? counted + ", the old and the new certificate by turns" : counted);
    }

    private boolean isAlternating(Instant at) {
        return cameBack.filter(back -> isRecent(back, at)).isPresent();
    }

    private long renewed(Instant at) {
        return places.values().stream()
                .filter(place -> isRecent(place.at(), at))
                .filter(place -> newest.equals(Optional.of(place.leaf())))
                .count();
    }

    private long count(Instant at) {
        return places.values().stream()
                .filter(place -> isRecent(place.at(), at))
                .count();
    }

    private static boolean isRecent(Instant instant, Instant at) {
        return !instant.isBefore(at.minus(SETTLED));
    }
}
