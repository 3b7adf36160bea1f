package dev.handshakefleet.probe.http;

import java.util.Map;

/**
 * Limits the memory and threads of Netty. Call it before the first Netty class is loaded, because Netty reads its
 * settings once. A system property from the command line keeps its value.
 */
final class NettyFootprint {

    private static final Map<String, String> SETTINGS = Map.of(
            // sun.misc.Unsafe is deprecated for removal: the JDK prints four lines of warning at its first use.
            "io.netty.noUnsafe", "true",
            // Arenas, thread caches and object pools suit servers; an exchange uses only a few buffers.
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
