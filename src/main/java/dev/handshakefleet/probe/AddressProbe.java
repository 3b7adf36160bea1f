package dev.handshakefleet.probe;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.http.HttpExchange;
import dev.handshakefleet.probe.http.HttpOutcome;
import dev.handshakefleet.probe.net.Link;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.Resumption;
import dev.handshakefleet.probe.starttls.StartTls;
import dev.handshakefleet.probe.starttls.Upgrade;
import dev.handshakefleet.probe.tls.ClientSession;
import dev.handshakefleet.probe.tls.Handshake;
import dev.handshakefleet.probe.tls.ResumableSession;
import dev.handshakefleet.probe.tls.identity.ClientIdentity;
import dev.handshakefleet.target.HttpCheck;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.Target;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * Probes one address. The phases run in this order: TCP connect, plain-text upgrade, TLS handshake, HTTP exchange. Each
 * phase has its own duration and its own deadline, and all of them share a total deadline. If the target asks for it, a
 * second handshake that resumes the session follows; it is not part of the total. An instance is used once, by one
 * thread.
 */
final class AddressProbe {

    private static final Duration LONGEST_WAIT_FOR_TICKET = Duration.ofMillis(500);
    private static final Duration SHORTEST_WAIT_FOR_REFUSAL = Duration.ofMillis(100);

    private final Engine engine;
    private final ProbeLimits limits;
    private final Optional<ClientIdentity> identity;
    private final ProbeRecord record;
    private final Deadline overall;
    private final Target target;

    AddressProbe(
            Engine engine,
            ProbeLimits limits,
            Optional<ClientIdentity> identity,
            ProbeRecord record,
            Deadline overall) {
        this.engine = engine;
        this.limits = limits;
        this.identity = identity;
        this.record = record;
        this.overall = overall;
        this.target = record.target();
    }

    /** Runs the probe. The result is in the {@link ProbeRecord}. */
    void run(InetAddress address, ClientSession prepared) {
        record.connectsNow();
        Optional<ResumableSession> session = Optional.empty();
        try (Link link = connect(address)) {
            record.connected(link);
            upgrade(link);
            shakeHands(link, prepared);
            ask(prepared);
            session = resumable(prepared);
            prepared.sendClosureAlert();
        } catch (PhaseFailedException failed) {
            record.failed(failed.failure());
        }
        if (target.resumption() && record.hasSucceeded()) {
            record.resumption(resume(address, session));
        }
    }

    /** Connects and closes, without a byte of any protocol. The result is in the {@link ProbeRecord}. */
    void connectOnly(InetAddress address) {
        record.connectsNow();
        try (Link link = connect(address)) {
            record.connected(link);
            record.endedAt(link.connectedNanos());
        } catch (PhaseFailedException failed) {
            record.failed(failed.failure());
        }
    }

    private Link connect(InetAddress address) throws PhaseFailedException {
        int port = target.port();
        try {
            return engine.links().connect(new InetSocketAddress(address, port), overall.orIn(limits.connect()));
        } catch (SocketTimeoutException late) {
            throw failed(Failure.Kind.TIMEOUT, "The server did not answer the TCP connect in time");
        } catch (NoRouteToHostException noRoute) {
            throw failed(Failure.Kind.UNREACHABLE, reason(noRoute));
        } catch (ConnectException refused) {
            throw failed(
                    Failure.Kind.CONNECTION_REFUSED, "Nothing listens on port " + port + " (" + reason(refused) + ")");
        } catch (IOException other) {
            throw failed(Failure.Kind.UNREACHABLE, reason(other));
        }
    }

    private void upgrade(Link link) throws PhaseFailedException {
        if (target.protocol() == Protocol.TLS) {
            return;
        }
        Deadline deadline = overall.orIn(limits.starttls());
        switch (StartTls.upgrade(target.protocol(), target.expectedName(), link, deadline)) {
            case Upgrade.Agreed agreed ->
                record.took(Phase.STARTTLS, Duration.ofNanos(agreed.nanos() - link.connectedNanos()));
            case Upgrade.Failed refused -> throw new PhaseFailedException(refused.failure());
        }
    }

    private void shakeHands(Link link, ClientSession session) {
        Handshake handshake = session.shakeHands(link, overall.orIn(limits.tls()));
        boolean isRefusable = handshake.failure().isEmpty() && session.certificateRequested();
        Optional<Failure> refusal =
                isRefusable ? session.refusalOfOurCertificate(waitForRefusal(link)) : Optional.empty();
        Optional<Failure> failure = refusal.or(handshake::failure)
                .map(session::withCertificateRequest)
                .map(failed -> session.sentServerName() ? failed : failed.withDetail(unnamed()));
        record.handshake(failure.map(handshake::failedBy).orElse(handshake), link);
    }

    private String unnamed() {
        return target.tls().sni()
                ? "No server name (SNI) was sent, because the target is an IP address (--server-name)"
                : "No server name (SNI) was sent, as the target says";
    }

    /** A few round trips: the server receives our Finished half a round trip after the handshake. */
    private static Duration waitForRefusal(Link link) {
        return SHORTEST_WAIT_FOR_REFUSAL.plus(link.smallestRoundTrip().multipliedBy(3));
    }

    private void ask(ClientSession session) {
        Optional<HttpCheck> check = target.http().filter(wanted -> record.hasSucceeded());
        if (check.isPresent()) {
            HttpOutcome outcome = HttpExchange.run(
                    check.get(), authority(), record.alpn(), session.secured(), overall.orIn(limits.http()));
            record.http(outcome.withFailure(outcome.failure().map(session::withRenegotiation)));
        }
    }

    /** The host, and the port if it is not the default of the scheme (RFC 9110, 7.2). */
    private String authority() {
        String name = target.expectedName();
        String host = name.contains(":") ? "[" + name + "]" : name;
        return target.port() == Target.DEFAULT_PORT ? host : host + ":" + target.port();
    }

    private Optional<ResumableSession> resumable(ClientSession session) {
        return target.resumption() && record.hasSucceeded()
                ? session.resumable(overall.orIn(LONGEST_WAIT_FOR_TICKET))
                : Optional.empty();
    }

    private Resumption resume(InetAddress address, Optional<ResumableSession> session) {
        if (session.isEmpty()) {
            return Resumption.notMade("The server gave neither a session ticket nor a session identifier");
        }
        ClientSession again = engine.handshaker().prepare(target, identity, session);
        try (Link link = connect(address)) {
            if (target.protocol() != Protocol.TLS
                    && StartTls.upgrade(target.protocol(), target.expectedName(), link, overall.orIn(limits.starttls()))
                            instanceof Upgrade.Failed failed) {
                return Resumption.notMade(failed.failure().detail());
            }
            Handshake handshake = again.shakeHands(link, overall.orIn(limits.tls()));
            again.sendClosureAlert();
            return Resumption.of(
                    handshake.took(), handshake.factsSplitBy(link.smallestRoundTrip()), handshake.failure());
        } catch (PhaseFailedException failed) {
            return Resumption.notMade(failed.failure().detail());
        }
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static PhaseFailedException failed(Failure.Kind kind, String detail) {
        return new PhaseFailedException(new Failure(Phase.CONNECT, kind, detail));
    }
}
