package dev.handshakefleet.probe.starttls;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackPort;
import dev.handshakefleet.support.Prerequisites;
import dev.handshakefleet.target.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Real server programs, started on free ports of loopback with files of their own; each with a certificate, or without TLS. A
 * test is skipped where its program is not installed, or needs rights that the test does not have.
 */
final class Daemon implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Path home;
    private final boolean tls;
    private final Map<Protocol, Integer> ports = new EnumMap<>(Protocol.class);
    private final List<String> stop = new ArrayList<>();

    private Optional<Process> process = Optional.empty();

    private Daemon(Path directory, boolean tls, LocalIdentity identity) throws IOException {
        this.home = open(Files.createTempDirectory(directory, "daemon"));
        this.tls = tls;
        Files.writeString(path("chain.pem"), identity.chainPem());
        Files.writeString(path("key.pem"), identity.keyPem());
        Files.setPosixFilePermissions(path("key.pem"), PosixFilePermissions.fromString("rw-------"));
    }

    /** Of each make: started, or skipped. */
    @FunctionalInterface
    interface Make {
        Daemon start(Path directory, boolean tls, LocalIdentity identity) throws IOException;
    }

    int port(Protocol protocol) {
        return ports.get(protocol);
    }

    static Daemon dovecot(Path directory, boolean tls, LocalIdentity identity) throws IOException {
        return dovecot(
                new Daemon(directory, tls, identity),
                "imap pop3 lmtp",
                """
                service imap-login {
                  inet_listener imap {
                    port = %d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                service pop3-login {
                  inet_listener pop3 {
                    port = %d
                  }
                  inet_listener pop3s {
                    port = 0
                  }
                }
                service lmtp {
                  inet_listener lmtp {
                    address = 127.0.0.1
                    port = %d
                  }
                }
                """,
                Protocol.IMAP,
                Protocol.POP3,
                Protocol.LMTP);
    }

    static Daemon dovecotWithSieve(Path directory, boolean tls, LocalIdentity identity) throws IOException {
        assumeTrue(
                Files.exists(Path.of("/usr/lib/dovecot/managesieve-login")), "dovecot-managesieved is not installed");
        return dovecot(new Daemon(directory, tls, identity), "sieve", """
                service managesieve-login {
                  inet_listener sieve {
                    port = %d
                  }
                }
                """, Protocol.SIEVE);
    }

    private static Daemon dovecot(Daemon daemon, String protocols, String services, Protocol... spoken)
            throws IOException {
        String program = Prerequisites.program("dovecot").toString();
        Prerequisites.rootFor("dovecot");
        List<Object> reserved = new ArrayList<>();
        for (Protocol protocol : spoken) {
            reserved.add(daemon.reserve(protocol));
        }
        Path configuration = daemon.write(
                "dovecot.conf",
                """
                base_dir = %1$s/run
                state_dir = %1$s/run
                log_path = %1$s/log
                protocols = %2$s
                listen = 127.0.0.1
                ssl = %3$s
                ssl_cert = <%1$s/chain.pem
                ssl_key = <%1$s/key.pem
                passdb {
                  driver = static
                }
                """.formatted(daemon.home, protocols, daemon.tls ? "required" : "no")
                        + services.formatted(reserved.toArray()));
        return daemon.started(program, "-F", "-c", configuration.toString());
    }

    static Daemon postfix(Path directory, boolean tls, LocalIdentity identity) throws IOException {
        String program = Prerequisites.program("postfix").toString();
        Prerequisites.rootFor("postfix");
        Daemon daemon = new Daemon(directory, tls, identity);
        Path etc = Files.createDirectory(daemon.path("etc"));
        Files.createDirectory(daemon.path("queue"));
        daemon.give(Files.createDirectory(daemon.path("data")), "postfix");
        daemon.write("etc/main.cf", """
                compatibility_level = 3.6
                queue_directory = %1$s/queue
                data_directory = %1$s/data
                mail_owner = postfix
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                myhostname = localhost
                maillog_file = %1$s/log
                maillog_file_prefixes = %1$s
                smtpd_tls_security_level = %2$s
                smtpd_tls_chain_files = %1$s/key.pem, %1$s/chain.pem
                """.formatted(daemon.home, tls ? "may" : "none"));
        daemon.write("etc/master.cf", """
                %d inet n - n - - smtpd
                postlog unix-dgram n - n - 1 postlogd
                rewrite unix - - n - - trivial-rewrite
                cleanup unix n - n - 0 cleanup
                anvil unix - - n - 1 anvil
                tlsmgr unix - - n 1000? 1 tlsmgr
                proxymap unix - - n - - proxymap
                """.formatted(daemon.reserve(Protocol.SMTP)));
        daemon.stop.addAll(List.of(program, "-c", etc.toString(), "stop"));
        return daemon.started(program, "-c", etc.toString(), "start");
    }

    static Daemon slapd(Path directory, boolean tls, LocalIdentity identity) throws IOException {
        String program = Prerequisites.program("slapd").toString();
        Daemon daemon = new Daemon(directory, tls, identity);
        Files.createDirectory(daemon.path("ldap"));
        Path configuration = daemon.write("slapd.conf", """
                include /etc/ldap/schema/core.schema
                pidfile %1$s/pid
                %2$s
                database ldif
                directory %1$s/ldap
                suffix "dc=example"
                """.formatted(
                daemon.home,
                tls
                        ? "TLSCertificateFile %1$s/chain.pem\nTLSCertificateKeyFile %1$s/key.pem".formatted(daemon.home)
                        : ""));
        int port = daemon.reserve(Protocol.LDAP);
        return daemon.started(program, "-d", "0", "-f", configuration.toString(), "-h", "ldap://127.0.0.1:" + port);
    }

    static Daemon vsftpd(Path directory, boolean tls, LocalIdentity identity) throws IOException {
        String program = Prerequisites.program("vsftpd").toString();
        Prerequisites.rootFor("vsftpd");
        Daemon daemon = new Daemon(directory, tls, identity);
        Files.createDirectory(daemon.path("empty"));
        Path configuration = daemon.write(
                "vsftpd.conf", """
                listen=YES
                listen_address=127.0.0.1
                listen_port=%2$d
                background=NO
                anonymous_enable=YES
                ssl_enable=%3$s
                ssl_tlsv1=YES
                rsa_cert_file=%1$s/chain.pem
                rsa_private_key_file=%1$s/key.pem
                secure_chroot_dir=%1$s/empty
                seccomp_sandbox=NO
                """.formatted(daemon.home, daemon.reserve(Protocol.FTP), tls ? "YES" : "NO"));
        return daemon.started(program, configuration.toString());
    }

    static Daemon postgres(Path directory, boolean tls, LocalIdentity identity) throws IOException {
        Path programs = newestOf("/usr/lib/postgresql");
        Daemon daemon = new Daemon(directory, tls, identity);
        Path data = Files.createDirectory(daemon.path("data"));
        daemon.give(data, "postgres");
        daemon.give(daemon.path("key.pem"), "postgres");
        List<String> asPostgres = as("postgres");
        daemon.run(asPostgres, programs.resolve("bin/initdb"), "-D", data, "-A", "trust", "--no-sync");
        int port = daemon.reserve(Protocol.POSTGRES);
        List<String> command = new ArrayList<>(asPostgres);
        command.addAll(List.of(
                programs.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(port),
                "-c",
                "unix_socket_directories=",
                "-c",
                "ssl=" + (tls ? "on" : "off"),
                "-c",
                "ssl_cert_file=" + daemon.path("chain.pem"),
                "-c",
                "ssl_key_file=" + daemon.path("key.pem")));
        return daemon.started(command.toArray(String[]::new));
    }

    static Daemon mariadb(Path directory, boolean tls, LocalIdentity identity) throws IOException {
        String program = Prerequisites.program("mariadbd").toString();
        Prerequisites.rootFor("mariadbd");
        Daemon daemon = new Daemon(directory, tls, identity);
        Path data = Files.createDirectory(daemon.path("data"));
        daemon.give(data, "mysql");
        daemon.give(daemon.path("key.pem"), "mysql");
        daemon.run(
                List.of(),
                Prerequisites.program("mariadb-install-db").toString(),
                "--no-defaults",
                "--datadir=" + data,
                "--user=mysql");
        int port = daemon.reserve(Protocol.MYSQL);
        return daemon.started(
                program,
                "--no-defaults",
                "--user=mysql",
                "--datadir=" + data,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + data.resolve("s.sock"),
                "--pid-file=" + data.resolve("pid"),
                tls ? "--ssl-cert=" + daemon.path("chain.pem") : "--skip-ssl",
                tls ? "--ssl-key=" + daemon.path("key.pem") : "--skip-name-resolve");
    }

    static Daemon prosody(Path directory, boolean tls, LocalIdentity identity) throws IOException {
        String program = Prerequisites.program("prosody").toString();
        Daemon daemon = new Daemon(directory, tls, identity);
        Path data = Files.createDirectory(daemon.path("data"));
        if (isRoot()) {
            daemon.give(data, "prosody");
            daemon.give(daemon.path("key.pem"), "prosody");
        }
        Files.setPosixFilePermissions(daemon.home, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path configuration = daemon.write("prosody.cfg.lua", """
                modules_enabled = { %2$s "saslauth", "dialback" }
                interfaces = { "127.0.0.1" }
                c2s_ports = { %3$d }
                s2s_ports = { %4$d }
                c2s_direct_tls_ports = {}
                s2s_direct_tls_ports = {}
                legacy_ssl_ports = {}
                http_ports = {}
                https_ports = {}
                data_path = "%1$s/data"
                pidfile = "%1$s/data/pid"
                log = { info = "*console" }
                c2s_require_encryption = %5$s
                s2s_require_encryption = %5$s
                VirtualHost "localhost"
                  ssl = { key = "%1$s/key.pem"; certificate = "%1$s/chain.pem" }
                """.formatted(
                        daemon.home,
                        tls ? "\"tls\"," : "",
                        daemon.reserve(Protocol.XMPP),
                        daemon.reserve(Protocol.XMPP_SERVER),
                        tls));
        List<String> command = new ArrayList<>(as("prosody"));
        command.addAll(List.of(program, "--config", configuration.toString(), "-F"));
        return daemon.started(command.toArray(String[]::new));
    }

    @Override
    public void close() throws IOException {
        if (!stop.isEmpty()) {
            run(List.of(), stop.toArray());
        }
        if (process.isPresent()) {
            process.get().destroy();
            await(process.get());
        }
    }

    private Daemon started(String... command) throws IOException {
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(path("output").toFile())
                .start();
        process = Optional.of(child);
        try {
            for (int port : ports.values()) {
                LoopbackPort.awaitListening(port, child);
            }
        } catch (IOException silent) {
            String output = output();
            close();
            throw new IOException("the daemon said: " + output, silent);
        }
        return this;
    }

    private String output() throws IOException {
        return Files.readString(path("output"));
    }

    private void run(List<String> before, Object... command) throws IOException {
        List<String> all = new ArrayList<>(before);
        Stream.of(command).map(String::valueOf).forEach(all::add);
        Path output = path("run");
        Process child = new ProcessBuilder(all)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (await(child) != 0) {
            throw new IOException(all.getFirst() + " failed: " + Files.readString(output));
        }
    }

    private static int await(Process child) throws IOException {
        try {
            if (!child.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
                child.destroyForcibly();
            }
            return child.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private int reserve(Protocol protocol) throws IOException {
        int port = LoopbackPort.free();
        while (ports.containsValue(port)) {
            port = LoopbackPort.free();
        }
        ports.put(protocol, port);
        return port;
    }

    private Path path(String name) {
        return home.resolve(name);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(path(name), content);
    }

    private void give(Path file, String user) throws IOException {
        if (isRoot()) {
            Files.setOwner(
                    file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        }
    }

    /** Daemons that give their rights up have to find their files. */
    private static Path open(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(directory.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        return directory;
    }

    private static List<String> as(String user) {
        return isRoot()
                ? List.of(
                        Prerequisites.program("setpriv").toString(),
                        "--reuid=" + user,
                        "--regid=" + user,
                        "--clear-groups")
                : List.of();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static Path newestOf(String folder) throws IOException {
        if (Files.isDirectory(Path.of(folder))) {
            try (Stream<Path> versions = Files.list(Path.of(folder))) {
                Optional<Path> found = versions.filter(version -> Files.isExecutable(version.resolve("bin/postgres")))
                        .max(Path::compareTo);
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        return abort("postgres is not installed");
    }
}
