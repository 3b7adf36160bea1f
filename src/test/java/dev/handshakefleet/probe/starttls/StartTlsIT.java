package dev.handshakefleet.probe.starttls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.cli.local.LocalAuthority;
import dev.handshakefleet.cli.local.LocalIdentity;
import dev.handshakefleet.probe.ClientIdentities;
import dev.handshakefleet.probe.EgressPolicy;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.Failure;
import dev.handshakefleet.probe.NameResolver;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.probe.ProbeResult;
import dev.handshakefleet.probe.Prober;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.TargetReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every upgrade over a real socket, with a real TLS handshake behind it; and the ways in which it is refused. */
class StartTlsIT {

    private static final Engine ENGINE = Engine.cold();
    private static final char[] PASSWORD = "secret".toCharArray();
    private static final String XMPP_FEATURES = "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
            + " xmlns:stream='http://etherx.jabber.org/streams' id='1' from='localhost' version='1.0'>"
            + "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
            + "</stream:features>";
    private static final String LDAP_SUCCESS = latin("300c02010178070a010004000400");
    /** Protocol 10, version, thread, eight bytes, capabilities with CLIENT_SSL, and the rest as MySQL 8 sends it. */
    private static final String MYSQL_GREETING = latin("4a0000000a382e302e33300008000000" + "0102030405060708" + "00"
            + "ffff" + "ff" + "0200" + "ffdf" + "15" + "00000000000000000000" + "0102030405060708090a0b0c" + "00"
            + "63616368696e675f736861325f70617373776f726400");

    private static final int MYSQL_REQUEST = 36;

    private static SSLContext server;

    /** What a server says: first, and to each message; a reply that ends in {@code TLS} is followed by the handshake. */
    private record Script(String greeting, Function<String, String> replies) {}

    @BeforeAll
    static void anIdentity() throws GeneralSecurityException {
        Instant now = Instant.now();
        LocalIdentity root = LocalAuthority.root("Root")
                .valid(now.minusSeconds(60), now.plus(Duration.ofDays(9)))
                .selfSigned();
        LocalIdentity identity = LocalAuthority.leaf("localhost")
                .valid(now.minusSeconds(60), now.plus(Duration.ofDays(8)))
                .dns("localhost")
                .issuedBy(root);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity.keyStore(PASSWORD), PASSWORD);
        server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, null);
    }

    private static Script script(Protocol protocol) {
        return switch (protocol) {
            case TLS -> throw new IllegalArgumentException("no upgrade");
            case SMTP, LMTP ->
                new Script(
                        "220-mail.example\r\n220 ESMTP\r\n",
                        said -> said.matches("(EHLO|LHLO) .*\r\n")
                                ? "250-mail.example\r\n250-SIZE 1000\r\n250-STARTTLS\r\n250 HELP\r\n"
                                : "220 2.0.0 Ready\r\nTLS");
            case IMAP ->
                new Script(
                        "* OK IMAP4rev1 ready\r\n",
                        said -> said.contains("CAPABILITY")
                                ? "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n" + tag(said) + " OK done\r\n"
                                : tag(said) + " OK begin\r\nTLS");
            case POP3 ->
                new Script(
                        "+OK ready\r\n",
                        said -> said.startsWith("CAPA") ? "+OK list\r\nTOP\r\nSTLS\r\n.\r\n" : "+OK begin\r\nTLS");
            case FTP ->
                new Script(
                        "220 ready\r\n",
                        said -> said.startsWith("FEAT") ? "211-Features\r\n AUTH TLS\r\n211 End\r\n" : "234 go\r\nTLS");
            case XMPP, XMPP_SERVER ->
                new Script(
                        "",
                        said -> said.contains("<starttls")
                                ? "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>TLS"
                                : XMPP_FEATURES);
            case LDAP -> new Script("", said -> LDAP_SUCCESS + "TLS");
            case POSTGRES -> new Script("", said -> "STLS");
            case MYSQL -> new Script(MYSQL_GREETING, said -> "TLS");
            case NNTP ->
                new Script(
                        "200 ready\r\n",
                        said -> said.startsWith("CAPABILITIES")
                                ? "101 list\r\nVERSION 2\r\nREADER\r\nSTARTTLS\r\n.\r\n"
                                : "382 go\r\nTLS");
            case SIEVE ->
                new Script(
                        "\"IMPLEMENTATION\" \"x\"\r\n\"STARTTLS\"\r\n\"VERSION\" \"1.0\"\r\nOK\r\n",
                        said -> "OK \"begin\"\r\nTLS");
        };
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void theUpgradeIsTimedAndTlsFollows(Protocol protocol) throws IOException {
        ProbeResult result = probe(protocol, script(protocol));

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
    void whatIsNotOfferedIsRefusedWithTheServersWords() throws IOException {
        Failure failure = probe(Protocol.SMTP, new Script("220 old\r\n", said -> "250-old\r\n250 HELP\r\n"))
                .failure()
                .orElseThrow();

        assertThat(failure.phase()).isEqualTo(Phase.STARTTLS);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.STARTTLS_REFUSED);
        assertThat(failure.detail()).contains("STARTTLS");
    }

    @Test
    void whoRefusesIsQuoted() throws IOException {
        Script refusing = new Script(
                "220 x\r\n",
                said -> said.startsWith("EHLO")
                        ? "250-x\r\n250 STARTTLS\r\n"
                        : "454 4.7.0 no certificate\u001b[1m\r\n");

        assertThat(probe(Protocol.SMTP, refusing).failure().orElseThrow().detail())
                .contains("454 4.7.0 no certificate")
                .doesNotContain("\u001b");
    }

    @Test
    void plainTextBehindTheGoAheadIsNotTakenForTls() throws IOException {
        Script injecting = new Script(
                "220 x\r\n",
                said -> said.startsWith("EHLO") ? "250-x\r\n250 STARTTLS\r\n" : "220 go\r\n250 injected\r\n");

        Failure failure = probe(Protocol.SMTP, injecting).failure().orElseThrow();

        assertThat(failure.phase()).isEqualTo(Phase.STARTTLS);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TLS")
    void anotherProtocolIsNamed(Protocol protocol) throws IOException {
        Failure failure = probe(protocol, new Script("SSH-2.0-OpenSSH_9.2\r\n", said -> "Protocol mismatch.\r\n"))
                .failure()
                .orElseThrow();

        assertThat(failure.phase()).isEqualTo(Phase.STARTTLS);
        assertThat(failure.kind())
                .isIn(Failure.Kind.PROTOCOL_ERROR, Failure.Kind.STARTTLS_REFUSED, Failure.Kind.CLOSED_BY_PEER);
    }

    private static ProbeResult probe(Protocol protocol, Script script) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(listener, script));
            Prober prober = new Prober(
                    NameResolver.ofSystem(),
                    EgressPolicy.anyAddress(),
                    ProbeLimits.ofTotal(Duration.ofSeconds(3)),
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

    private static void serve(ServerSocket listener, Script script) {
        try (Socket socket = listener.accept()) {
            socket.setTcpNoDelay(true);
            say(socket, script.greeting());
            // Of MySQL only the request: the ClientHello follows without waiting for an answer.
            byte[] buffer = new byte[script.greeting().equals(MYSQL_GREETING) ? MYSQL_REQUEST : 4 * 1024];
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

    private static String tag(String said) {
        return said.substring(0, Math.max(0, said.indexOf(' ')));
    }

    private static String latin(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
