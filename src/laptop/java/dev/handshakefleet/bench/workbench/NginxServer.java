package dev.handshakefleet.bench.workbench;

import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * nginx on loopback, TLS 1.3, one port a kind of key. Each chain is a leaf and an intermediate, as public servers send it.
 *
 * @param process the master process
 * @param ecdsaPort where it presents an ECDSA P-256 key
 * @param rsaPort where it presents an RSA key of 2,048 bits
 * @param rootFile PEM of the root of the ECDSA key's chain
 */
public record NginxServer(Process process, int ecdsaPort, int rsaPort, Path rootFile) {

    /** What the bench needs of it. */
    public ServerPorts ports() {
        return new ServerPorts("nginx", ecdsaPort, OptionalInt.of(rsaPort), Optional.of(rootFile));
    }

    /** Starts it and waits until it listens. */
    public static NginxServer start(ChildProcesses processes, Path program) throws IOException {
        Path directory = Files.createDirectory(processes.directory().resolve("nginx"));
        int ecdsaPort = LoopbackPort.free();
        int rsaPort = LoopbackPort.free();
        Path rootFile = writeIdentity(directory, "ecdsa", KeyKind.EC_P256);
        Path _ = writeIdentity(directory, "rsa", KeyKind.RSA_2048);
        Path configuration =
                Files.writeString(directory.resolve("nginx.conf"), configuration(directory, ecdsaPort, rsaPort));
        Path log = directory.resolve("start.log");
        Process process = processes.start(
                ProcessBuilder.Redirect.DISCARD,
                log,
                List.of(
                        program.toString(),
                        "-p",
                        directory.toString(),
                        "-c",
                        configuration.toString(),
                        "-g",
                        "daemon off;"));
        try {
            LoopbackPort.awaitListening(ecdsaPort, process);
            LoopbackPort.awaitListening(rsaPort, process);
        } catch (IOException notStarted) {
            processes.stop(process);
            throw new IOException("nginx does not start: " + ChildProcesses.endOf(log), notStarted);
        }
        return new NginxServer(process, ecdsaPort, rsaPort, rootFile);
    }

    /** @return the file of its root */
    private static Path writeIdentity(Path directory, String name, KeyKind kind) throws IOException {
        LocalIdentity root = LocalAuthority.root("Bench Root").key(kind).selfSigned();
        LocalIdentity authority =
                LocalAuthority.intermediate("Bench CA 1").key(kind).issuedBy(root);
        LocalIdentity server = LocalAuthority.leaf(ProberUnderTest.SERVER_NAME)
                .key(kind)
                .dns(ProberUnderTest.SERVER_NAME)
                .dns("*.bench.test")
                .ip("127.0.0.1")
                .issuedBy(authority);
        Files.writeString(directory.resolve(name + ".key"), server.keyPem());
        Files.writeString(directory.resolve(name + ".crt"), server.chainPem());
        return Files.writeString(directory.resolve(name + "-root.pem"), LocalIdentity.pem(List.of(root.certificate())));
    }

    private static String configuration(Path directory, int ecdsaPort, int rsaPort) {
        return """
                pid nginx.pid;
                error_log stderr crit;
                worker_processes 2;
                worker_rlimit_nofile 8192;
                events { worker_connections 4096; }
                http {
                    access_log off;
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    ssl_protocols TLSv1.3;
                    ssl_session_cache off;
                """ + server(directory, ecdsaPort, "ecdsa") + server(directory, rsaPort, "rsa") + "}\n";
    }

    private static String server(Path directory, int port, String name) {
        return """
                    server {
                        listen 127.0.0.1:%d ssl backlog=4096;
                        ssl_certificate %s;
                        ssl_certificate_key %s;
                        location / { return 200 "ok"; }
                    }
                """.formatted(port, directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
    }
}
