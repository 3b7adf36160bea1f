package dev.handshakefleet.probe;

import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.support.Probes;
import java.net.InetAddress;
import java.time.Clock;
import java.util.function.Predicate;

/** Probers with parts that only tests replace. */
public final class Probers {

    private Probers() {}

    /** @return a prober of a machine with these routes */
    public static Prober routing(NameResolver names, Engine engine, Predicate<InetAddress> routed) {
        return new Prober(
                names,
                EgressPolicy.anyAddress(),
                Probes.PATIENT,
                engine,
                ClientIdentities.none(),
                Clock.systemUTC(),
                routed);
    }
}
