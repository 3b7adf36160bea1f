package dev.handshakefleet.probe;

import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.support.Probes;
import java.net.InetAddress;
import java.time.Clock;
import java.util.function.Predicate;

/** Probers of tests. */
public final class Probers {

    private Probers() {}

    /** @return a prober of every address, for probes that must succeed; on a busy machine any phase can take long */
    public static Prober patient(NameResolver names, Engine engine) {
        return new Prober(
                names, EgressPolicy.anyAddress(), Probes.PATIENT, engine, ClientIdentities.none(), Clock.systemUTC());
    }

    /** @return such a prober of a machine with these routes for IPv6 */
    public static Prober routing(NameResolver names, Engine engine, Predicate<InetAddress> routed) {
        return new Prober(
                names,
                EgressPolicy.anyAddress(),
                Probes.PATIENT,
                engine,
                ClientIdentities.none(),
                Clock.systemUTC(),
                HostPlaces.unbounded(),
                routed);
    }
}
