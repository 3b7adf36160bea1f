package dev.handshakefleet.seen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LeafCacheTest {

    private final LeafCache known = new LeafCache();

    @Test
    void leafBelongsToTheTargetThatServedIt() {
        known.add("a.example:443", "aa");

        assertThat(known.has("a.example:443", "aa")).isTrue();
        assertThat(known.has("b.example:443", "aa")).isFalse();
        assertThat(known.has("a.example:443", "bb")).isFalse();
    }

    @Test
    void oldestLeafIsEvictedAndMemoryIsBounded() {
        IntStream.rangeClosed(0, 10_000).forEach(number -> known.add("a.example:443", "leaf " + number));

        assertThat(known.has("a.example:443", "leaf 0")).isFalse();
        assertThat(known.has("a.example:443", "leaf 1")).isTrue();
        assertThat(known.has("a.example:443", "leaf 10000")).isTrue();
    }
}
