package dev.handshakefleet.probe;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.target.Phase;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A name lookup with a deadline. The resolver of the operating system cannot be interrupted. Each lookup therefore has
 * its own platform thread, and the number of lookups that outlive their deadline is bounded. Thread-safe.
 */
final class NameLookup {

    private static final int MOST_AT_ONCE = 256;

    private final NameResolver resolver;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    NameLookup(NameResolver resolver) {
        this.resolver = resolver;
    }

    /**
     * The outcome of a lookup.
     *
     * @param addresses the addresses of the name
     * @param took the time between the call of the resolver and its return
     */
    record Answer(List<InetAddress> addresses, Duration took) {}

    /** Looks up a name. */
    Answer lookUp(String host, Deadline deadline) throws PhaseFailedException {
        if (!places.tryAcquire()) {
            throw failed(
                    Failure.Kind.NAME_LOOKUP_FAILED,
                    MOST_AT_ONCE + " name lookups are still unanswered; this one was not started");
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("lookup").start(() -> resolveInto(answer, host));
        try {
            return answer.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw failed(Failure.Kind.TIMEOUT, "The resolver did not answer in time");
        } catch (ExecutionException failure) {
            throw failed(kindOf(failure.getCause()), reasonOf(failure.getCause(), host));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(Failure.Kind.TIMEOUT, "The probe was interrupted");
        }
    }

    private void resolveInto(CompletableFuture<Answer> answer, String host) {
        try {
            long start = System.nanoTime();
            List<InetAddress> addresses = resolver.lookUp(host);
            answer.complete(new Answer(addresses, Duration.ofNanos(System.nanoTime() - start)));
        } catch (UnknownHostException | RuntimeException failure) {
            answer.completeExceptionally(failure);
        } finally {
            places.release();
        }
    }

    /**
     * EAI_AGAIN and EAI_FAIL mean that no server could answer. Every other error means that the name does not exist.
     */
    private static Failure.Kind kindOf(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        boolean nobodyKnew = !(failure instanceof UnknownHostException)
                || reason.contains("Temporary failure")
                || reason.contains("Non-recoverable failure")
                || reason.contains("System error");
        return nobodyKnew ? Failure.Kind.NAME_LOOKUP_FAILED : Failure.Kind.NAME_NOT_FOUND;
    }

    private static String reasonOf(Throwable failure, String host) {
        String reason = String.valueOf(failure.getMessage());
        return SafeText.sentence(reason.startsWith(host + ": ") ? reason.substring(host.length() + 2) : reason);
    }

    private static PhaseFailedException failed(Failure.Kind kind, String detail) {
        return new PhaseFailedException(new Failure(Phase.DNS, kind, detail));
    }
}
