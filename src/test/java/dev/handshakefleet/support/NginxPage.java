package dev.handshakefleet.support;

import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * nginx on loopback with a single page, by HTTP/1.1 and HTTP/2, TLS 1.2 and 1.3. It wants a client certificate. A test is skipped
 * if nginx is not installed.
 */
public final class NginxPage implements AutoCloseable {

    private final Process process;
    private final int port;

    private NginxPage(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param identity presented as it is
     * @param clientRoot issues the certificates of its clients
     * @param directory for its files; it is made
     */
    public static NginxPage start(LocalIdentity identity, LocalIdentity clientRoot, Path directory) throws IOException {
        Path program = Prerequisites.program("nginx");
        int port = LoopbackPort.free();
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("chain.pem"), identity.chainPem());
        Files.writeString(directory.resolve("key.pem"), identity.keyPem());
        Files.writeString(directory.resolve("clients.pem"), LocalIdentity.pem(List.of(clientRoot.certificate())));
        String owner = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        Path configuration = Files.writeString(directory.resolve("nginx.conf"), """
                %1$s
                daemon off;
                master_process off;
                pid %2$s/pid;
                error_log %2$s/error.log;
                events { worker_connections 64; }
                http {
                  access_log off;
                  client_body_temp_path %2$s/t1; proxy_temp_path %2$s/t2; fastcgi_temp_path %2$s/t3;
                  uwsgi_temp_path %2$s/t4; scgi_temp_path %2$s/t5;
                  server {
                    listen 127.0.0.1:%3$d ssl http2;
                    ssl_certificate %2$s/chain.pem;
                    ssl_certificate_key %2$s/key.pem;
                    ssl_client_certificate %2$s/clients.pem;
                    ssl_verify_client on;
                    ssl_protocols TLSv1.2 TLSv1.3;
                    location / { return 200 "hello"; }
                  }
                }
                """.formatted(owner, directory, port));
        Process process = new ProcessBuilder(
                        program.toString(), "-p", directory.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        NginxPage page = new NginxPage(process, port);
        try {
            LoopbackPort.awaitListening(port, process);
        } catch (IOException tooLate) {
            page.close();
            throw tooLate;
        }
        return page;
    }

    /** @return its port */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
