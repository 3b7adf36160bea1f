package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.support.OpensslServer;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions are resumed by real servers, by the servers' own report. */
class ResumptionIT {

    @TempDir
    private static Path directory;

    private static String key;
    private static String chain;

    @BeforeAll
    static void anIdentityForTheServer() throws IOException {
        OpensslServer.assumeInstalled();
        LocalIdentity identity = LocalAuthority.leaf("localhost")
                .dns("localhost")
                .issuedBy(LocalAuthority.root("Root").selfSigned());
        key = Files.writeString(directory.resolve("key.pem"), identity.keyPem()).toString();
        chain = Files.writeString(directory.resolve("chain.pem"), identity.chainPem())
                .toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
    void opensslResumesByTicketOfTls13(String suite) throws IOException {
        try (OpensslServer server = server("-www", "-ciphersuites", suite)) {
            SocketHandshake first = SocketHandshake.with(server.port()).succeeded();
            assertThat(first.received()).contains("certificate", "new_session_ticket");

            SocketHandshake second = resuming(server, TlsOffer.DEFAULT, first).succeeded();

            assertThat(first.answer()).contains("New, TLSv1.3");
            assertThat(second.answer()).contains("Reused, TLSv1.3, Cipher is " + suite);
            assertThat(second.client().resumed()).isTrue();
            assertThat(second.received())
                    .startsWith("server_hello", "encrypted_extensions", "finished")
                    .doesNotContain("certificate");
            SocketHandshake third = resuming(server, TlsOffer.DEFAULT, second).succeeded();
            assertThat(third.client().resumed()).isTrue();
        }
    }

    @Test
    void opensslResumesByTicketOfTls13AfterAHelloRetryRequestEachTime() throws IOException {
        try (OpensslServer server = server("-www", "-groups", "P-384")) {
            SocketHandshake first = SocketHandshake.with(server.port()).succeeded();
            SocketHandshake second = resuming(server, TlsOffer.DEFAULT, first).succeeded();

            assertThat(second.received())
                    .startsWith("server_hello", "server_hello", "encrypted_extensions", "finished");
            assertThat(second.client().resumed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.1", "TLSv1.0"})
    void opensslResumesByTicketOfOlderVersions(String version) throws IOException {
        TlsOffer offer = of(version);
        try (OpensslServer server = server("-www", "-cipher", "DEFAULT@SECLEVEL=0", "-min_protocol", "TLSv1")) {
            SocketHandshake first = SocketHandshake.with(server.port(), offer).succeeded();
            assertThat(first.received()).contains("new_session_ticket");

            SocketHandshake second = resuming(server, offer, first).succeeded();

            assertThat(second.answer()).contains("Reused, ");
            assertThat(second.client().resumed()).isTrue();
            assertThat(second.received()).doesNotContain("certificate");
            assertThat(resuming(server, offer, second).succeeded().client().resumed())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.1", "TLSv1.0"})
    void opensslResumesBySessionIdOfOlderVersions(String version) throws IOException {
        TlsOffer offer = of(version);
        try (OpensslServer server =
                server("-www", "-no_ticket", "-cipher", "DEFAULT@SECLEVEL=0", "-min_protocol", "TLSv1")) {
            SocketHandshake first = SocketHandshake.with(server.port(), offer).succeeded();
            assertThat(first.received()).doesNotContain("new_session_ticket");

            SocketHandshake second = resuming(server, offer, first).succeeded();

            assertThat(second.answer()).contains("Reused, ");
            assertThat(second.client().resumed()).isTrue();
            assertThat(second.received()).containsExactly("server_hello", "finished");
        }
    }

    @Test
    void unknownSessionMeansAFullHandshakeAndStaysUsable() throws IOException {
        SocketHandshake first;
        SocketHandshake firstOf12;
        try (OpensslServer server = server("-www")) {
            first = SocketHandshake.with(server.port()).succeeded();
            firstOf12 = SocketHandshake.with(server.port(), of("TLSv1.2")).succeeded();
        }
        try (OpensslServer other = server("-www")) {
            for (int turn = 0; turn < 2; turn++) {
                SocketHandshake second =
                        resuming(other, TlsOffer.DEFAULT, first).succeeded();
                assertThat(second.client().resumed()).isFalse();
                assertThat(second.received()).contains("certificate");

                SocketHandshake secondOf12 =
                        resuming(other, of("TLSv1.2"), firstOf12).succeeded();
                assertThat(secondOf12.client().resumed()).isFalse();
                assertThat(secondOf12.received()).contains("certificate");
            }
        }
    }

    @Test
    void ticketIsOfferedWithItsAge() throws IOException {
        try (OpensslServer server = server("-www", "-ciphersuites", "TLS_AES_128_GCM_SHA256")) {
            PskTicket ticket = (PskTicket)
                    SocketHandshake.with(server.port()).succeeded().session().orElseThrow();
            long before = ticket.obfuscatedAge(System.nanoTime());
            SocketHandshake second =
                    SocketHandshake.with(server.port(), TlsOffer.DEFAULT, Optional.empty(), Optional.of(ticket));
            long after = ticket.obfuscatedAge(System.nanoTime());

            // The last extension ends with the age and the list of one binder of SHA-256 (RFC 8446, 4.2.11).
            ByteBuffer hello = ByteBuffer.wrap(second.clientHello());
            long sent = Integer.toUnsignedLong(hello.getInt(hello.limit() - 2 - 1 - 32 - 4));
            assertThat(Math.floorMod(sent - before, 1L << 32)).isBetween(0L, Math.floorMod(after - before, 1L << 32));
        }
    }

    @Test
    void toStringOfASessionShowsNoSecret() throws IOException {
        try (OpensslServer server = server("-www")) {
            assertThat(SocketHandshake.with(server.port()).session().orElseThrow())
                    .hasToString("ResumableSession[TLS 1.3 ticket]");
            assertThat(SocketHandshake.with(server.port(), of("TLSv1.2"))
                            .session()
                            .orElseThrow())
                    .hasToString("ResumableSession[TLS 1.2 ticket]");
        }
    }

    private static OpensslServer server(String... options) throws IOException {
        String[] all = new String[options.length + 4];
        System.arraycopy(options, 0, all, 4, options.length);
        all[0] = "-key";
        all[1] = key;
        all[2] = "-cert";
        all[3] = chain;
        return OpensslServer.start(directory, all);
    }

    private static SocketHandshake resuming(OpensslServer server, TlsOffer offer, SocketHandshake first)
            throws IOException {
        assertThat(first.session()).isPresent();
        return SocketHandshake.with(server.port(), offer, Optional.empty(), first.session());
    }

    private static TlsOffer of(String version) {
        return new TlsOffer(TlsOffer.Profile.BROWSER, List.of(version), List.of(), List.of(), Optional.empty());
    }
}
