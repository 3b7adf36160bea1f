package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** A server of TLS 1.2 that asks for a renegotiation when it has read the request, as IIS does for a client certificate. */
class RenegotiationIT {

    private static final char[] PASSWORD = "none".toCharArray();

    @Test
    void renegotiationIsNamedAsTheCauseOfTheFailedExchange() throws Exception {
        try (SSLServerSocket listener = (SSLServerSocket)
                context().getServerSocketFactory().createServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
            listener.setEnabledProtocols(new String[] {"TLSv1.2"});
            Thread.ofVirtual().start(() -> serve(listener));
            Prober prober = new Prober(
                    NameResolver.ofSystem(),
                    EgressPolicy.anyAddress(),
                    Probes.PATIENT,
                    Engine.cold(),
                    ClientIdentities.none(),
                    Clock.systemUTC());

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

    private static SSLContext context() throws GeneralSecurityException {
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
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
