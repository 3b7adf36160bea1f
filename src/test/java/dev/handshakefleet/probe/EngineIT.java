package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.probe.net.Links;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.tls.Handshaker;
import dev.handshakefleet.support.FreshClassLoader;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class EngineIT {

    private static final String IMAGE_CODE = "org.graalvm.nativeimage.imagecode";

    @Test
    void jvmIsWarmedUp() throws Exception {
        assertThat(classesOfAWarmEngine()).contains("dev.handshakefleet.probe.tls.WarmUp");
    }

    @Test
    void nativeExecutableIsNotWarmedUp() throws Exception {
        System.setProperty(IMAGE_CODE, "runtime");
        try {
            assertThat(classesOfAWarmEngine())
                    .contains("dev.handshakefleet.probe.tls.Handshaker")
                    .doesNotContain("dev.handshakefleet.probe.tls.WarmUp", "dev.handshakefleet.egress.ResolverWarmUp");
        } finally {
            System.clearProperty(IMAGE_CODE);
        }
    }

    /** On a JVM the opening links foreign calls, which takes longer than a handshake. */
    @Test
    void connectionsAreOpenedBeforeTheProbeBegins() {
        Queue<String> events = new ConcurrentLinkedQueue<>();
        Links links = Links.open();
        Engine engine = new Engine(
                () -> {
                    events.add("opened");
                    return links;
                },
                new Handshaker());
        Prober prober = new Prober(
                NameResolver.ofSystem(),
                EgressPolicy.anyAddress(),
                Probes.PATIENT,
                engine,
                ClientIdentities.none(),
                () -> {
                    events.add("begun");
                    return Clock.systemUTC().instant();
                });
        try (links;
                LoopbackServer server = LoopbackServer.tls(
                        LocalAuthority.leaf("leaf")
                                .dns("localhost")
                                .issuedBy(LocalAuthority.root("Root").selfSigned()),
                        "TLSv1.3")) {
            ProbeResult result = prober.probe(
                            new TargetReader(TargetDefaults.BUILT_IN).read("localhost:" + server.port()))
                    .getFirst();

            assertThat(result.failure()).isEmpty();
        }
        assertThat(events).startsWith("opened", "begun");
    }

    private static List<String> classesOfAWarmEngine() throws Exception {
        try (FreshClassLoader fresh = FreshClassLoader.ofAll()) {
            Object _ = fresh.loadClass("dev.handshakefleet.probe.Engine")
                    .getMethod("warm")
                    .invoke(null);
            return fresh.asked();
        }
    }
}
