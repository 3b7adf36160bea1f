package dev.handshakefleet.inquiry.download;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.DurationText;
import dev.handshakefleet.certificate.DownloadFailedException;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * One download, from the name lookup to the last byte. It runs on its own platform thread, because the resolver of the
 * operating system cannot be interrupted. The caller waits until the deadline and no longer. Used once.
 */
final class Download {

    /** The longest reason of a failure, in characters. */
    static final int LONGEST_REASON = 160;

    private final NameResolver names;
    private final EgressPolicy policy;
    private final Supplier<SSLContext> trust;
    private final DownloadAddress address;
    private final DownloadRequest request;
    private final int mostBytes;
    private final DownloadSockets sockets = new DownloadSockets();
    private final CompletableFuture<FetchedDocument> answer = new CompletableFuture<>();

    Download(
            NameResolver names,
            EgressPolicy policy,
            Supplier<SSLContext> trust,
            DownloadAddress address,
            DownloadRequest request,
            int mostBytes) {
        this.names = names;
        this.policy = policy;
        this.trust = trust;
        this.address = address;
        this.request = request;
        this.mostBytes = mostBytes;
    }

    /**
     * Runs it.
     *
     * @param places bounds how many run at once
     */
    FetchedDocument within(Duration longest, Semaphore places) throws DownloadFailedException {
        Deadline deadline = Deadline.in(longest);
        if (!places.tryAcquire()) {
            throw failed(" was not asked: too many downloads are unfinished");
        }
        Thread.ofPlatform().daemon().name("download").start(() -> run(deadline, places));
        try {
            return answer.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw failed(" gave no complete answer within " + DurationText.seconds(longest));
        } catch (ExecutionException failure) {
            throw reported(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(" gave no answer before the run was interrupted");
        } finally {
            sockets.close();
        }
    }

    private void run(Deadline deadline, Semaphore places) {
        try {
            answer.complete(fetch(deadline));
        } catch (Throwable failure) {
            answer.completeExceptionally(failure);
        } finally {
            places.release();
        }
    }

    private FetchedDocument fetch(Deadline deadline) throws DownloadFailedException {
        List<InetAddress> addresses = AllowedAddresses.of(address, names, policy, deadline);
        Duration connect = deadline.remaining().dividedBy(addresses.size());
        if (!connect.isPositive()) {
            throw failed(" was resolved too late");
        }
        try {
            return new HttpCall(address, addresses, sockets, trust).ask(request, mostBytes, connect);
        } catch (IOException failure) {
            throw new DownloadFailedException(DownloadFailure.describe(address, failure));
        } catch (RuntimeException unforeseen) {
            // Nothing that a server sends may end more than its own download.
            throw failed(" gave an unreadable answer (" + unforeseen.getClass().getSimpleName() + ")");
        }
    }

    private static DownloadFailedException reported(Throwable failure) {
        if (failure instanceof DownloadFailedException reported) {
            return reported;
        }
        throw new IllegalStateException("a download failed unexpectedly", failure);
    }

    private DownloadFailedException failed(String what) {
        return new DownloadFailedException(address.shownHost() + what);
    }
}
