package dev.handshakefleet.probe.starttls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.probe.ClientIdentities;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.probe.Prober;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.support.LocalhostIdentity;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every upgrade over a real socket, with a real TLS handshake behind it; and the ways in which it is refused. */
class StartTlsIT {

    private static final Engine ENGINE = Engine.cold();
    private static final int MYSQL_REQUEST = 36;

    private static SSLContext server;

    @BeforeAll
    static void anIdentity() {
        server = LocalhostIdentity.issued().serverContext();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void upgradeIsTimedBeforeTheHandshake(Protocol protocol) throws IOException {
        ProbeResult result = probe(protocol, ServerScript.of(protocol));

        assertThat(result.failure()).isEmpty();
        assertThat(result.phases()).containsKeys(Phase.CONNECT, Phase.STARTTLS, Phase.TLS);
        assertThat(result.phases().get(Phase.STARTTLS)).isPositive();
        assertThat(result.tls().orElseThrow().version()).contains("TLSv1.3");
        assertThat(result.tls().orElseThrow().alpn())
                .as("no h2 for a mail server")
                .isEmpty();
        assertThat(result.presentedChain()).isNotEmpty();
    }

    @Test
    void missingStarttlsIsReportedWithTheReplyOfTheServer() throws IOException {
        Failure failure = probe(Protocol.SMTP, new ServerScript("220 old\r\n", message -> "250-old\r\n250 HELP\r\n"))
                .failure()
                .orElseThrow();

        assertThat(failure.phase()).isEqualTo(Phase.STARTTLS);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.STARTTLS_REFUSED);
        assertThat(failure.detail()).contains("STARTTLS");
    }

    @Test
    void refusalIsQuoted() throws IOException {
        ServerScript refusing = new ServerScript(
                "220 x\r\n",
                message -> message.startsWith("EHLO")
                        ? "250-x\r\n250 STARTTLS\r\n"
                        : "454 4.7.0 no certificate\u001b[1m\r\n");

        assertThat(probe(Protocol.SMTP, refusing).failure().orElseThrow().detail())
                .contains("454 4.7.0 no certificate")
                .doesNotContain("\u001b");
    }

    /** The script of a server: its greeting, its answer to the first command, its answer to the command for TLS. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SMTP | 421 4.7.0 too many connections from you | | | SESSION_REFUSED",
                "SMTP | 554 no mail here | | | SESSION_REFUSED",
                "SMTP | 220 x | 421 4.3.2 shutting down | | SESSION_REFUSED",
                "SMTP | 220 x | 250-x;250 STARTTLS | 454 4.7.0 no certificate | TEMPORARY",
                "SMTP | 220 x | 250-x;250 STARTTLS | 502 5.5.1 not here | UNKNOWN",
                "SMTP | 220 x | 250-x;250 HELP | | UNKNOWN",
                "LMTP | 421 busy | | | SESSION_REFUSED",
                "FTP | 421 too many users | | | SESSION_REFUSED",
                "FTP | 220 x | 431 no security resource | | TEMPORARY",
                "IMAP | * BYE too many connections | | | SESSION_REFUSED",
                "POP3 | -ERR [SYS/TEMP] busy | | | SESSION_REFUSED",
                "NNTP | 400 load at 20 | | | SESSION_REFUSED",
                "SIEVE | BYE \"later\" | | | SESSION_REFUSED",
            })
    void causeOfARefusalIsWhatTheServerRefused(
            Protocol protocol, String greeting, String first, String forTls, Failure.Cause cause) throws IOException {
        AtomicInteger commands = new AtomicInteger();
        Failure failure = probe(
                        protocol,
                        new ServerScript(
                                lines(greeting), message -> lines(commands.getAndIncrement() == 0 ? first : forTls)))
                .failure()
                .orElseThrow();

        assertThat(failure.kind()).isEqualTo(Failure.Kind.STARTTLS_REFUSED);
        assertThat(failure.cause()).as(failure.detail()).isEqualTo(cause);
    }

    private static String lines(String written) {
        return written == null ? "" : written.replace(";", "\r\n") + "\r\n";
    }

    @Test
    void clearTextAfterTheUpgradeReplyIsAProtocolError() throws IOException {
        ServerScript injecting = new ServerScript(
                "220 x\r\n",
                message -> message.startsWith("EHLO") ? "250-x\r\n250 STARTTLS\r\n" : "220 go\r\n250 injected\r\n");

        Failure failure = probe(Protocol.SMTP, injecting).failure().orElseThrow();

        assertThat(failure.phase()).isEqualTo(Phase.STARTTLS);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void wrongProtocolIsNamed(Protocol protocol) throws IOException {
        Failure failure = probe(
                        protocol, new ServerScript("SSH-2.0-OpenSSH_9.2\r\n", message -> "Protocol mismatch.\r\n"))
                .failure()
                .orElseThrow();

        assertThat(failure.phase()).isEqualTo(Phase.STARTTLS);
        assertThat(failure.kind())
                .isIn(Failure.Kind.PROTOCOL_ERROR, Failure.Kind.STARTTLS_REFUSED, Failure.Kind.CLOSED_BY_PEER);
    }

    private static ProbeResult probe(Protocol protocol, ServerScript script) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(listener, script));
            Prober prober = new Prober(
                    NameResolver.ofSystem(),
                    EgressPolicy.anyAddress(),
                    ProbeLimits.ofTotal(Duration.ofSeconds(60)),
                    ENGINE,
                    ClientIdentities.none(),
                    Clock.systemUTC());
            return prober.probe(new TargetReader(TargetDefaults.BUILT_IN)
                            .read(Map.of(
                                    "host",
                                    "localhost",
                                    "port",
                                    listener.getLocalPort(),
                                    "protocol",
                                    protocol.label())))
                    .getFirst();
        }
    }

    private static void serve(ServerSocket listener, ServerScript script) {
        try (Socket socket = listener.accept()) {
            socket.setTcpNoDelay(true);
            say(socket, script.greeting());
            // Of MySQL only the request: the ClientHello follows without waiting for an answer.
            byte[] buffer = new byte[script.greeting().equals(ServerScript.MYSQL_GREETING) ? MYSQL_REQUEST : 4 * 1024];
            for (int length = socket.getInputStream().read(buffer);
                    length > 0;
                    length = socket.getInputStream().read(buffer)) {
                String reply = script.replies().apply(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                boolean isAgreed = reply.endsWith("TLS");
                say(socket, isAgreed ? reply.substring(0, reply.length() - 3) : reply);
                if (isAgreed) {
                    shakeHands(socket);
                    return;
                }
            }
        } catch (IOException gone) {
            // The probe has ended.
        }
    }

    private static void shakeHands(Socket socket) throws IOException {
        SSLSocket tls = (SSLSocket) server.getSocketFactory().createSocket(socket, null, socket.getPort(), false);
        tls.setUseClientMode(false);
        tls.startHandshake();
        int _ = tls.getInputStream().read();
    }

    private static void say(Socket socket, String text) throws IOException {
        if (!text.isEmpty()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
