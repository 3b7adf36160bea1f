package dev.handshakefleet.probe;

import dev.handshakefleet.probe.http.HttpExchange;
import dev.handshakefleet.probe.net.Links;
import dev.handshakefleet.probe.tls.Handshaker;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** What all probes of a process share: connections with their one poller, and the TLS engine. Thread-safe. */
public final class Engine {

    private final Supplier<Links> links;
    private final Handshaker handshaker;
    private final AtomicBoolean http = new AtomicBoolean();

    /**
     * @param links opens connections
     * @param handshaker makes handshakes over them
     */
    public Engine(Links links, Handshaker handshaker) {
        this(() -> links, handshaker);
    }

    private Engine(Supplier<Links> links, Handshaker handshaker) {
        this.links = Objects.requireNonNull(links, "links");
        this.handshaker = Objects.requireNonNull(handshaker, "handshaker");
    }

    /** An engine that opens its poller for its first probe, which pays for loading and compiling our own code as well. */
    public static Engine cold() {
        return new Engine(new OpenedOnce(), new Handshaker());
    }

    /** An engine that has shaken hands with itself until its code was loaded and compiled; takes half a second. */
    public static Engine warm() {
        Links links = Links.open();
        return new Engine(links, Handshaker.warm(links));
    }

    /** To be called before a probe that asks for HTTP: the first one loads its code, off every clock. */
    void readyForHttp() {
        if (http.compareAndSet(false, true)) {
            HttpExchange.warmUp();
        }
    }

    Links links() {
        return links.get();
    }

    Handshaker handshaker() {
        return handshaker;
    }

    /** Most commands never connect anywhere. */
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
