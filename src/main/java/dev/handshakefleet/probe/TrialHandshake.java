package dev.handshakefleet.probe;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.Link;
import dev.handshakefleet.probe.starttls.StartTls;
import dev.handshakefleet.probe.starttls.Upgrade;
import dev.handshakefleet.probe.tls.ClientSession;
import dev.handshakefleet.probe.tls.Handshake;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A further handshake with a target, made outside the measured time. */
final class TrialHandshake {

    private TrialHandshake() {}

    /**
     * Connects, upgrades to TLS, shakes hands and closes. Blocks until the deadline at the latest.
     *
     * @param session prepared for the target, and not used yet
     * @return the handshake if it completed; empty if that, the upgrade or the connection failed
     */
    static Optional<Handshake> completed(
            Engine engine, ClientSession session, Target target, InetAddress address, Deadline deadline) {
        try (Link link = engine.links().connect(new InetSocketAddress(address, target.port()), deadline)) {
            if (target.protocol() != Protocol.TLS
                    && StartTls.upgrade(target.protocol(), target.expectedName(), link, deadline)
                            instanceof Upgrade.Failed) {
                return Optional.empty();
            }
            Handshake handshake = session.shakeHands(link, deadline);
            session.sendClosureAlert();
            return handshake.failure().isEmpty() ? Optional.of(handshake) : Optional.empty();
        } catch (IOException notEvenConnected) {
            return Optional.empty();
        }
    }
}
