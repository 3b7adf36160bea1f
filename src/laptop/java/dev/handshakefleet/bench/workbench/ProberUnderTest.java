package dev.handshakefleet.bench.workbench;

import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.probe.ClientIdentities;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.probe.Prober;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import java.time.Clock;

/** What is measured, put together as the command puts it together. */
final class ProberUnderTest {

    /** The name that the certificates of the bench are for; sent as SNI. */
    static final String SERVER_NAME = "localhost";

    private ProberUnderTest() {}

    /** An engine that has warmed itself, as every door of the program uses it. */
    static Prober warm() {
        return prober(Engine.warm());
    }

    /** An engine that has done nothing yet. */
    static Prober cold() {
        return prober(Engine.cold());
    }

    /** A target without name lookup: a literal address, the server name apart. */
    static Target target(String address, int port) {
        return Target.ofDefaults(address, port, TargetDefaults.BUILT_IN).withServerName(SERVER_NAME);
    }

    private static Prober prober(Engine engine) {
        return new Prober(
                NameResolver.ofSystem(),
                EgressPolicy.anyAddress(),
                ProbeLimits.DEFAULT,
                engine,
                ClientIdentities.none(),
                Clock.systemUTC());
    }
}
