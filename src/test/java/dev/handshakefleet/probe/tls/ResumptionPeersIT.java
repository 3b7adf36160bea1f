package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackPort;
import dev.handshakefleet.support.OpensslServer;
import dev.handshakefleet.support.Prerequisites;
import dev.handshakefleet.target.TlsOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Resumption with servers of other makes: nginx, GnuTLS, Go and the JDK. Each is skipped where it is not installed. In TLS
 * 1.2 nginx sends a fresh ticket whenever it resumes, so that renewal is tested besides.
 */
class ResumptionPeersIT {

    @TempDir
    private static Path directory;

    private static LocalIdentity identity;

    private final List<AutoCloseable> running = new ArrayList<>();

    @BeforeAll
    static void anIdentityForTheServers() throws IOException {
        identity = LocalAuthority.leaf("localhost")
                .key(KeyKind.RSA_2048)
                .dns("localhost")
                .issuedBy(LocalAuthority.root("Root").selfSigned());
        Files.writeString(directory.resolve("key.pem"), identity.keyPem());
        Files.writeString(directory.resolve("chain.pem"), identity.chainPem());
    }

    @AfterEach
    void stopServers() throws Exception {
        for (AutoCloseable server : running) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void nginxResumes(String version) throws IOException {
        for (String tickets : List.of("on", "off")) {
            int port = nginx(version, tickets);

            SocketHandshake second = resumed(port, version);

            assertThat(second.answer()).contains("session r");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void gnutlsResumes(String version) throws IOException {
        String serv = Prerequisites.program("gnutls-serv").toString();
        int port = LoopbackPort.free();
        start(
                port,
                serv,
                "--http",
                "--port",
                String.valueOf(port),
                "--x509keyfile",
                file("key.pem"),
                "--x509certfile",
                file("chain.pem"));

        assertThat(resumed(port, version).received()).doesNotContain("certificate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void goResumes(String version) throws IOException {
        String go = Prerequisites.program("go").toString();
        Path source = Files.writeString(directory.resolve("server.go"), """
                package main

                import (
                	"crypto/tls"
                	"fmt"
                	"os"
                )

                func main() {
                	pair, err := tls.LoadX509KeyPair(os.Args[1], os.Args[2])
                	if err != nil {
                		panic(err)
                	}
                	config := &tls.Config{Certificates: []tls.Certificate{pair}}
                	listener, err := tls.Listen("tcp", "127.0.0.1:"+os.Args[3], config)
                	if err != nil {
                		panic(err)
                	}
                	for {
                		conn, err := listener.Accept()
                		if err != nil {
                			panic(err)
                		}
                		session := conn.(*tls.Conn)
                		if _, err := session.Read(make([]byte, 64)); err == nil {
                			fmt.Fprintf(session, "resumed: %v", session.ConnectionState().DidResume)
                		}
                		session.Close()
                	}
                }
                """);
        String binary = file("server");
        assumeTrue(
                OpensslServer.run(
                        "env",
                        "HOME=" + directory,
                        "GOCACHE=" + directory.resolve("cache"),
                        "GOFLAGS=",
                        go,
                        "build",
                        "-o",
                        binary,
                        source.toString()),
                "go does not build the server of the test");
        int port = LoopbackPort.free();
        start(port, binary, file("chain.pem"), file("key.pem"), String.valueOf(port));

        assertThat(resumed(port, version).answer()).isEqualTo("resumed: true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theJdkResumes(String version) throws IOException {
        SSLContext context = identity.serverContext();
        SSLServerSocket listener = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        running.add(listener);
        Thread.ofVirtual().start(() -> serve(listener));

        assertThat(resumed(listener.getLocalPort(), version).received()).doesNotContain("certificate");
    }

    private static void serve(SSLServerSocket listener) {
        while (!listener.isClosed()) {
            try (SSLSocket socket = (SSLSocket) listener.accept()) {
                byte[] request = socket.getInputStream().readNBytes(8);
                assertThat(request).hasSize(8);
                socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException overOrBroken) {
                // The client under test reports the failure.
            }
        }
    }

    /** A full handshake and three resumed ones, each with the ticket or session of the one before. */
    private static SocketHandshake resumed(int port, String version) throws IOException {
        TlsOffer offer = new TlsOffer(
                TlsOffer.Profile.BROWSER, List.of(version), List.of(), List.of(), Optional.of(List.of("http/1.1")));
        SocketHandshake shake = SocketHandshake.with(port, offer).succeeded();
        assertThat(shake.received()).contains("certificate");
        for (int turn = 0; turn < 3; turn++) {
            assertThat(shake.session()).isPresent();
            shake = SocketHandshake.with(port, offer, Optional.empty(), shake.session())
                    .succeeded();
            assertThat(shake.client().resumed()).isTrue();
            assertThat(shake.received()).doesNotContain("certificate");
        }
        return shake;
    }

    private int nginx(String version, String tickets) throws IOException {
        String nginx = Prerequisites.program("nginx").toString();
        int port = LoopbackPort.free();
        Path configuration = Files.writeString(
                directory.resolve("nginx-" + port + ".conf"), """
                daemon off;
                pid %1$s/nginx-%2$d.pid;
                error_log %1$s/nginx-%2$d.log;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s;
                  uwsgi_temp_path %1$s; scgi_temp_path %1$s;
                  ssl_session_cache shared:probe%2$d:1m;
                  ssl_session_tickets %4$s;
                  server {
                    listen 127.0.0.1:%2$d ssl;
                    ssl_protocols %3$s;
                    ssl_certificate %1$s/chain.pem;
                    ssl_certificate_key %1$s/key.pem;
                    location / { return 200 "session $ssl_session_reused"; }
                  }
                }
                """.formatted(directory, port, version, tickets));
        start(port, nginx, "-e", file("nginx-start.log"), "-c", configuration.toString());
        return port;
    }

    private void start(int port, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server-" + port + ".log").toFile())
                .start();
        running.add(process::destroy);
        LoopbackPort.awaitListening(port, process);
    }

    private static String file(String name) {
        return directory.resolve(name).toString();
    }
}
