package dev.handshakefleet.probe;

import dev.handshakefleet.probe.net.Link;
import dev.handshakefleet.probe.tls.ClientSession;
import dev.handshakefleet.probe.tls.Handshake;
import dev.handshakefleet.target.Phase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;

/**
 * The probe of one address: TCP connect, TLS handshake, in that order, each timed by itself and bound by its deadline and by
 * the one over all. Used once, by one thread.
 */
final class AddressProbe {

    private final Engine engine;
    private final ProbeLimits limits;
    private final ProbeRecord record;
    private final Deadline overall;

    AddressProbe(Engine engine, ProbeLimits limits, ProbeRecord record, Deadline overall) {
        this.engine = engine;
        this.limits = limits;
        this.record = record;
        this.overall = overall;
    }

    /** What came of it is in the record. */
    void run(InetAddress address, ClientSession session) {
        record.connectsNow();
        try (Link link = connect(address)) {
            record.connected(link);
            shakeHands(link, session);
            session.sayGoodbye();
        } catch (PhaseFailedException failed) {
            record.failed(failed.failure());
        }
    }

    private Link connect(InetAddress address) throws PhaseFailedException {
        int port = record.target().port();
        try {
            return engine.links().connect(new InetSocketAddress(address, port), overall.orIn(limits.connect()));
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

    private void shakeHands(Link link, ClientSession session) {
        Handshake handshake = session.shakeHands(link, overall.orIn(limits.tls()));
        record.handshake(handshake, link);
    }

    private static String reason(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static PhaseFailedException failed(Failure.Kind kind, String detail) {
        return new PhaseFailedException(new Failure(Phase.CONNECT, kind, detail));
    }
}
