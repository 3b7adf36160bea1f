package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.net.Link;
import dev.handshakefleet.probe.net.Links;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.HandshakeStep;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.probe.tls.identity.ClientIdentity;
import dev.handshakefleet.support.OpensslServer;
import dev.handshakefleet.target.AddressChoice;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.target.ExpiryPolicy;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.RevocationPolicy;
import dev.handshakefleet.target.Sla;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions, groups, client certificates and resumption, against {@code openssl s_server}. */
class TlsBreadthIT {

    private static final Links LINKS = Links.open();
    private static final Handshaker ENGINE = Handshaker.warm(LINKS);

    @TempDir
    private static Path directory;

    private static LocalIdentity root;

    @BeforeAll
    static void identities() throws IOException {
        OpensslServer.assumeInstalled();
        Instant now = Instant.now();
        root = LocalAuthority.root("Root")
                .valid(now.minusSeconds(60), now.plus(Duration.ofDays(9)))
                .selfSigned();
        write("root", root);
        write("rsa", identity(KeyKind.RSA_2048));
        write("ec", identity(KeyKind.EC_P256));
    }

    @AfterAll
    static void close() {
        LINKS.close();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.0,-tls1", "TLSv1.1,-tls1_1", "TLSv1.2,-tls1_2", "TLSv1.3,-tls1_3"})
    void everyVersionIsNegotiated(String version, String option) throws IOException {
        for (String key : List.of("rsa", "ec")) {
            try (OpensslServer server = server(key, option, "-cipher", "ALL:@SECLEVEL=0", "-www")) {
                Handshake handshake = shakeHands(server, offering(List.of(version), List.of()));

                assertThat(handshake.failure()).as("%s %s", version, key).isEmpty();
                assertThat(handshake.facts().version()).contains(version);
                assertThat(handshake.facts().cipher()).isPresent();
                assertThat(names(handshake))
                        .startsWith("ClientHello", "ServerHello")
                        .contains("Finished");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_RSA_WITH_AES_128_CBC_SHA256",
                "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256",
                "TLS_RSA_WITH_AES_128_CCM"
            })
    void classesOfCipherSuitesAreNegotiated(String cipher) throws IOException {
        try (OpensslServer server = server("rsa", "-tls1_2", "-cipher", "ALL:@SECLEVEL=0", "-www")) {
            Handshake handshake = shakeHands(
                    server,
                    new TlsOffer(
                            TlsOffer.Profile.BROWSER,
                            List.of("TLSv1.2"),
                            List.of(cipher),
                            List.of(),
                            Optional.empty()));

            assertThat(handshake.failure()).isEmpty();
            assertThat(handshake.facts().cipher()).contains(cipher);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "x25519,X25519",
        "x448,X448",
        "secp256r1,P-256",
        "secp384r1,P-384",
        "secp521r1,P-521",
        "ffdhe3072,ffdhe3072"
    })
    void groupsAreNegotiatedWithAndWithoutAHelloRetryRequest(String group, String opensslGroup) throws IOException {
        try (OpensslServer server = server("ec", "-groups", opensslGroup, "-www")) {
            Handshake direct = shakeHands(server, offering(List.of("TLSv1.3"), List.of(group)));
            Handshake retried = shakeHands(
                    server,
                    offering(List.of("TLSv1.3"), List.of("brainpoolP256r1tls13", "brainpoolP384r1tls13", group)));

            assertThat(direct.facts().group()).contains(group);
            assertThat(direct.facts().helloRetryRequest()).isFalse();
            assertThat(retried.facts().group()).contains(group);
            assertThat(retried.facts().helloRetryRequest()).isTrue();
            assertThat(retried.roundTrips()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "EC_P256", "EC_P384"})
    void everyVersionPresentsAClientCertificate(KeyKind kind) throws IOException {
        LocalIdentity client = identity(kind);
        Optional<ClientIdentity> identity = Optional.of(ClientIdentity.read(
                (client.keyPem() + client.chainPem()).getBytes(StandardCharsets.US_ASCII), Optional.empty()));
        for (String version : List.of("TLSv1.1", "TLSv1.2", "TLSv1.3")) {
            try (OpensslServer server = serverThatWantsCertificates()) {
                ClientSession session =
                        ENGINE.prepare(target(offering(List.of(version), List.of())), identity, Optional.empty());
                try (Link link = LINKS.connect(server.address(), soon())) {
                    Handshake handshake = session.shakeHands(link, soon());

                    assertThat(handshake.failure()).as(version).isEmpty();
                    assertThat(session.refusalOfOurCertificate(Duration.ofSeconds(1)))
                            .isEmpty();
                    assertThat(handshake.facts().steps())
                            .filteredOn(step -> step.from() == HandshakeStep.Sender.CLIENT)
                            .extracting(HandshakeStep::name)
                            .contains("Certificate", "CertificateVerify", "Finished");
                }
            }
        }
    }

    @Test
    void missingClientCertificateIsNamed() throws IOException {
        try (OpensslServer server = serverThatWantsCertificates()) {
            ClientSession session = ENGINE.prepare(target(TlsOffer.DEFAULT));
            try (Link link = LINKS.connect(server.address(), soon())) {
                Handshake handshake = session.shakeHands(link, soon());

                assertThat(handshake.failure())
                        .as("over for us before the server judges")
                        .isEmpty();
                assertThat(session.certificateRequested()).isTrue();
                assertThat(session.refusalOfOurCertificate(Duration.ofSeconds(60)))
                        .hasValueSatisfying(failure -> {
                            assertThat(failure.kind()).isEqualTo(Failure.Kind.ALERT_RECEIVED);
                            assertThat(failure.detail()).contains("certificate_required(116)");
                        });
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3,ticket", "TLSv1.2,ticket", "TLSv1.2,identifier", "TLSv1.1,ticket"})
    void sessionIsResumed(String version, String how) throws IOException {
        List<String> options = new ArrayList<>(List.of("-cipher", "ALL:@SECLEVEL=0", "-www"));
        if (how.equals("identifier")) {
            options.add("-no_ticket");
        }
        try (OpensslServer server = server("ec", options.toArray(String[]::new))) {
            Target target = target(offering(List.of(version), List.of()));
            ClientSession full = ENGINE.prepare(target);
            Optional<ResumableSession> session;
            try (Link link = LINKS.connect(server.address(), soon())) {
                assertThat(full.shakeHands(link, soon()).facts().resumed()).isFalse();
                session = full.resumable(soon());
                full.sendClosureAlert();
            }
            assertThat(session).isPresent();

            ClientSession again = ENGINE.prepare(target, Optional.empty(), session);
            try (Link link = LINKS.connect(server.address(), soon())) {
                Handshake handshake = again.shakeHands(link, soon());

                assertThat(handshake.failure()).isEmpty();
                assertThat(handshake.facts().resumed()).isTrue();
                assertThat(names(handshake)).doesNotContain("Certificate").contains("Finished");
                assertThat(handshake.presentedChain()).isEmpty();
            }
        }
    }

    @Test
    void sessionIsResumedAfterAHelloRetryRequest() throws IOException {
        try (OpensslServer server = server("ec", "-groups", "P-384", "-www")) {
            Target target = target(TlsOffer.DEFAULT);
            ClientSession full = ENGINE.prepare(target);
            Optional<ResumableSession> session;
            try (Link link = LINKS.connect(server.address(), soon())) {
                assertThat(full.shakeHands(link, soon()).facts().helloRetryRequest())
                        .isTrue();
                session = full.resumable(soon());
            }
            ClientSession again = ENGINE.prepare(target, Optional.empty(), session);
            try (Link link = LINKS.connect(server.address(), soon())) {
                assertThat(again.shakeHands(link, soon()).facts().resumed()).isTrue();
            }
        }
    }

    @Test
    void sessionUnknownToTheServerIsNotResumed() throws IOException {
        Target target = target(TlsOffer.DEFAULT);
        Optional<ResumableSession> session;
        try (OpensslServer server = server("ec", "-www");
                Link link = LINKS.connect(server.address(), soon())) {
            ClientSession full = ENGINE.prepare(target);
            full.shakeHands(link, soon());
            session = full.resumable(soon());
        }
        try (OpensslServer another = server("ec", "-www");
                Link link = LINKS.connect(another.address(), soon())) {
            Handshake handshake =
                    ENGINE.prepare(target, Optional.empty(), session).shakeHands(link, soon());

            assertThat(handshake.failure()).isEmpty();
            assertThat(handshake.facts().resumed()).isFalse();
            assertThat(names(handshake)).contains("Certificate");
        }
    }

    @Test
    void waitAndLocalAddUpToThePhaseAndStepsHaveSizes() throws IOException {
        try (OpensslServer server = server("ec", "-www")) {
            Handshake handshake = shakeHands(server, TlsOffer.DEFAULT);
            TlsFacts facts = handshake.facts();

            assertThat(facts.waited().plus(facts.local())).isEqualTo(handshake.took());
            assertThat(facts.waited()).isPositive();
            assertThat(facts.steps())
                    .allSatisfy(step -> assertThat(step.bytes()).isGreaterThanOrEqualTo(4));
            assertThat(facts.steps().getFirst().at()).isZero();
            assertThat(facts.steps().getLast().at()).isEqualTo(handshake.took());
            int sent = facts.steps().stream()
                    .filter(step -> step.from() == HandshakeStep.Sender.CLIENT)
                    .mapToInt(HandshakeStep::bytes)
                    .sum();
            assertThat(sent).as("messages, without records around them").isLessThan(facts.bytesOut());
        }
    }

    private static Handshake shakeHands(OpensslServer server, TlsOffer offer) throws IOException {
        ClientSession session = ENGINE.prepare(target(offer));
        try (Link link = LINKS.connect(server.address(), soon())) {
            Handshake handshake = session.shakeHands(link, soon());
            session.sendClosureAlert();
            return handshake;
        }
    }

    private static List<String> names(Handshake handshake) {
        return handshake.facts().steps().stream().map(HandshakeStep::name).toList();
    }

    private static TlsOffer offering(List<String> versions, List<String> groups) {
        return new TlsOffer(TlsOffer.Profile.BROWSER, versions, List.of(), groups, Optional.empty());
    }

    private static Target target(TlsOffer offer) {
        return Target.builder()
                .host("localhost")
                .port(443)
                .protocol(Protocol.TLS)
                .addresses(AddressChoice.FIRST)
                .tls(offer)
                .sla(new Sla(Map.of()))
                .expiry(ExpiryPolicy.BY_LIFETIME)
                .revocation(RevocationPolicy.OFF)
                .alert(AlertPolicy.DEFAULT)
                .tags(new TreeMap<>())
                .build();
    }

    private static OpensslServer serverThatWantsCertificates() throws IOException {
        return server(
                "ec",
                "-Verify",
                "2",
                "-verify_return_error",
                "-CAfile",
                directory.resolve("root.chain.pem").toString(),
                "-cipher",
                "ALL:@SECLEVEL=0");
    }

    private static OpensslServer server(String key, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "-key",
                directory.resolve(key + ".key.pem").toString(),
                "-cert",
                directory.resolve(key + ".chain.pem").toString()));
        all.addAll(List.of(options));
        return OpensslServer.start(directory, all);
    }

    private static LocalIdentity identity(KeyKind kind) {
        Instant now = Instant.now();
        return LocalAuthority.leaf("client")
                .key(kind)
                .valid(now.minusSeconds(60), now.plus(Duration.ofDays(8)))
                .dns("localhost")
                .purposes(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth)
                .issuedBy(root);
    }

    private static void write(String name, LocalIdentity identity) throws IOException {
        Files.writeString(directory.resolve(name + ".key.pem"), identity.keyPem());
        Files.writeString(
                directory.resolve(name + ".chain.pem"),
                name.equals("root") ? LocalIdentity.pem(List.of(identity.certificate())) : identity.chainPem());
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(60));
    }
}
