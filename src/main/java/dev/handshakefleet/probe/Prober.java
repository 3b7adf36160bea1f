package dev.handshakefleet.probe;

import dev.handshakefleet.probe.tls.Handshaker;
import dev.handshakefleet.target.HostName;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Probes one target: name lookup, TCP connect, TLS handshake, in that order, each timed on the monotonic clock and bound
 * by its deadline and by the one over all. Blocks its thread while it waits (made for virtual threads). Thread-safe; owns
 * no socket between calls.
 */
public final class Prober {

    private final NameLookup names;
    private final EgressPolicy egress;
    private final ProbeLimits limits;
    private final Handshaker handshaker;
    private final InstantSource clock;

    /**
     * @param resolver who looks names up
     * @param egress which addresses may be connected to
     * @param limits how long each phase, and all of it, may take
     * @param handshaker the TLS engine, shared by all probes of a process
     * @param clock wall clock, for {@code startedAt} only
     */
    public Prober(
            NameResolver resolver,
            EgressPolicy egress,
            ProbeLimits limits,
            Handshaker handshaker,
            InstantSource clock) {
        this.names = new NameLookup(resolver);
        this.egress = Objects.requireNonNull(egress, "egress");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.handshaker = Objects.requireNonNull(handshaker, "handshaker");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** @return how long a probe takes at the longest */
    public Duration longestProbe() {
        return limits.total();
    }

    /** Probes the target once. Never throws for what the outside does. */
    public ProbeResult probe(Target target) {
        Handshaker.Prepared handshake = handshaker.prepare(target.expectedName());
        ProbeRecord record = new ProbeRecord(target, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        Deadline overall = Deadline.in(limits.total());
        try {
            InetAddress address = lookUp(target, overall, record);
            judge(address);
            try (Socket socket = new Socket()) {
                connect(socket, address, target.port(), overall, record);
                record.handshake(handshake.shakeHands(socket, overall.orIn(limits.tls())));
            }
        } catch (PhaseFailedException failed) {
            record.failed(failed.failure());
        } catch (IOException brokenSocket) {
            record.broken(brokenSocket);
        }
        return record.finish();
    }

    private InetAddress lookUp(Target target, Deadline overall, ProbeRecord record) throws PhaseFailedException {
        Optional<InetAddress> literal = HostName.literal(target.host());
        if (literal.isPresent()) {
            record.address(literal.get());
            return literal.get();
        }
        NameLookup.Answer answer = names.lookUp(target.host(), overall.orIn(limits.dns()));
        record.took(Phase.DNS, answer.took());
        InetAddress chosen = firstAllowed(answer.addresses());
        record.address(chosen);
        return chosen;
    }

    /** The first address that may be connected to; where none may, the first, so that the refusal names it. */
    private InetAddress firstAllowed(List<InetAddress> addresses) {
        return addresses.stream()
                .filter(address -> egress.refusal(address).isEmpty())
                .findFirst()
                .orElse(addresses.getFirst());
    }

    private void judge(InetAddress address) throws PhaseFailedException {
        Optional<String> refusal = egress.refusal(address);
        if (refusal.isPresent()) {
            throw failed(
                    Failure.Kind.ADDRESS_REFUSED_BY_POLICY,
                    address.getHostAddress() + " was not connected to: " + refusal.get());
        }
    }

    private void connect(Socket socket, InetAddress address, int port, Deadline overall, ProbeRecord record)
            throws PhaseFailedException {
        Deadline deadline = overall.orIn(limits.connect());
        try {
            socket.setTcpNoDelay(true);
            InetSocketAddress peer = new InetSocketAddress(address, port);
            long start = System.nanoTime();
            socket.connect(peer, deadline.remainingMillisForSocket());
            record.took(Phase.CONNECT, Duration.ofNanos(System.nanoTime() - start));
        } catch (SocketTimeoutException late) {
            throw failed(Failure.Kind.TIMEOUT, "No answer to the TCP connect in time");
        } catch (NoRouteToHostException noRoute) {
            throw failed(Failure.Kind.UNREACHABLE, reason(noRoute));
        } catch (ConnectException refused) {
            throw failed(
                    Failure.Kind.CONNECTION_REFUSED, "Nothing listens on port " + port + " (" + reason(refused) + ")");
        } catch (IOException other) {
            throw failed(Failure.Kind.UNREACHABLE, reason(other));
        }
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static PhaseFailedException failed(Failure.Kind kind, String detail) {
        return new PhaseFailedException(new Failure(Phase.CONNECT, kind, detail));
    }
}
