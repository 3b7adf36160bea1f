package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.probe.net.Links;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each feature of a handshake with servers of each make: nginx, HAProxy, GnuTLS, the JDK and Bouncy Castle, each limited to
 * that one feature. Rows of a make that is not installed are skipped. OpenSSL's own server has tests of its own
 * ({@link OfferIT}, {@link TlsBreadthIT}, {@link ClientCertificateIT}).
 */
class InteropIT {

    private static final Links LINKS = Links.open();

    private static final List<PeerMake> MAKES =
            List.of(PeerMake.NGINX, PeerMake.HAPROXY, PeerMake.GNUTLS, PeerMake.JSSE, PeerMake.BOUNCY_CASTLE);
    private static final List<String> CURRENT = List.of("TLSv1.3", "TLSv1.2");
    private static final List<String> GROUPS = List.of("x25519", "secp256r1", "secp384r1");
    private static final List<KeyKind> KEYS = List.of(KeyKind.EC_P256, KeyKind.RSA_2048);

    @TempDir
    private static Path directory;

    private static PeerIdentities identities;

    @BeforeAll
    static void identitiesForAll() throws IOException {
        identities = PeerIdentities.in(directory);
    }

    @AfterAll
    static void close() {
        LINKS.close();
    }

    /** The JDK speaks no version before TLS 1.2 any more. */
    static Stream<Arguments> versions() {
        return rows(MAKES, List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1.0"), KEYS)
                .filter(row -> row.get()[0] != PeerMake.JSSE || CURRENT.contains(row.get()[1]));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyVersionIsNegotiatedWithEveryKeyType(PeerMake make, String version, KeyKind key) throws Exception {
        PeerSettings order = PeerSettings.speaking(version).with(key);

        TlsFacts facts = agreed(make, order, offering(List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1.0"), List.of()));

        assertThat(facts.version()).contains(version);
        assertThat(facts.cipher())
                .hasValueSatisfying(cipher -> assertThat(cipher)
                        .contains(order.is13() ? "TLS_" : key == KeyKind.RSA_2048 ? "_RSA_" : "_ECDHE_ECDSA_"));
        assertThat(FullHandshake.seen(facts)).isEqualTo(FullHandshake.with(make, order));
    }

    static Stream<Arguments> suites() {
        List<String> ciphers =
                List.of("AES_128_GCM_SHA256", "AES_256_GCM_SHA384", "CHACHA20_POLY1305_SHA256", "AES_128_CBC_SHA256");
        List<String> kinds = List.of("TLS_", "TLS_ECDHE_RSA_WITH_", "TLS_ECDHE_ECDSA_WITH_");
        List<String> suites = kinds.stream()
                .flatMap(kind -> ciphers.stream().map(kind::concat))
                .filter(Predicate.not("TLS_AES_128_CBC_SHA256"::equals))
                .toList();
        return rows(MAKES, suites);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void onlySuiteOfTheServerIsNegotiated(PeerMake make, String suite) throws Exception {
        PeerSettings order = PeerSettings.speaking(suite.contains("_WITH_") ? "TLSv1.2" : "TLSv1.3")
                .with(suite.contains("_ECDSA_") ? KeyKind.EC_P256 : KeyKind.RSA_2048)
                .onlySuite(suite);

        TlsFacts facts = agreed(make, order, TlsOffer.DEFAULT);

        assertThat(facts.version()).contains(order.version());
        assertThat(facts.cipher()).contains(suite);
        assertThat(FullHandshake.seen(facts)).isEqualTo(FullHandshake.with(make, order));
    }

    static Stream<Arguments> groups() {
        return rows(MAKES, CURRENT, GROUPS);
    }

    @ParameterizedTest
    @MethodSource("groups")
    void onlyGroupOfTheServerIsNegotiated(PeerMake make, String version, String group) throws Exception {
        PeerSettings order = PeerSettings.speaking(version).onlyGroup(group);
        // Its key share comes with the first ClientHello, as one of two.
        String other = group.equals("x25519") ? "secp256r1" : "x25519";

        TlsFacts facts = agreed(make, order, offering(CURRENT, List.of(other, group)));

        assertThat(facts.group()).contains(group);
        assertThat(facts.helloRetryRequest()).isFalse();
        assertThat(FullHandshake.seen(facts)).isEqualTo(FullHandshake.with(make, order));
    }

    static Stream<Arguments> retries() {
        return rows(MAKES, GROUPS);
    }

    @ParameterizedTest
    @MethodSource("retries")
    void groupWithoutAKeyShareNeedsAHelloRetryRequest(PeerMake make, String group) throws Exception {
        PeerSettings order = PeerSettings.speaking("TLSv1.3").onlyGroup(group);
        List<String> wanted = new ArrayList<>(GROUPS);
        wanted.remove(group);
        wanted.add(group);

        TlsFacts facts = agreed(make, order, offering(CURRENT, wanted));

        assertThat(facts.group()).contains(group);
        assertThat(facts.helloRetryRequest()).isTrue();
        assertThat(FullHandshake.seen(facts))
                .startsWith(">ClientHello", "HelloRetryRequest")
                .endsWith(FullHandshake.with(make, order).toArray(String[]::new));
    }

    static Stream<Arguments> clients() {
        return rows(MAKES, CURRENT, KEYS);
    }

    @ParameterizedTest
    @MethodSource("clients")
    void clientCertificateIsPresentedOnRequest(PeerMake make, String version, KeyKind key) throws Exception {
        PeerSettings order = PeerSettings.speaking(version).demanding(PeerSettings.Demand.MUST);

        try (Peer peer = make.start(order, identities);
                TimedHandshake visit = TimedHandshake.to(
                        peer, LINKS, offering(CURRENT, List.of()), Optional.of(identities.client(key)))) {
            assertThat(visit.handshake().failure()).isEmpty();
            assertThat(FullHandshake.seen(visit.handshake().facts())).isEqualTo(FullHandshake.with(make, order));
            // nginx refuses a client without a valid certificate only in its answer to a request.
            if (make == PeerMake.NGINX || make == PeerMake.HAPROXY) {
                assertThat(visit.answer()).containsPattern("verified: (SUCCESS|0)");
            } else {
                assertThat(visit.session().refusalOfOurCertificate(Duration.ofSeconds(2)))
                        .isEmpty();
            }
        }
    }

    /** nginx has no part in it: it answers the request with an error of HTTP. */
    static Stream<Arguments> refusals() {
        return rows(MAKES, CURRENT).filter(row -> row.get()[0] != PeerMake.NGINX);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void missingClientCertificateIsRefusedByAnAlert(PeerMake make, String version) throws Exception {
        PeerSettings order = PeerSettings.speaking(version).demanding(PeerSettings.Demand.MUST);

        try (Peer peer = make.start(order, identities);
                TimedHandshake visit = TimedHandshake.to(peer, LINKS, TlsOffer.DEFAULT, Optional.empty())) {
            Optional<Failure> refusal = visit.handshake()
                    .failure()
                    .or(() -> visit.session().refusalOfOurCertificate(Duration.ofSeconds(60)));

            assertThat(visit.session().certificateRequested()).isTrue();
            assertThat(refusal).map(Failure::kind).contains(Failure.Kind.ALERT_RECEIVED);
            // Over for us before the server judges, in TLS 1.3.
            assertThat(visit.handshake().failure().isEmpty()).isEqualTo(order.is13());
        }
    }

    /** nginx speaks HTTP in any case: h2 where it is configured, HTTP/1.1 elsewhere. */
    static Stream<Arguments> protocols() {
        return rows(MAKES, CURRENT, List.of("h2", "http/1.1"));
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void onlyApplicationProtocolOfTheServerIsNegotiated(PeerMake make, String version, String protocol)
            throws Exception {
        PeerSettings order = PeerSettings.speaking(version).announcing(protocol);

        TlsFacts facts = agreed(make, order, TlsOffer.DEFAULT);

        assertThat(facts.version()).contains(version);
        assertThat(facts.alpn()).contains(protocol);
        assertThat(FullHandshake.seen(facts)).isEqualTo(FullHandshake.with(make, order));
    }

    private static TlsFacts agreed(PeerMake make, PeerSettings order, TlsOffer offer)
            throws IOException, GeneralSecurityException {
        try (Peer peer = make.start(order, identities);
                TimedHandshake visit = TimedHandshake.to(peer, LINKS, offer, Optional.empty())) {
            Handshake handshake = visit.handshake();
            assumeFalse(
                    isTooOldFor(handshake, order),
                    () -> "skipped: this " + peer.name() + " speaks no " + order.version());
            assertThat(handshake.failure()).isEmpty();
            return handshake.facts();
        }
    }

    /** Distributions leave TLS 1.0 and 1.1 out of some builds. */
    private static boolean isTooOldFor(Handshake handshake, PeerSettings order) {
        return order.isOld()
                && handshake
                        .failure()
                        .filter(failure -> failure.detail().contains("protocol_version"))
                        .isPresent();
    }

    /** Every combination, the last one turning fastest. */
    private static Stream<Arguments> rows(List<?>... columns) {
        Stream<List<Object>> rows = Stream.of(List.of());
        for (List<?> column : columns) {
            rows = rows.flatMap(row -> column.stream()
                    .map(value -> Stream.concat(row.stream(), Stream.of(value)).toList()));
        }
        return rows.map(row -> Arguments.of(row.toArray()));
    }

    private static TlsOffer offering(List<String> versions, List<String> groups) {
        return new TlsOffer(TlsOffer.Profile.BROWSER, versions, List.of(), groups, Optional.of(List.of("http/1.1")));
    }
}
