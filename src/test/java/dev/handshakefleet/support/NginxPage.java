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

    private final Nginx nginx;
    private final int port;

    private NginxPage(Nginx nginx, int port) {
        this.nginx = nginx;
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
        int port = LoopbackPort.free();
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("chain.pem"), identity.chainPem());
        Files.writeString(directory.resolve("key.pem"), identity.keyPem());
        Files.writeString(directory.resolve("clients.pem"), LocalIdentity.pem(List.of(clientRoot.certificate())));
        String server = """
                listen 127.0.0.1:%2$d ssl http2;
                ssl_certificate %1$s/chain.pem;
                ssl_certificate_key %1$s/key.pem;
                ssl_client_certificate %1$s/clients.pem;
                ssl_verify_client on;
                ssl_protocols TLSv1.2 TLSv1.3;
                location / { return 200 "hello"; }
                """.formatted(directory, port);
        return new NginxPage(Nginx.start(directory, server, port), port);
    }

    /** @return its port */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        nginx.close();
    }
}
