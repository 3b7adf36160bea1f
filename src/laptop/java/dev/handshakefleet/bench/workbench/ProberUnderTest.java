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

/** The measured prober, assembled as in the command. */
final class ProberUnderTest {

    /** The name in the certificates of the bench; sent as SNI. */
    static final String SERVER_NAME = "localhost";

    private ProberUnderTest() {}

    /** A warmed engine, as every entry point of the program uses it. */
    static Prober warm() {
        return prober(Engine.warm());
    }

    /** A cold engine. */
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
