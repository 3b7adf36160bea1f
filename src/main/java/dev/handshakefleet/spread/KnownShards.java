package dev.handshakefleet.spread;

import dev.handshakefleet.catalog.HashRange;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The targets of the shards that this process has read last, for the time in which the catalog cannot be read. A version of the catalog
 * never changes, so they are as good as read anew. Thread-safe.
 */
final class KnownShards {

    /** About 1 KB each. */
    private static final int MOST_TARGETS = 20_000;

    private final Map<Key, List<Object>> shards = new LinkedHashMap<>();
    private int targets;

    private record Key(long catalogVersion, HashRange range) {}

    synchronized void keep(Shard shard, List<Object> read) {
        Key key = new Key(shard.catalogVersion(), shard.range());
        forget(shards.remove(key));
        shards.put(key, read);
        targets += read.size();
        Iterator<List<Object>> oldest = shards.values().iterator();
        while (targets > MOST_TARGETS && oldest.hasNext()) {
            forget(oldest.next());
            oldest.remove();
        }
    }

    synchronized Optional<List<Object>> of(Shard shard) {
        return Optional.ofNullable(shards.get(new Key(shard.catalogVersion(), shard.range())));
    }

    private void forget(List<Object> read) {
        if (read != null) {
            targets -= read.size();
        }
    }
}
