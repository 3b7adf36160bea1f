package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.support.LocalhostIdentity;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.net.InetAddress;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** A server of TLS 1.2 that asks for a renegotiation when it has read the request, as IIS does for a client certificate. */
class RenegotiationIT {

    @Test
    void renegotiationIsNamedAsTheCauseOfTheFailedExchange() throws Exception {
        try (SSLServerSocket listener = (SSLServerSocket) LocalhostIdentity.issued()
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            listener.setEnabledProtocols(new String[] {"TLSv1.2"});
            Thread.ofVirtual().start(() -> serve(listener));
            Prober prober = Probers.patient(NameResolver.ofSystem(), Engine.cold());

            ProbeResult result = prober.probe(new TargetReader(TargetDefaults.BUILT_IN)
                            .read("https://localhost:" + listener.getLocalPort() + "/private"))
                    .getFirst();

            Failure failure = result.failure().orElseThrow();
            assertThat(failure.cause()).isEqualTo(Failure.Cause.RENEGOTIATION);
            assertThat(failure.phase().failureLabel()).isEqualTo("http");
            assertThat(failure.detail()).contains("The server asked for a renegotiation of TLS (HelloRequest)");
        }
    }

    private static void serve(SSLServerSocket listener) {
        try (SSLSocket connection = (SSLSocket) listener.accept()) {
            int _ = connection.getInputStream().read(new byte[4096]);
            connection.setNeedClientAuth(true);
            connection.startHandshake();
            int _ = connection.getInputStream().read(new byte[4096]);
        } catch (IOException refused) {
            // The client refuses a renegotiation.
        }
    }
}
