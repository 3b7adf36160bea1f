package dev.handshakefleet.certificate.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.handshakefleet.certificate.revocation.Revocation.Good;
import dev.handshakefleet.certificate.revocation.Revocation.Revoked;
import dev.handshakefleet.certificate.revocation.Revocation.Source;
import dev.handshakefleet.certificate.revocation.Revocation.Unknown;
import dev.handshakefleet.inquiry.download.Attempts;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackPort;
import dev.handshakefleet.support.OpensslServer;
import dev.handshakefleet.target.RevocationPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A real responder and real lists: {@code openssl ocsp} and {@code openssl ca -gencrl}, asked over loopback. */
class OpensslRevocationIT {

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final SecureRandom NONCES = new SecureRandom();

    private final Instant revokedAt = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    private Path directory;

    private Optional<Process> responder = Optional.empty();

    @BeforeAll
    static void opensslIsInstalled() {
        OpensslServer.assumeInstalled();
    }

    @ParameterizedTest
    @CsvSource({"EC_P256, false", "EC_P256, true", "RSA_2048, false", "RSA_2048, true"})
    void answersOfTheOpensslResponderAreRead(KeyKind kind, boolean delegated) throws Exception {
        LocalIdentity authority = LocalAuthority.root("Example CA").key(kind).selfSigned();
        LocalIdentity signer = delegated
                ? LocalAuthority.leaf("Responder")
                        .key(kind)
                        .purposes(KeyPurposeId.id_kp_OCSPSigning)
                        .issuedBy(authority)
                : authority;
        int port = LoopbackPort.free();
        URI address = URI.create("http://127.0.0.1:" + port + "/");
        LocalIdentity good = LocalAuthority.leaf("good").ocspAt(address).issuedBy(authority);
        LocalIdentity bad = LocalAuthority.leaf("bad").ocspAt(address).issuedBy(authority);
        LocalIdentity stranger = LocalAuthority.leaf("stranger").ocspAt(address).issuedBy(authority);
        start(port, authority, signer, index(good, bad));
        try {
            RevocationInquiry inquiry = new RevocationInquiry(Attempts.patient(), NONCES);
            for (boolean nonce : List.of(false, true)) {
                RevocationPolicy policy = new RevocationPolicy(true, false, nonce, true);

                assertThat(ask(inquiry, good, authority, policy))
                        .isInstanceOfSatisfying(
                                Good.class,
                                answer -> assertThat(answer.nextUpdate())
                                        .get()
                                        .isEqualTo(answer.thisUpdate().plus(Duration.ofMinutes(5))));
                assertThat(ask(inquiry, bad, authority, policy)).isInstanceOfSatisfying(Revoked.class, answer -> {
                    assertThat(answer.at()).isEqualTo(revokedAt);
                    assertThat(answer.reason()).isEqualTo("keyCompromise");
                });
                assertThat(ask(inquiry, stranger, authority, policy))
                        .isEqualTo(
                                new Unknown(
                                        Source.OCSP,
                                        "the OCSP answer of 127.0.0.1 cannot be used: the responder does not know the certificate"));
            }
        } finally {
            responder.ifPresent(Process::destroyForcibly);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "RSA_2048"})
    void listsOfOpensslAreRead(KeyKind kind) throws Exception {
        LocalIdentity authority = LocalAuthority.root("Example CA").key(kind).selfSigned();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/1.crl");
        LocalIdentity good = LocalAuthority.leaf("good").crlAt(address).issuedBy(authority);
        LocalIdentity bad = LocalAuthority.leaf("bad").crlAt(address).issuedBy(authority);
        byte[] list = list(authority, index(good, bad));
        server.createContext("/1.crl", exchange -> {
            exchange.sendResponseHeaders(200, list.length);
            exchange.getResponseBody().write(list);
            exchange.close();
        });
        server.start();
        try {
            RevocationInquiry inquiry = new RevocationInquiry(Attempts.patient(), NONCES);
            RevocationPolicy policy = new RevocationPolicy(true, true, false, true);

            assertThat(ask(inquiry, good, authority, policy)).isInstanceOf(Good.class);
            assertThat(ask(inquiry, bad, authority, policy)).isInstanceOfSatisfying(Revoked.class, answer -> {
                assertThat(answer.at()).isEqualTo(revokedAt);
                assertThat(answer.reason()).isEqualTo("keyCompromise");
                assertThat(answer.source()).isEqualTo(Source.CRL);
            });
        } finally {
            server.stop(0);
        }
    }

    private static Revocation ask(
            RevocationInquiry inquiry, LocalIdentity certificate, LocalIdentity issuer, RevocationPolicy policy) {
        return inquiry.ask(certificate.certificate(), issuer.certificate(), policy, Instant.now())
                .orElseThrow();
    }

    private void start(int port, LocalIdentity authority, LocalIdentity signer, Path index) throws IOException {
        List<String> command = List.of(
                "openssl",
                "ocsp",
                "-port",
                String.valueOf(port),
                "-index",
                index.toString(),
                "-CA",
                pem("ca.pem", LocalIdentity.pem(List.of(authority.certificate()))),
                "-rsigner",
                pem("signer.pem", LocalIdentity.pem(List.of(signer.certificate()))),
                "-rkey",
                pem("signer.key", signer.keyPem()),
                "-nmin",
                "5");
        Path log = directory.resolve("ocsp.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        responder = Optional.of(process);
        awaitReady(process, log);
    }

    /**
     * The line that openssl prints when it listens. A trial connection is no test: openssl 3.0 waits for ever for a request on
     * it.
     */
    private static void awaitReady(Process process, Path log) throws IOException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            if (Files.readString(log).contains("waiting for OCSP client connections")) {
                return;
            }
            Thread.onSpinWait();
        }
        throw new IOException("openssl ocsp did not start: " + Files.readString(log));
    }

    /** The book of an openssl CA: state, expiry, revocation, serial, file, subject, separated by tabs. */
    private Path index(LocalIdentity good, LocalIdentity bad) throws IOException {
        String revocation = UTC_TIME.format(revokedAt) + ",keyCompromise";
        return Files.writeString(
                directory.resolve("index.txt"),
                entry("V", "", good.certificate()) + entry("R", revocation, bad.certificate()));
    }

    private static String entry(String state, String revocation, X509Certificate certificate) {
        return String.join(
                        "\t",
                        state,
                        UTC_TIME.format(certificate.getNotAfter().toInstant()),
                        revocation,
                        HexFormat.of()
                                .withUpperCase()
                                .formatHex(certificate.getSerialNumber().toByteArray()),
                        "unknown",
                        "/CN=" + state)
                + "\n";
    }

    private byte[] list(LocalIdentity authority, Path index) throws IOException, InterruptedException {
        String configuration = pem("ca.cnf", """
                [ca]
                default_ca = example
                [example]
                database = %s
                default_md = sha256
                default_crl_days = 1
                crl_extensions = extensions
                [extensions]
                authorityKeyIdentifier = keyid
                """.formatted(index));
        Path crl = directory.resolve("list.pem");
        run(List.of(
                "openssl",
                "ca",
                "-gencrl",
                "-config",
                configuration,
                "-keyfile",
                pem("ca.key", authority.keyPem()),
                "-cert",
                pem("ca.pem", LocalIdentity.pem(List.of(authority.certificate()))),
                "-out",
                crl.toString()));
        Path der = directory.resolve("list.der");
        run(List.of("openssl", "crl", "-in", crl.toString(), "-outform", "DER", "-out", der.toString()));
        return Files.readAllBytes(der);
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Path log = directory.resolve("openssl.log");
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private String pem(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
