package dev.handshakefleet.base;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does work on virtual threads, at most a given number of pieces at once, whoever asks for it. Thread-safe. A piece of work must not ask
 * the same instance for more, because it could wait for its own place.
 */
public final class Parallel {

    private final Semaphore places;

    /** @param most how many pieces are done at once; 1 or more */
    public Parallel(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most: " + most + "; accepted: 1 or more");
        }
        this.places = new Semaphore(most);
    }

    /**
     * Does the work for each item and returns after the last has ended.
     *
     * @return the results in the order of the items
     * @throws RuntimeException or an {@link Error}, the first that the work threw, after the other items have ended too
     */
    public <T, R> List<R> map(Collection<T> items, Function<? super T, ? extends R> work) {
        List<CompletableFuture<R>> underWay = new ArrayList<>(items.size());
        for (T item : items) {
            places.acquireUninterruptibly();
            CompletableFuture<R> result = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    result.complete(work.apply(item));
                } catch (Throwable failed) {
                    result.completeExceptionally(failed);
                } finally {
                    places.release();
                }
            });
            underWay.add(result);
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new));
        try {
            all.join();
        } catch (CompletionException failed) {
            throw unwrapped(failed);
        }
        return underWay.stream().map(CompletableFuture::join).toList();
    }

    /** As {@link #map}, without results. */
    public <T> void each(Collection<T> items, Consumer<? super T> work) {
        map(items, item -> {
            work.accept(item);
            return item;
        });
    }

    private static RuntimeException unwrapped(CompletionException failed) {
        return switch (failed.getCause()) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            case null, default -> failed;
        };
    }
}
