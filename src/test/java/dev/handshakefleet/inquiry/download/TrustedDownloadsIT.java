package dev.handshakefleet.inquiry.download;

import static dev.handshakefleet.inquiry.download.Attempts.LOOPBACK;
import static dev.handshakefleet.inquiry.download.Attempts.MOST;
import static dev.handshakefleet.inquiry.download.Attempts.trustedFailure;
import static dev.handshakefleet.inquiry.download.ScriptedHttpServer.say;
import static dev.handshakefleet.inquiry.download.ScriptedHttpServer.waitForEnd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.KeyStore;
import java.util.OptionalLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

/** HTTPS from a host that we were configured with: only where its certificate is valid for it. */
class TrustedDownloadsIT {

    private final EgressDownloads downloads = Attempts.patient();

    private final LocalIdentity root = LocalAuthority.root("Root").selfSigned();
    private final LocalIdentity identity =
            LocalAuthority.leaf("ari").dns("ari.example").issuedBy(root);

    @Test
    void trustedServerIsReadWithItsRetryAfter() throws Exception {
        try (var server = https("Retry-After: 21600\r\n")) {
            FetchedDocument fetched = downloads
                    .trusting(trustingRoot())
                    .getTrusted(URI.create("https://ari.example:" + server.port() + "/x"), MOST);

            assertThat(fetched.body()).asString().isEqualTo("{}");
            assertThat(fetched.retryAfterSeconds()).hasValue(21_600);
            assertThat(server.request()).startsWith("get /x http/1.1\r\n");
        }
    }

    @Test
    void retryAfterIsSecondsADateOrMissing() throws Exception {
        assertThat(retryAfter("Date: Tue, 24 Nov 2026 12:00:00 GMT\r\nRetry-After: Tue, 24 Nov 2026 13:00:00 GMT\r\n"))
                .hasValue(3_600);
        assertThat(retryAfter("Date: Tue, 24 Nov 2026 12:00:00 GMT\r\nRetry-After: Tue, 24 Nov 2026 11:00:00 GMT\r\n"))
                .hasValue(0);
        assertThat(retryAfter("")).isEmpty();
        assertThat(retryAfter("Retry-After: -1\r\n")).isEmpty();
        assertThat(retryAfter("Retry-After: 99999999999999999999\r\n")).isEmpty();
    }

    @Test
    void untrustedServerIsRefused() throws Exception {
        try (var server = https("")) {
            URI address = URI.create("https://ari.example:" + server.port() + "/");

            assertThat(trustedFailure(downloads, address))
                    .isEqualTo("ari.example has no trusted certificate"
                            + " (unable to find valid certification path to requested target)");
            assertThat(server.wasAsked()).isFalse();
        }
    }

    @Test
    void trustedCertificateForAnotherNameIsRefused() throws Exception {
        try (var server = https("")) {
            URI address = URI.create("https://other.example:" + server.port() + "/");

            assertThat(trustedFailure(downloads.trusting(trustingRoot()), address))
                    .startsWith("other.example has no trusted certificate (")
                    .contains("matching other.example");
            assertThat(server.wasAsked()).isFalse();
        }
    }

    @Test
    void serverWithoutTlsIsReported() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, LOOPBACK)) {
            Thread.ofVirtual().start(() -> {
                try (Socket connection = plain.accept()) {
                    say(connection, "HTTP/1.1 400 Bad Request\r\n\r\n");
                    waitForEnd(connection);
                } catch (IOException gone) {
                    // The download has ended.
                }
            });
            URI address = URI.create("https://ari.example:" + plain.getLocalPort() + "/");

            assertThat(trustedFailure(downloads, address)).startsWith("ari.example failed the TLS handshake (");
        }
    }

    private OptionalLong retryAfter(String headers) throws Exception {
        try (var server = https(headers)) {
            return downloads
                    .trusting(trustingRoot())
                    .getTrusted(URI.create("https://ari.example:" + server.port() + "/"), MOST)
                    .retryAfterSeconds();
        }
    }

    private ScriptedHttpServer https(String headers) throws Exception {
        SSLContext context = identity.serverContext();
        return ScriptedHttpServer.doing(
                context.getServerSocketFactory(),
                connection -> say(connection, "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: 2\r\n\r\n{}"));
    }

    private SSLContext trustingRoot() throws Exception {
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
