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
 * Which leaf each address of a target served last, followed while its certificate has an alert: a renewal that reaches the
 * nodes of a name one after the other, or by turns, is one story and not an end and a beginning by turns.
 *
 * <p>New is the leaf that expires last. The story goes on while an address that was seen within {@link #SETTLED} served an
 * older one last, or while an older one came back behind a newer one within that time.
 *
 * @param places by address, at most {@value #MOST_PLACES}; the one seen longest ago goes first
 * @param newest the leaf that expires last of all that were seen
 * @param cameBack when an older leaf was last seen behind a newer one at the same address
 */
public record Rollout(SortedMap<String, Place> places, Optional<ServedLeaf> newest, Optional<Instant> cameBack) {

    /** For so long an old leaf must not have been seen. */
    static final Duration SETTLED = Duration.ofHours(6);

    static final int MOST_PLACES = 64;

    public static final Rollout NONE = new Rollout(new TreeMap<>(), Optional.empty(), Optional.empty());

    private static final Comparator<ServedLeaf> BY_END =
            Comparator.comparing(ServedLeaf::notAfter).thenComparing(ServedLeaf::sha256);

    /** What an address served last, and when that was seen. */
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

    /** The same after one more run. */
    Rollout seeing(Map<String, ServedLeaf> leaves, Instant at) {
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

    /** Whether some serve the new leaf and not all of them do, or not for good. */
    boolean isUnderWay(Instant at) {
        long renewed = renewed(at);
        return (renewed > 0 && renewed < count(at)) || isByTurns(at);
    }

    /** @return such as {@code 3 of 8 addresses renewed}; empty where nothing is under way */
    Optional<String> progress(Instant at) {
        if (!isUnderWay(at)) {
            return Optional.empty();
        }
        String counted = renewed(at) + " of " + count(at) + (count(at) == 1 ? " address" : " addresses") + " renewed";
        return Optional.of(isByTurns(at) ? counted + ", the old and the new certificate by turns" : counted);
    }

    private boolean isByTurns(Instant at) {
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
