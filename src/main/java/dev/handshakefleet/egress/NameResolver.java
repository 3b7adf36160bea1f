package dev.handshakefleet.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.List;

/**
 * Looks up the addresses of a DNS name. An interface, so that tests can answer for names that do not exist.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface NameResolver {

    /**
     * Looks up a name. Blocks until the resolver has answered, which can take many seconds.
     *
     * @param host a DNS name in its normalised form
     * @return the addresses in the resolver's order of preference; never empty
     * @throws UnknownHostException if there is no answer or the name has no address
     */
    List<InetAddress> lookUp(String host) throws UnknownHostException;

    /**
     * The resolver of the operating system. It uses the JDK's cache unless {@link #withoutCache} was called in time.
     */
    static NameResolver ofSystem() {
        return host -> List.of(InetAddress.getAllByName(host));
    }

    /**
     * Turns off the JDK's own DNS cache for the whole process, because a cached answer would be timed as if it were a
     * lookup. Call it before the first lookup of the process: the JDK reads these properties once (see {@link
     * InetAddress}, "InetAddress Caching").
     */
    static void withoutCache() {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        Security.setProperty("networkaddress.cache.stale.ttl", "0");
    }
}
