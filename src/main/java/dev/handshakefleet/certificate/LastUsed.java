package dev.handshakefleet.certificate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets the entry whose last use is the longest ago. */
final class LastUsed<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;
    private static final float LOAD_FACTOR = 0.75f;

    private final int most;

    private LastUsed(int most) {
        super(most, LOAD_FACTOR, true);
        this.most = most;
    }

    /**
     * @param most how many entries it holds
     * @return an empty map, safe for use by many threads
     */
    static <K, V> Map<K, V> map(int most) {
        return Collections.synchronizedMap(new LastUsed<>(most));
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
