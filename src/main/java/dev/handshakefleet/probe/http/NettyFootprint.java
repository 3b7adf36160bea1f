package dev.handshakefleet.probe.http;

import java.util.Map;

/**
 * Keeps Netty small: to be applied before its first class is touched, because it reads its settings once. A setting made
 * on the command line stays as it is.
 */
final class NettyFootprint {

    private static final Map<String, String> SETTINGS = Map.of(
            // sun.misc.Unsafe is deprecated for removal: the JDK prints four lines of warning at its first use.
            "io.netty.noUnsafe", "true",
            // Arenas, thread caches and object pools are for servers; an exchange uses a few buffers and is over.
            "io.netty.allocator.type", "unpooled",
            "io.netty.recycler.maxCapacityPerThread", "0",
            "io.netty.leakDetection.level", "disabled");

    private NettyFootprint() {}

    static void keepSmall() {
        SETTINGS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
