package dev.handshakefleet.inquiry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.WithProblems;
import dev.handshakefleet.certificate.AriCertificateId;
import dev.handshakefleet.inquiry.download.Attempts;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.verdict.AriWindow;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An authority is asked when it wants a certificate to be renewed, over HTTPS as RFC 9773 has it. */
class RenewalInformationIT {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String WINDOW = """
            {"suggestedWindow": {"start": "2026-11-20T00:00:00Z", "end": "2026-11-22T00:00:00+02:00"},
             "explanationURL": "https://ca.example/why", "unknown": 1}""";

    private final LocalIdentity root = LocalAuthority.root("Root").selfSigned();
    private final LocalIdentity leaf = LocalAuthority.leaf("server")
            .dns("www.example.com")
            .serial(new BigInteger("8765432187654321", 16))
            .issuedBy(root);
    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Optional<String> retryAfter = Optional.empty();
    private HttpsServer server;
    private RenewalInformation renewals;
    private URI directory;

    @BeforeEach
    void authority() throws Exception {
        LocalIdentity acme = LocalAuthority.leaf("acme").dns("acme.example").issuedBy(root);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(acme.serverContext()));
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            byte[] body = documents.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
            retryAfter.ifPresent(seconds -> exchange.getResponseHeaders().add("Retry-After", seconds));
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        directory = at("/directory");
        documents.put("/directory", "{\"renewalInfo\": \"" + at("/renewal-info/") + "\"}");
        renewals = new RenewalInformation(Attempts.patient().trusting(trusting(root)), AnswerCache.inMemory());
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void theWindowIsReadByTheNameThatTheRfcGivesTheCertificate() {
        documents.put(path(), WINDOW);

        assertThat(renewals.of(leaf.certificate(), directory, NOW, Deadline.in(Duration.ofMinutes(1))))
                .isEqualTo(WithProblems.none(Optional.of(new AriWindow(
                        Instant.parse("2026-11-20T00:00:00Z"),
                        Instant.parse("2026-11-21T22:00:00Z"),
                        Optional.of(URI.create("https://ca.example/why"))))));
        assertThat(asked).containsExactly("/directory", path());
        assertThat(path()).as("the serial number with its leading zero").endsWith(".AIdlQyGHZUMh");
    }

    @Test
    void itIsAskedAgainWhenTheAnswerSays() {
        documents.put(path(), WINDOW);
        retryAfter = Optional.of("3600");
        for (Duration later : List.of(Duration.ZERO, Duration.ofMinutes(59), Duration.ofMinutes(61))) {
            assertThat(renewals.of(leaf.certificate(), directory, NOW.plus(later), Deadline.in(Duration.ofMinutes(1)))
                            .value())
                    .isPresent();
        }
        assertThat(asked).containsExactly("/directory", path(), path());
    }

    @Test
    void anAuthorityThatOffersNoneIsAProblemOfTheRunAndNoWindow() {
        documents.put("/directory", "{\"newNonce\": \"https://acme.example/nonce\"}");
        assertThat(renewals.of(leaf.certificate(), directory, NOW, Deadline.in(Duration.ofMinutes(1))))
                .isEqualTo(WithProblems.of(
                        Optional.empty(),
                        "Renewal information of acme.example could not be fetched: its directory has no renewalInfo"));
    }

    @Test
    void unusableResponseIsAProblemOnly() {
        for (String answer : List.of(
                "{}",
                "[1]",
                "not JSON",
                "{\"suggestedWindow\": {\"start\": \"2026-11-22T00:00:00Z\", \"end\": \"2026-11-20T00:00:00Z\"}}",
                "{\"suggestedWindow\": {\"start\": \"yesterday\", \"end\": 7}}")) {
            documents.put(path(), answer);
            WithProblems<Optional<AriWindow>> unusable =
                    renewals.of(leaf.certificate(), directory, NOW, Deadline.in(Duration.ofMinutes(1)));
            assertThat(unusable.value()).as(answer).isEmpty();
            assertThat(unusable.problems()).as(answer).hasSize(1);
        }
        documents.remove(path());
        WithProblems<Optional<AriWindow>> absent =
                renewals.of(leaf.certificate(), directory, NOW, Deadline.in(Duration.ofMinutes(1)));
        assertThat(absent.value()).isEmpty();
        assertThat(absent.problems()).singleElement().asString().contains("404");
    }

    private String path() {
        return "/renewal-info/" + AriCertificateId.of(leaf.certificate()).orElseThrow();
    }

    private URI at(String path) {
        return URI.create("https://acme.example:" + server.getAddress().getPort() + path);
    }

    private static SSLContext trusting(LocalIdentity root) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", root.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
