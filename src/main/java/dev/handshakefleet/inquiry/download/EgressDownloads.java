package dev.handshakefleet.inquiry.download;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.certificate.DownloadFailedException;
import dev.handshakefleet.certificate.Downloads;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * Downloads under the egress rules of a probe. Guarantees for every address and every server:
 *
 * <ul>
 *   <li>each address of a name, and an IP literal as well, is judged by the policy before it is connected to, and the
 *       address that was judged is the one connected to;
 *   <li>a download ends by its deadline, name lookup and all, and leaves neither a connection nor a thread behind; only
 *   a
 *       lookup that hangs in the operating system keeps its (daemon) thread until it returns;
 *   <li>a body is at most as large as asked for, a line of the header at most 8 KB, its lines at most 100;
 *   <li>only status 200 counts: no redirect is followed, nothing is tried again, no cookie is kept, nobody is
 *       authenticated, nothing is inflated;
 *   <li>by HTTPS, no key beyond {@link dev.handshakefleet.certificate.KeyLimits} is computed with, and no prime of the
 *       server's choice;
 *   <li>connections are direct: proxies in system properties or the environment are not used, because a proxy would
 *       choose the address.
 * </ul>
 *
 * Until the first download nothing is made and no class of the HTTP library is loaded. Nothing is kept between
 * downloads,
 * so there is nothing to close. Thread-safe; blocks its caller, which may be a virtual thread.
 */
public final class EgressDownloads implements Downloads {

    public static final Duration LONGEST = Duration.ofSeconds(3);

    /** The bound for a process. More downloads at once mean that lookups hang. */
    private static final int MOST_AT_ONCE = 256;

    private final NameResolver names;
    private final EgressPolicy policy;
    private final Duration longest;
    private final Supplier<SSLContext> trust;
    private final Semaphore places;
    private final Optional<Deadline> deadline;

    /**
     * Downloads that take at most 3 seconds each.
     *
     * @param names looks names up
     * @param policy judges addresses before connecting
     */
    public EgressDownloads(NameResolver names, EgressPolicy policy) {
        this(names, policy, LONGEST);
    }

    /**
     * @param names looks names up
     * @param policy judges addresses before connecting
     * @param longest how long a download may take, name lookup and all; more than zero
     */
    public EgressDownloads(NameResolver names, EgressPolicy policy, Duration longest) {
        this(names, policy, longest, BoundedTrust::ofJdk, new Semaphore(MOST_AT_ONCE), Optional.empty());
        if (!longest.isPositive()) {
            throw new IllegalArgumentException("longest: " + longest + "; accepted: more than zero");
        }
    }

    private EgressDownloads(
            NameResolver names,
            EgressPolicy policy,
            Duration longest,
            Supplier<SSLContext> trust,
            Semaphore places,
            Optional<Deadline> deadline) {
        this.names = Objects.requireNonNull(names, "names");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.longest = Objects.requireNonNull(longest, "longest");
        this.trust = Objects.requireNonNull(trust, "trust");
        this.places = places;
        this.deadline = deadline;
    }

    /**
     * The same downloads under another policy, such as {@link EgressPolicy#pointedToFrom the one for what a target
     * points
     * to}; costs nothing.
     */
    public EgressDownloads under(EgressPolicy other) {
        return new EgressDownloads(names, other, longest, trust, places, deadline);
    }

    /** The same downloads with another trust for {@link #getTrusted} than the JDK's. */
    public EgressDownloads trusting(SSLContext context) {
        Objects.requireNonNull(context, "context");
        return new EgressDownloads(names, policy, longest, () -> context, places, deadline);
    }

    /** The same downloads with a common deadline: none is under way after it, however many a hostile chain asks for. */
    public EgressDownloads until(Deadline end) {
        return new EgressDownloads(names, policy, longest, trust, places, Optional.of(end));
    }

    @Override
    public byte[] get(URI address, int mostBytes) throws DownloadFailedException {
        return fetch(DownloadAddress.of(address, "http"), new DownloadRequest.Get(), mostBytes)
                .body();
    }

    @Override
    public byte[] post(URI address, String contentType, byte[] question, int mostBytes) throws DownloadFailedException {
        return fetch(DownloadAddress.of(address, "http"), new DownloadRequest.Post(contentType, question), mostBytes)
                .body();
    }

    /**
     * Gets a document by HTTPS from a configured host. Unlike that of a target, its certificate must be valid and
     * trusted. The bounds and egress rules are those of every download.
     *
     * @param address an absolute {@code https} URI
     * @param mostBytes how large the body may be
     * @return the answer with status 200
     * @throws DownloadFailedException when there is none, or not within the bounds
     */
    public FetchedDocument getTrusted(URI address, int mostBytes) throws DownloadFailedException {
        return fetch(DownloadAddress.of(address, "https"), new DownloadRequest.Get(), mostBytes);
    }

    private FetchedDocument fetch(DownloadAddress address, DownloadRequest request, int mostBytes)
            throws DownloadFailedException {
        if (mostBytes < 0) {
            throw new IllegalArgumentException("mostBytes: " + mostBytes + "; accepted: 0 or more");
        }
        Duration left = deadline.map(end -> end.orIn(longest).remaining()).orElse(longest);
        if (!left.isPositive()) {
            throw new DownloadFailedException("no time was left for the download");
        }
        return new Download(names, policy, trust, address, request, mostBytes).within(left, places);
    }
}
