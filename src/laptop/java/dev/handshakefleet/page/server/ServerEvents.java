package dev.handshakefleet.page.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells open pages that something is new (server-sent events, HTML standard, 9.2). An event has a name and one line of text. A page
 * that does not read loses events, not the server. Thread-safe.
 */
public final class ServerEvents {

    static final int MOST_PAGES = 32;

    private static final int MOST_WAITING = 8;
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Set<BlockingQueue<String>> pages = ConcurrentHashMap.newKeySet();

    /** Sends an event to all open pages. */
    public void send(String name, String line) {
        String event = "event: " + name + "\ndata: " + line + "\n\n";
        pages.forEach(page -> {
            // A page with a full queue asks for everything at its next event anyway.
            boolean _ = page.offer(event);
        });
    }

    /** @return a place for one more page; empty where too many are open */
    Optional<BlockingQueue<String>> open() {
        BlockingQueue<String> page = new ArrayBlockingQueue<>(MOST_WAITING);
        if (pages.size() >= MOST_PAGES) {
            return Optional.empty();
        }
        pages.add(page);
        return Optional.of(page);
    }

    /** Writes events until the page is closed or the thread is interrupted. */
    void write(BlockingQueue<String> page, OutputStream out) throws IOException {
        try {
            write(out, "retry: 2000\n\n");
            while (true) {
                String event = page.poll(HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
                write(out, event == null ? ": open\n\n" : event);
            }
        } catch (InterruptedException serverEnds) {
            Thread.currentThread().interrupt();
        } finally {
            pages.remove(page);
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
