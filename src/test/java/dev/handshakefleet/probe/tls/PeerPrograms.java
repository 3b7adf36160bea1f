package dev.handshakefleet.probe.tls;

import dev.handshakefleet.local.server.LoopbackPort;
import dev.handshakefleet.support.OpensslServer;
import dev.handshakefleet.support.Prerequisites;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts server programs, each configured in its own syntax. */
final class PeerPrograms {

    private static final String ANY_STRENGTH = "DEFAULT:@SECLEVEL=0";

    private final PeerSettings order;
    private final PeerIdentities identities;

    PeerPrograms(PeerSettings order, PeerIdentities identities) {
        this.order = order;
        this.identities = identities;
    }

    Peer openssl() throws IOException {
        String openssl = Prerequisites.program("openssl").toString();
        List<String> options = new ArrayList<>(List.of("-www", "-key", identities.key(order)));
        options.addAll(List.of("-cert", identities.chain(order)));
        options.add(
                order.version().equals("TLSv1.0") ? "-tls1" : order.version().replace("TLSv1.", "-tls1_"));
        opensslCiphers().ifPresent(ciphers -> options.addAll(List.of("-cipher", ciphers)));
        opensslCiphersuites().ifPresent(suites -> options.addAll(List.of("-ciphersuites", suites)));
        opensslGroup().ifPresent(group -> options.addAll(List.of("-groups", group)));
        if (!order.protocols().isEmpty()) {
            options.addAll(List.of("-alpn", String.join(",", order.protocols())));
        }
        if (order.demand() != PeerSettings.Demand.NONE) {
            options.addAll(List.of(order.demand() == PeerSettings.Demand.MUST ? "-Verify" : "-verify", "2"));
            options.addAll(List.of("-verify_return_error", "-CAfile", identities.rootFile()));
        }
        OpensslServer server = OpensslServer.start(identities.directory(), options.toArray(String[]::new));
        return new Peer(server.port(), firstLine(openssl, "version"), server);
    }

    Peer nginx() throws IOException {
        String nginx = Prerequisites.program("nginx").toString();
        int port = LoopbackPort.free();
        String verify = switch (order.demand()) {
            case NONE -> "off";
            case WISH -> "optional";
            case MUST -> "on";
        };
        Path configuration = write("nginx-" + port + ".conf", """
                daemon off;
                master_process off;
                pid %1$s/nginx-%2$d.pid;
                error_log %1$s/nginx-%2$d.log;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s;
                  uwsgi_temp_path %1$s; scgi_temp_path %1$s;
                  server {
                    listen 127.0.0.1:%2$d ssl%3$s;
                    ssl_protocols %4$s;
                    ssl_certificate %5$s;
                    ssl_certificate_key %6$s;
                    ssl_verify_client %7$s;
                    ssl_client_certificate %8$s;
                    %9$s
                    location / { return 200 "verified: $ssl_client_verify"; }
                  }
                }
                """.formatted(
                identities.directory(),
                port,
                order.protocols().contains("h2") ? " http2" : "",
                order.version().equals("TLSv1.0") ? "TLSv1" : order.version(),
                identities.chain(order),
                identities.key(order),
                verify,
                identities.rootFile(),
                opensslCiphers().map(ciphers -> "ssl_ciphers " + ciphers + ";").orElse("")
                        + opensslCiphersuites()
                                .map(suites -> "ssl_conf_command Ciphersuites " + suites + ";")
                                .orElse("")
                        + opensslGroup()
                                .map(group -> "ssl_ecdh_curve " + group + ";")
                                .orElse("")));
        String startLog = identities.directory().resolve("nginx-start.log").toString();
        return started(port, firstLine(nginx, "-v"), nginx, "-e", startLog, "-c", configuration.toString());
    }

    Peer haproxy() throws IOException {
        String haproxy = Prerequisites.program("haproxy").toString();
        int port = LoopbackPort.free();
        StringBuilder bind = new StringBuilder("ssl crt " + identities.both(order));
        bind.append(" ssl-min-ver ")
                .append(order.version())
                .append(" ssl-max-ver ")
                .append(order.version());
        opensslCiphers().ifPresent(ciphers -> bind.append(" ciphers ").append(ciphers));
        opensslCiphersuites().ifPresent(suites -> bind.append(" ciphersuites ").append(suites));
        opensslGroup().ifPresent(group -> bind.append(" curves ").append(group));
        if (!order.protocols().isEmpty()) {
            bind.append(" alpn ").append(String.join(",", order.protocols()));
        }
        if (order.demand() != PeerSettings.Demand.NONE) {
            bind.append(order.demand() == PeerSettings.Demand.MUST ? " verify required" : " verify optional");
            bind.append(" ca-file ").append(identities.rootFile());
        }
        Path configuration = write("haproxy-" + port + ".cfg", """
                global
                  nbthread 1
                defaults
                  mode http
                  timeout connect 60s
                  timeout client 60s
                  timeout server 60s
                frontend peer
                  bind 127.0.0.1:%d %s
                  http-request return status 200 content-type text/plain lf-string "verified: %%[ssl_c_verify]"
                """.formatted(port, bind));
        return started(port, firstLine(haproxy, "-v"), haproxy, "-db", "-f", configuration.toString());
    }

    Peer gnutls() throws IOException {
        String serv = Prerequisites.program("gnutls-serv").toString();
        int port = LoopbackPort.free();
        List<String> command = new ArrayList<>(List.of(serv, "--http", "--port", String.valueOf(port)));
        command.addAll(List.of("--x509keyfile", identities.key(order), "--x509certfile", identities.chain(order)));
        command.addAll(List.of("--priority", gnutlsPriority()));
        order.protocols().forEach(protocol -> command.addAll(List.of("--alpn", protocol)));
        switch (order.demand()) {
            case NONE -> command.add("--disable-client-cert");
            case WISH -> command.addAll(List.of("--x509cafile", identities.rootFile()));
            case MUST ->
                command.addAll(List.of(
                        "--require-client-cert", "--verify-client-cert", "--x509cafile", identities.rootFile()));
        }
        return started(port, firstLine(serv, "--version"), command.toArray(String[]::new));
    }

    private String gnutlsPriority() {
        StringBuilder priority = new StringBuilder("NORMAL:-VERS-ALL:+VERS-");
        priority.append(order.version().replace("TLSv", "TLS"));
        order.suite().ifPresent(suite -> {
            String cipher = suite.replaceFirst(".*_(AES_[0-9]+_[A-Z]+|CHACHA20_POLY1305)_.*", "$1");
            priority.append(":-CIPHER-ALL:+").append(cipher.replace('_', '-')).append(":+SHA256");
        });
        order.group().ifPresent(group -> priority.append(":-GROUP-ALL:+GROUP-").append(group.toUpperCase(Locale.ROOT)));
        return priority.toString();
    }

    private Optional<String> opensslCiphers() {
        return order.isOld()
                ? Optional.of(ANY_STRENGTH)
                : order.suite().filter(_ -> !order.is13()).map(PeerSettings::inOpenssl);
    }

    private Optional<String> opensslCiphersuites() {
        return order.suite().filter(_ -> order.is13());
    }

    private Optional<String> opensslGroup() {
        return order.group().map(PeerSettings::groupInOpenssl);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(identities.directory().resolve(name), content);
    }

    private Peer started(int port, String name, String... command) throws IOException {
        return started(identities.directory(), port, name, command);
    }

    static Peer started(Path directory, int port, String name, String... command) throws IOException {
        Path log = directory.resolve("server-" + port + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            LoopbackPort.awaitListening(port, process);
        } catch (IOException notStarted) {
            process.destroyForcibly();
            throw new IOException(name + ": " + Files.readString(log), notStarted);
        }
        return new Peer(port, name, () -> {
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        });
    }

    static String firstLine(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines().findFirst().orElse(command[0]);
    }
}
