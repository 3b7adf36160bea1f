package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.support.OpensslServer;
import dev.handshakefleet.target.CipherSuites;
import dev.handshakefleet.target.NamedGroups;
import dev.handshakefleet.target.TlsOffer;
import dev.handshakefleet.target.TlsOffer.Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.tls.SecurityParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every version, cipher suite and group that OpenSSL has, negotiated with it. */
class OfferIT {

    private static final String ANYTHING = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";

    private static final String SUITES_OF_13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
            + "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_CCM_SHA256:TLS_AES_128_CCM_8_SHA256";

    @TempDir
    private static Path directory;

    private static String[] identities;
    private static OpensslServer anything;

    /** The suites of this OpenSSL and their versions, from its own list: {@code suite version}. */
    private static List<String> suitesOfOpenssl() throws IOException {
        OpensslServer.assumeInstalled();
        Process listing = new ProcessBuilder(
                        "openssl", "ciphers", "-V", "-stdname", "-ciphersuites", SUITES_OF_13, ANYTHING)
                .start();
        String all = new String(listing.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        List<String> suites = new ArrayList<>();
        for (String line : all.lines().toList()) {
            String[] words = line.strip().split("\\s+", -1);
            if (CipherSuites.code(words[2]).isPresent() && !words[2].contains("_DSS_")) {
                suites.add(words[2] + " " + words[4]);
            }
        }
        return suites;
    }

    @BeforeAll
    static void identitiesForTheServer() throws IOException {
        OpensslServer.assumeInstalled();
        LocalIdentity root = LocalAuthority.root("Root").selfSigned();
        List<String> options = new ArrayList<>();
        for (KeyKind kind : List.of(KeyKind.EC_P256, KeyKind.RSA_2048)) {
            LocalIdentity identity =
                    LocalAuthority.leaf("localhost").key(kind).dns("localhost").issuedBy(root);
            String prefix = options.isEmpty() ? "" : "d";
            options.add("-" + prefix + "key");
            options.add(file(kind + "-key.pem", identity.keyPem()));
            options.add("-" + prefix + "cert");
            options.add(file(kind + "-chain.pem", identity.chainPem()));
        }
        identities = options.toArray(String[]::new);
        anything = server("-cipher", ANYTHING, "-min_protocol", "TLSv1", "-ciphersuites", SUITES_OF_13);
    }

    @AfterAll
    static void stopServer() {
        if (anything != null) {
            anything.close();
        }
    }

    @ParameterizedTest
    @MethodSource("suitesOfOpenssl")
    void everySuiteOfOpensslIsNegotiated(String suiteAndVersion) throws IOException {
        String suite = suiteAndVersion.split(" ", -1)[0];
        TlsOffer offer = new TlsOffer(
                Profile.BROWSER,
                List.of("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1.0"),
                List.of(suite),
                List.of(),
                Optional.empty());
        SecurityParameters agreed = agreed(anything, offer);
        assertThat(CipherSuites.name(agreed.getCipherSuite())).contains(suite);
    }

    /** The server has an ECDSA and an RSA certificate, both of an ECDSA authority. */
    @ParameterizedTest
    @CsvSource({
        "TLSv1.3, ecdsa_secp256r1_sha256, EC",
        "TLSv1.3, rsa_pss_rsae_sha256, RSA",
        "TLSv1.3, rsa_pss_rsae_sha512, RSA",
        "TLSv1.2, ecdsa_secp256r1_sha256, EC",
        "TLSv1.2, rsa_pss_rsae_sha256, RSA",
        "TLSv1.2, rsa_pkcs1_sha384, RSA",
    })
    void chosenSignaturesSelectTheCertificate(String version, String scheme, String key) throws Exception {
        TlsOffer offer = new TlsOffer(Profile.BROWSER, List.of(version), List.of(), List.of(), Optional.empty());

        SecurityParameters agreed = agreed(anything, offer.withSignatures(List.of(scheme)));

        byte[] leaf = agreed.getPeerCertificate().getCertificateAt(0).getEncoded();
        assertThat(CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(leaf))
                        .getPublicKey()
                        .getAlgorithm())
                .isEqualTo(key);
        assertThat(agreed.getNegotiatedVersion().getName().replace("TLS ", "TLSv"))
                .isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"})
    void eachVersionAloneIsNegotiatedByTheProfile(String version) throws IOException {
        String flag = version.equals("TLSv1.0")
                ? "-tls1"
                : "-" + version.toLowerCase(Locale.ROOT).replace('.', '_').replace("tlsv", "tls");
        for (Profile profile : Profile.values()) {
            try (OpensslServer server = server(flag, "-cipher", "DEFAULT@SECLEVEL=0")) {
                TlsOffer offer = new TlsOffer(profile, List.of(version), List.of(), List.of(), Optional.empty());
                assertThat(agreed(server, offer)
                                .getNegotiatedVersion()
                                .getName()
                                .replace("TLS ", "TLSv"))
                        .isEqualTo(version);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "x25519, X25519",
        "x448, X448",
        "secp256r1, P-256",
        "secp384r1, P-384",
        "secp521r1, P-521",
        "ffdhe2048, ffdhe2048",
        "ffdhe3072, ffdhe3072",
        "ffdhe4096, ffdhe4096",
        "ffdhe6144, ffdhe6144",
        "ffdhe8192, ffdhe8192"
    })
    void eachGroupIsNegotiatedAtOnceAndAfterAHelloRetryRequest(String group, String opensslName) throws IOException {
        int code = NamedGroups.code(group).orElseThrow();
        try (OpensslServer server = server("-groups", opensslName)) {
            SocketHandshake alone = shake(server, groups(group));
            assertThat(alone.client().parameters().orElseThrow().getNegotiatedGroup())
                    .isEqualTo(code);
            assertThat(alone.received()).containsOnlyOnce("server_hello");

            String other = group.equals("x25519") ? "secp256r1" : "x25519";
            String another = group.equals("secp384r1") ? "secp256r1" : "secp384r1";
            SocketHandshake third = shake(server, groups(other, another, group));
            assertThat(third.client().parameters().orElseThrow().getNegotiatedGroup())
                    .isEqualTo(code);
            assertThat(third.received()).startsWith("server_hello", "server_hello");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"secp256k1", "secp224r1", "secp192r1", "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1"})
    void eachCurveOfOlderVersionsIsNegotiated(String curve) throws IOException {
        String name = curve.equals("secp192r1") ? "prime192v1" : curve;
        try (OpensslServer server = server("-groups", name, "-cipher", "DEFAULT@SECLEVEL=0")) {
            TlsOffer offer = new TlsOffer(
                    Profile.CLASSIC,
                    List.of("TLSv1.2"),
                    List.of("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
                    List.of(curve),
                    Optional.empty());
            assertThat(shake(server, offer).client().parameters()).isPresent();
        }
    }

    @Test
    void unnamedDiffieHellmanGroupIsAccepted() throws IOException {
        String parameters = directory.resolve("dh.pem").toString();
        assumeTrue(
                OpensslServer.run("openssl", "dhparam", "-dsaparam", "-out", parameters, "1024"),
                "openssl makes no DH parameters");
        try (OpensslServer server = server("-dhparam", parameters, "-cipher", "DEFAULT@SECLEVEL=0", "-tls1_2")) {
            TlsOffer offer = new TlsOffer(
                    Profile.BROWSER,
                    List.of("TLSv1.2"),
                    List.of("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"),
                    List.of(),
                    Optional.empty());
            assertThat(agreed(server, offer).getCipherSuite()).isEqualTo(0x009E);
        }
    }

    @Test
    void protocolsComeFromTheProfileOrTheTarget() throws IOException {
        try (OpensslServer server = server("-alpn", "imap,http/1.1,h2", "-www")) {
            assertThat(protocol(server, Optional.empty())).contains("http/1.1");
            assertThat(protocol(server, Optional.of(List.of("imap")))).contains("imap");
            assertThat(protocol(server, Optional.of(List.of()))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void signedCertificateTimestampsOfTheHandshakeAreCounted(String version) throws IOException {
        // The messages that may carry it, the number of the extension, and a list of three timestamps of two logs.
        String one = "0022" + "00" + "01".repeat(32) + "00";
        String other = "0022" + "00" + "02".repeat(32) + "00";
        String extension = "000011c0" + "0012" + "006e" + "006c" + one + other + one;
        String content = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(extension));
        String info = file(
                "info.pem",
                "-----BEGIN SERVERINFOV2 FOR SCT-----\n" + content + "\n-----END SERVERINFOV2 FOR SCT-----\n");
        TlsOffer offer = new TlsOffer(Profile.BROWSER, List.of(version), List.of(), List.of(), Optional.empty());
        String[] oneIdentity = {identities[0], identities[1], identities[2], identities[3], "-serverinfo", info};
        try (OpensslServer server = OpensslServer.start(directory, oneIdentity)) {
            assertThat(shake(server, offer).client().scts()).hasValue(2);
        }
        try (OpensslServer server = server()) {
            assertThat(shake(server, offer).client().scts()).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void stapledOcspResponseIsKeptUnchanged(String version) throws IOException {
        // An OCSPResponse of status tryLater(3): SEQUENCE { ENUMERATED 3 } (RFC 6960, 4.2.1).
        byte[] tryLater = {0x30, 0x03, 0x0a, 0x01, 0x03};
        Path response = Files.write(directory.resolve("ocsp.der"), tryLater);
        TlsOffer offer = new TlsOffer(Profile.BROWSER, List.of(version), List.of(), List.of(), Optional.empty());
        try (OpensslServer server = server("-status_file", response.toString())) {
            assertThat(shake(server, offer).client().stapledOcsp()).contains(tryLater);
        }
        try (OpensslServer server = server()) {
            assertThat(shake(server, offer).client().stapledOcsp()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void mustStapleCertificateWithoutStapleIsMeasured(String version) throws IOException {
        String key = directory.resolve("must-staple-key.pem").toString();
        String certificate = directory.resolve("must-staple.pem").toString();
        assertThat(OpensslServer.run(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:P-256",
                        "-nodes",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "tlsfeature=status_request",
                        "-keyout",
                        key,
                        "-out",
                        certificate))
                .isTrue();
        TlsOffer offer = new TlsOffer(Profile.BROWSER, List.of(version), List.of(), List.of(), Optional.empty());
        try (OpensslServer server = OpensslServer.start(directory, "-key", key, "-cert", certificate)) {
            assertThat(shake(server, offer).client().stapledOcsp()).isEmpty();
        }
    }

    private static Optional<String> protocol(OpensslServer server, Optional<List<String>> alpn) throws IOException {
        TlsOffer offer = new TlsOffer(Profile.BROWSER, List.of(), List.of(), List.of(), alpn);
        return Optional.ofNullable(agreed(server, offer).getApplicationProtocol())
                .map(name -> name.getUtf8Decoding());
    }

    private static TlsOffer groups(String... groups) {
        return new TlsOffer(Profile.BROWSER, List.of("TLSv1.3"), List.of(), List.of(groups), Optional.empty());
    }

    private static SecurityParameters agreed(OpensslServer server, TlsOffer offer) throws IOException {
        return shake(server, offer).client().parameters().orElseThrow();
    }

    private static SocketHandshake shake(OpensslServer server, TlsOffer offer) throws IOException {
        return SocketHandshake.only(server.port(), offer).succeeded();
    }

    private static OpensslServer server(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(identities));
        all.addAll(List.of(options));
        return OpensslServer.start(directory, all.toArray(String[]::new));
    }

    private static String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
