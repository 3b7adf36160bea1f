package dev.handshakefleet.probe;

import dev.handshakefleet.base.NativeExecutable;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.probe.http.HttpExchange;
import dev.handshakefleet.probe.net.Links;
import dev.handshakefleet.probe.tls.Handshaker;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The resources that all probes of a process share: the connections with their poller thread, and the TLS engine.
 * Thread-safe. Lives as long as the process.
 */
public final class Engine {

    private final Supplier<Links> links;
    private final Handshaker handshaker;
    private final AtomicBoolean http = new AtomicBoolean();

    /**
     * Combines the two.
     *
     * @param links opens connections
     * @param handshaker makes handshakes over them
     */
    public Engine(Links links, Handshaker handshaker) {
        this(() -> links, handshaker);
    }

    Engine(Supplier<Links> links, Handshaker handshaker) {
        this.links = Objects.requireNonNull(links, "links");
        this.handshaker = Objects.requireNonNull(handshaker, "handshaker");
    }

    /**
     * Returns an engine that opens its poller at its first probe. The time of that probe includes loading and compiling
     * our own code.
     */
    public static Engine cold() {
        return new Engine(new OpenedOnce(), new Handshaker());
    }

    /**
     * Returns an engine that made handshakes with itself until its code was loaded and compiled. The code of name lookups is
     * loaded at the same time. Takes half a second on a JVM. A native executable is compiled and loaded already, so there this
     * is {@link #cold()}.
     */
    public static Engine warm() {
        return NativeExecutable.isRunning() ? cold() : warmedUp();
    }

    private static Engine warmedUp() {
        Thread names = Thread.ofPlatform().daemon().name("warm-up of lookups").start(NameResolver::warmUp);
        Links links = Links.open();
        Engine engine = new Engine(links, Handshaker.warm(links));
        try {
            names.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return engine;
    }

    /**
     * Prepares the HTTP code before a probe asks for HTTP. The first call loads the code, outside every measured phase;
     * later calls return at once.
     */
    void readyForHttp() {
        if (http.compareAndSet(false, true)) {
            HttpExchange.warmUp();
        }
    }

    /** Opens the connections' poller before the first probe, outside every measured phase. Later calls return at once. */
    void open() {
        Links _ = links.get();
    }

    Links links() {
        return links.get();
    }

    Handshaker handshaker() {
        return handshaker;
    }

    /** Most commands never open a connection. */
    private static final class OpenedOnce implements Supplier<Links> {

        private Optional<Links> opened = Optional.empty();

        @Override
        public synchronized Links get() {
            if (opened.isEmpty()) {
                opened = Optional.of(Links.open());
            }
            return opened.get();
        }
    }
}
