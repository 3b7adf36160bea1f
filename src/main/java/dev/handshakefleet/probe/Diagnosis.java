package dev.handshakefleet.probe;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.HostName;
import dev.handshakefleet.probe.net.Link;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.probe.starttls.StartTls;
import dev.handshakefleet.probe.starttls.Upgrade;
import dev.handshakefleet.probe.tls.ClientSession;
import dev.handshakefleet.probe.tls.Handshake;
import dev.handshakefleet.target.CipherSuites;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the likely cause of a failed handshake. After a failure it repeats the handshake with one change at a time,
 * outside the measured time. The first change with which the handshake completes, or gets further than before, is
 * reported as the cause. If no change helps, nothing is reported. One attempt takes at most two seconds, all attempts
 * together at most five.
 */
final class Diagnosis {

    /** No server name is sent for an IP literal. */
    private static final String UNNAMED = "127.0.0.1";

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(2);

    private final Engine engine;

    /** One change to the handshake, and the explanation to report if it helps. */
    private record Change(Function<Target, Target> apply, Function<TlsFacts, String> meaning) {}

    Diagnosis(Engine engine) {
        this.engine = engine;
    }

    /**
     * Explains a failure.
     *
     * @param longest when the search ends at the latest
     * @return the failure, with the likely cause at the end of its detail if one was found
     */
    Failure explain(Failure failure, Target target, InetAddress address, Deadline longest) {
        if (failure.phase() != Phase.TLS || !mayDependOnOffer(failure.kind())) {
            return failure;
        }
        Deadline deadline = longest.orIn(LONGEST);
        return changes(target).stream()
                .takeWhile(change -> !deadline.hasPassed())
                .map(change -> attempt(change, target, address, deadline.orIn(LONGEST_ATTEMPT)))
                .flatMap(Optional::stream)
                .findFirst()
                .map(cause -> new Failure(failure.phase(), failure.kind(), failure.detail() + ". " + cause))
                .orElse(failure);
    }

    private static boolean mayDependOnOffer(Failure.Kind kind) {
        return switch (kind) {
            case ALERT_RECEIVED, NO_COMMON_PARAMETERS, CONNECTION_RESET, CLOSED_BY_PEER, TIMEOUT, PROTOCOL_ERROR ->
                true;
            case NAME_NOT_FOUND,
                    NAME_LOOKUP_FAILED,
                    ADDRESS_REFUSED_BY_POLICY,
                    CONNECTION_REFUSED,
                    UNREACHABLE,
                    STARTTLS_REFUSED,
                    NOT_TLS,
                    HTTP_ERROR -> false;
        };
    }

    /**
     * The changes, from the most frequent cause to the least frequent. A change without effect for this target is left
     * out.
     */
    private static List<Change> changes(Target target) {
        TlsOffer offer = target.tls();
        List<Change> changes = new ArrayList<>();
        if (offer.profile() == TlsOffer.Profile.BROWSER && offer.groups().isEmpty()) {
            changes.add(
                    new Change(
                            tried -> tried.withTls(classic(offer)),
                            facts ->
                                    "The handshake succeeded with profile classic, a ClientHello of one segment: the server or a"
                                            + " middlebox may reject the size or the post-quantum group of a browser's ClientHello"));
        }
        changes.add(new Change(
                tried -> tried.withTls(versions(offer, "TLSv1.2")),
                facts -> "The handshake succeeded with TLS 1.2 alone: the server cannot handle an offer of TLS 1.3"));
        changes.add(new Change(
                tried -> tried.withTls(everything(offer)),
                facts -> "The server supports only " + facts.version().orElse("an old version") + " with "
                        + facts.cipher().orElse("an old cipher suite")
                        + facts.group().map(" and "::concat).orElse("")
                        + ", which this target does not offer"));
        changes.add(
                new Change(
                        tried -> tried.withTls(withoutAlpn(offer)),
                        facts ->
                                "The handshake succeeded without ALPN: the server supports none of the application protocols offered"));
        if (HostName.literal(target.expectedName()).isEmpty()) {
            changes.add(new Change(
                    tried -> tried.withServerName(UNNAMED),
                    facts -> "The handshake succeeded without a server name (SNI): the server does not know the name "
                            + target.expectedName()));
        }
        return changes;
    }

    private static TlsOffer classic(TlsOffer offer) {
        return new TlsOffer(TlsOffer.Profile.CLASSIC, offer.versions(), offer.ciphers(), offer.groups(), offer.alpn());
    }

    private static TlsOffer versions(TlsOffer offer, String version) {
        return new TlsOffer(offer.profile(), List.of(version), List.of(), List.of(), offer.alpn());
    }

    /** An offer of everything that this engine supports. */
    private static TlsOffer everything(TlsOffer offer) {
        return new TlsOffer(
                TlsOffer.Profile.CLASSIC,
                List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1.0"),
                CipherSuites.names(),
                List.of(
                        "x25519",
                        "secp256r1",
                        "secp384r1",
                        "secp521r1",
                        "x448",
                        "X25519MLKEM768",
                        "SecP256r1MLKEM768",
                        "ffdhe2048",
                        "ffdhe3072",
                        "ffdhe4096",
                        "brainpoolP256r1",
                        "brainpoolP384r1",
                        "secp224r1"),
                offer.alpn());
    }

    private static TlsOffer withoutAlpn(TlsOffer offer) {
        return new TlsOffer(offer.profile(), offer.versions(), offer.ciphers(), offer.groups(), Optional.of(List.of()));
    }

    private Optional<String> attempt(Change change, Target target, InetAddress address, Deadline deadline) {
        Target changed = change.apply().apply(target);
        ClientSession session = engine.handshaker().prepare(changed);
        try (Link link = engine.links().connect(new InetSocketAddress(address, target.port()), deadline)) {
            if (target.protocol() != Protocol.TLS
                    && StartTls.upgrade(target.protocol(), target.expectedName(), link, deadline)
                            instanceof Upgrade.Failed) {
                return Optional.empty();
            }
            Handshake handshake = session.shakeHands(link, deadline);
            session.sendClosureAlert();
            // A server that requires a client certificate can still refuse us after our side of the handshake
            // succeeded.
            return handshake.failure().isEmpty() && !session.certificateRequested()
                    ? Optional.of(change.meaning().apply(handshake.facts()))
                    : Optional.empty();
        } catch (IOException notEvenConnected) {
            return Optional.empty();
        }
    }
}
