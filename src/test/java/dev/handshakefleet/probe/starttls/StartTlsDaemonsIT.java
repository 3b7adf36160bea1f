package dev.handshakefleet.probe.starttls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.Probers;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.support.FixedNames;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The upgrades of real mail, directory, file, chat and database servers. Each is skipped where it is not installed. */
class StartTlsDaemonsIT {

    private static final Engine ENGINE = Engine.cold();

    @TempDir
    private static Path directory;

    private static LocalIdentity identity;

    /** A program and its protocol. */
    record Row(String name, Daemon.Make make, List<Protocol> protocols) {

        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void anIdentity() {
        identity = LocalAuthority.leaf("localhost")
                .key(KeyKind.RSA_2048)
                .dns("localhost")
                .issuedBy(LocalAuthority.root("Root").selfSigned());
    }

    static Stream<Row> daemons() {
        return Stream.of(
                new Row("dovecot", Daemon::dovecot, List.of(Protocol.IMAP, Protocol.POP3, Protocol.LMTP)),
                new Row("dovecot's managesieve", Daemon::dovecotWithSieve, List.of(Protocol.SIEVE)),
                new Row("postfix", Daemon::postfix, List.of(Protocol.SMTP)),
                new Row("slapd", Daemon::slapd, List.of(Protocol.LDAP)),
                new Row("vsftpd", Daemon::vsftpd, List.of(Protocol.FTP)),
                new Row("PostgreSQL", Daemon::postgres, List.of(Protocol.POSTGRES)),
                new Row("MariaDB", Daemon::mariadb, List.of(Protocol.MYSQL)),
                new Row("prosody", Daemon::prosody, List.of(Protocol.XMPP, Protocol.XMPP_SERVER)));
    }

    @ParameterizedTest
    @MethodSource("daemons")
    void upgradeIsTimedAndTheCertificateRead(Row row) throws IOException {
        try (Daemon daemon = row.make().start(directory, true, identity)) {
            for (Protocol protocol : row.protocols()) {
                ProbeResult result = probe(daemon, protocol);

                assertThat(result.failure()).as(protocol.label()).isEmpty();
                assertThat(result.phases().get(Phase.STARTTLS)).isPositive();
                assertThat(result.phases().get(Phase.TLS)).isPositive();
                assertThat(result.presentedChain().getFirst())
                        .isEqualTo(identity.chainDer().getFirst());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("daemons")
    void refusalOfAServerWithoutTlsIsQuoted(Row row) throws IOException {
        try (Daemon daemon = row.make().start(directory, false, identity)) {
            for (Protocol protocol : row.protocols()) {
                Failure failure = probe(daemon, protocol).failure().orElseThrow();

                assertThat(failure.kind()).as(failure.detail()).isEqualTo(Failure.Kind.STARTTLS_REFUSED);
                assertThat(failure.phase()).isEqualTo(Phase.STARTTLS);
                assertThat(failure.detail()).isNotBlank();
            }
        }
    }

    private static ProbeResult probe(Daemon daemon, Protocol protocol) {
        return Probers.patient(FixedNames.ipv4(host -> List.of(InetAddress.ofLiteral("127.0.0.1"))), ENGINE)
                .probe(new TargetReader(TargetDefaults.BUILT_IN)
                        .read(protocol.label() + "://localhost:" + daemon.port(protocol)))
                .getFirst();
    }
}
