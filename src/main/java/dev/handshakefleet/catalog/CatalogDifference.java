package dev.handshakefleet.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What differs between two states of the catalog. Every list is by id.
 *
 * @param added the ids of new targets
 * @param changed the targets that are written in another way
 * @param removed the ids of targets that are no longer there
 * @param unchanged how many targets are the same
 */
public record CatalogDifference(List<String> added, List<Changed> changed, List<String> removed, int unchanged) {

    /** The field of a target that is written as text. */
    private static final String TEXT = "text";

    public CatalogDifference {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /**
     * A target that is written in another way.
     *
     * @param id its id
     * @param fields the fields that differ, by name; {@code text} is a target that is or was written as text. Never a value, because it
     *     may be a secret
     */
    public record Changed(String id, List<String> fields) {

        public Changed {
            fields = List.copyOf(fields);
        }
    }

    /** Compares; the order of fields makes no difference. */
    static CatalogDifference between(List<CatalogEntry> before, List<CatalogEntry> after) {
        Map<String, Object> old = new HashMap<>();
        before.forEach(entry -> old.put(entry.id(), entry.written()));
        List<String> added = new ArrayList<>();
        TreeMap<String, Changed> changed = new TreeMap<>();
        int unchanged = 0;
        for (CatalogEntry entry : after) {
            Object was = old.remove(entry.id());
            if (was == null) {
                added.add(entry.id());
            } else if (was.equals(entry.written())) {
                unchanged++;
            } else {
                changed.put(entry.id(), new Changed(entry.id(), changedFields(was, entry.written())));
            }
        }
        return new CatalogDifference(
                added.stream().sorted().toList(),
                List.copyOf(changed.values()),
                old.keySet().stream().sorted().toList(),
                unchanged);
    }

    /** @return whether both hold the same targets */
    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }

    private static List<String> changedFields(Object was, Object is) {
        Map<?, ?> old = fields(was);
        Map<?, ?> now = fields(is);
        SortedSet<String> names = new TreeSet<>();
        for (Map<?, ?> side : List.of(old, now)) {
            side.keySet().stream()
                    .filter(name -> !Objects.equals(old.get(name), now.get(name)))
                    .forEach(name -> names.add(String.valueOf(name)));
        }
        return List.copyOf(names);
    }

    private static Map<?, ?> fields(Object written) {
        return written instanceof Map<?, ?> fields ? fields : Map.of(TEXT, written);
    }
}
