package dev.handshakefleet.page.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A fleet at one instant. Immutable.
 *
 * @param at when it was taken
 * @param targets the worst first, then by id
 * @param problems the parts that could not be read, in sentences
 */
public record FleetSnapshot(Instant at, List<WatchedTarget> targets, List<String> problems) {

    private static final Comparator<WatchedTarget> WORST_FIRST =
            Comparator.comparing(WatchedTarget::standing).reversed().thenComparing(WatchedTarget::id);

    public FleetSnapshot {
        Objects.requireNonNull(at, "at");
        targets = targets.stream().sorted(WORST_FIRST).toList();
        problems = List.copyOf(problems);
    }

    /** @return the target with that id */
    public Optional<WatchedTarget> target(String id) {
        return targets.stream().filter(target -> target.id().equals(id)).findFirst();
    }

    /** @return how many targets stand so; zero for none */
    public Map<Standing, Long> counts() {
        return targets.stream()
                .collect(Collectors.groupingBy(WatchedTarget::standing, TreeMap::new, Collectors.counting()));
    }

    /** @return the tags of all targets as {@code name=value}, with the number of their targets, in order */
    public Map<String, Long> tags() {
        return targets.stream()
                .flatMap(watched -> watched.target().tags().entrySet().stream())
                .map(tag -> tag.getKey() + "=" + tag.getValue())
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }
}
