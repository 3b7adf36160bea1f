package dev.handshakefleet.bench.workbench;

import java.util.List;
import java.util.stream.IntStream;

/** Addresses of 127.0.0.0/8, all of which are this machine on Linux (RFC 1122, 3.2.1.3): one a probe. */
public final class LoopbackAddresses {

    /** The most that a relay listens on. */
    public static final int MOST = 1_000;

    private static final int PER_NETWORK = 250;

    private LoopbackAddresses() {}

    /** @return the first {@code count} of them; at most {@link #MOST} */
    public static List<String> first(int count) {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("count: " + count + "; accepted: 1 to " + MOST);
        }
        return IntStream.range(0, count)
                .mapToObj(index -> "127.77." + index / PER_NETWORK + "." + (1 + index % PER_NETWORK))
                .toList();
    }
}
