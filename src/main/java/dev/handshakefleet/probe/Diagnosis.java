package dev.handshakefleet.probe;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.HostName;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.probe.tls.ClientSession;
import dev.handshakefleet.probe.tls.Handshake;
import dev.handshakefleet.probe.tls.OfferedNames;
import dev.handshakefleet.target.CipherSuites;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TlsOffer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the likely cause of a failed handshake. After a failure it repeats the handshake with one change at a time,
 * outside the measured time. The first change with which the handshake completes, or gets further than before, is
 * reported as the cause. If no change helps, nothing is reported. One attempt takes at most two seconds, all attempts
 * together at most five.
 */
final class Diagnosis {

    private static final String TLS_13 = "TLSv1.3";
    private static final String TLS_12 = "TLSv1.2";
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(2);

    private final Engine engine;

    /**
     * One change to the handshake, and the sentence to report if the handshake completes with it.
     *
     * @param meaning empty if what was negotiated does not show that the change was the cause
     */
    private record Change(
            Function<Target, Target> apply, Failure.Cause cause, Function<Handshake, Optional<String>> meaning) {

        static Change of(TlsOffer changed, Function<Handshake, Optional<String>> meaning) {
            return new Change(target -> target.withTls(changed), Failure.Cause.OFFER, meaning);
        }
    }

    /** What an attempt showed. */
    private record Found(Failure.Cause cause, String sentence) {}

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
        return changes(target, engine.handshaker().offered(target)).stream()
                .takeWhile(change -> !deadline.hasPassed())
                .map(change -> attempt(change, target, address, deadline.orIn(LONGEST_ATTEMPT)))
                .flatMap(Optional::stream)
                .findFirst()
                .map(found -> failure.withDetail(found.sentence()).withCause(found.cause()))
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
    private static List<Change> changes(Target target, OfferedNames offered) {
        TlsOffer offer = target.tls();
        List<Change> changes = new ArrayList<>();
        if (!offer.signatures().isEmpty()) {
            changes.add(
                    Change.of(offer.withSignatures(List.of()), shaken -> otherSignature(shaken, offer.signatures())));
        }
        if (offer.profile() == TlsOffer.Profile.BROWSER && offer.groups().isEmpty()) {
            changes.add(Change.of(
                    offer.withProfile(TlsOffer.Profile.CLASSIC),
                    shaken -> Optional.of(
                            "The handshake succeeded with profile classic, a ClientHello of one segment: the server or a"
                                    + " middlebox may reject the size or the post-quantum group of a browser's ClientHello"
                                    + " (--profile classic)")));
        }
        if (!offer.groups().isEmpty()) {
            changes.add(Change.of(offer.withGroups(List.of()), shaken -> otherGroup(shaken, offered)));
        }
        if (offered.versions().contains(TLS_13)) {
            changes.add(Change.of(
                    offered.versions().size() > 1
                            ? offer.withVersions(List.of(TLS_12))
                            : offer.withVersions(List.of(TLS_12))
                                    .withCiphers(List.of())
                                    .withGroups(List.of()),
                    shaken -> Optional.of(
                            offered.versions().contains(TLS_12)
                                    ? "The handshake succeeded with TLS 1.2 alone: the server cannot handle an offer of TLS 1.3"
                                            + " (--tls-versions 1.2)"
                                    : "The handshake succeeded with TLS 1.2, which this target does not offer"
                                            + " (--tls-versions)")));
        }
        changes.add(Change.of(everything(offer), shaken -> Optional.of(difference(shaken, offered))));
        if (!offered.protocols().isEmpty()) {
            changes.add(Change.of(
                    offer.withoutAlpn(),
                    shaken -> Optional.of(
                            "The handshake succeeded without ALPN: the server supports none of the application"
                                    + " protocols offered (--alpn none)")));
        }
        if (offer.sni() && HostName.literal(target.expectedName()).isEmpty()) {
            changes.add(new Change(
                    tried -> tried.withTls(offer.withoutSni()),
                    Failure.Cause.SERVER_NAME,
                    shaken -> Optional.of(
                            "The handshake succeeded without a server name (SNI): the server does not know the name "
                                    + target.expectedName() + " (--no-server-name)")));
        }
        return changes;
    }

    private static Optional<String> otherGroup(Handshake shaken, OfferedNames offered) {
        return shaken.facts()
                .group()
                .filter(group -> !offered.groups().contains(group))
                .map(group ->
                        "The server supports none of the groups that this target offers (%s); the handshake succeeded with %s"
                                        .formatted(String.join(", ", offered.groups()), group)
                                + " (--groups)");
    }

    private static Optional<String> otherSignature(Handshake shaken, List<String> offered) {
        return shaken.facts()
                .signatureScheme()
                .filter(scheme -> !offered.contains(scheme))
                .map(scheme ->
                        "The server signs with none of the schemes that this target offers (%s); the handshake succeeded with %s"
                                        .formatted(String.join(", ", offered), scheme)
                                + " (--signatures)");
    }

    /**
     * The difference between an offer of everything and that of the target. What was negotiated is called a cause only where
     * the target does not offer it.
     */
    private static String difference(Handshake shaken, OfferedNames offered) {
        TlsFacts facts = shaken.facts();
        Optional<String> curve = LeafCurve.of(shaken.presentedChain())
                .filter(name -> !offered.groups().contains(name) && !isVersion13(facts));
        Map<String, String> missing = new LinkedHashMap<>();
        facts.version()
                .filter(name -> !offered.versions().contains(name))
                .ifPresent(name -> missing.put("--tls-versions", name));
        facts.cipher()
                .filter(name -> !offered.ciphers().contains(name))
                .ifPresent(name -> missing.put("--ciphers", name));
        facts.group().filter(name -> !offered.groups().contains(name)).ifPresent(name -> missing.put("--groups", name));
        if (!missing.isEmpty()) {
            return "The handshake succeeded with %s, which this target does not offer (%s)"
                    .formatted(String.join(" and ", missing.values()), String.join(", ", missing.keySet()));
        }
        return curve.map(name -> "The server's certificate has a key on the curve " + name
                        + ", which this target does not offer (--groups)")
                .orElse("The handshake succeeded with an offer of everything that this probe supports");
    }

    private static boolean isVersion13(TlsFacts facts) {
        return facts.version().filter(TLS_13::equals).isPresent();
    }

    /** An offer of everything that this engine supports. */
    private static TlsOffer everything(TlsOffer offer) {
        return offer.withProfile(TlsOffer.Profile.CLASSIC)
                .withVersions(List.of(TLS_13, TLS_12, "TLSv1.1", "TLSv1.0"))
                .withCiphers(CipherSuites.names())
                .withGroups(List.of(
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
                        "brainpoolP512r1",
                        "secp256k1",
                        "secp224r1"));
    }

    private Optional<Found> attempt(Change change, Target target, InetAddress address, Deadline deadline) {
        Target changed = change.apply().apply(target);
        ClientSession session;
        try {
            session = engine.handshaker().prepare(changed);
        } catch (BadInputException notTogether) {
            // The rest of the target's offer does not fit the change, so the change cannot be tried alone.
            return Optional.empty();
        }
        // A server that requires a client certificate can still refuse us after our side of the handshake succeeded.
        return TrialHandshake.completed(engine, session, changed, address, deadline)
                .filter(handshake -> !session.certificateRequested())
                .flatMap(change.meaning())
                .map(sentence -> new Found(change.cause(), sentence));
    }
}
