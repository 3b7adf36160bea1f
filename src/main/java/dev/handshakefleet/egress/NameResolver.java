package dev.handshakefleet.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.util.List;

/** Looks names up. A boundary to the outside, so that tests can answer for names that do not exist. */
@FunctionalInterface
public interface NameResolver {

    /**
     * Blocks until the resolver has answered; may take long.
     *
     * @param host a DNS name in its one form
     * @return its addresses, preferred first; never empty
     * @throws UnknownHostException when there is no answer or it has no address
     */
    List<InetAddress> lookUp(String host) throws UnknownHostException;

    /** The resolver of the operating system. Where {@link #withoutCache} came too late, the JDK's cache answers. */
    static NameResolver ofSystem() {
        return host -> List.of(InetAddress.getAllByName(host));
    }

    /**
     * Turns the JDK's own cache off for the whole process: a cached answer would be timed as if it were a lookup. To be
     * called before the process looks up its first name, because the JDK reads these properties once (see {@link
     * InetAddress}, "InetAddress Caching").
     */
    static void withoutCache() {
        Security.setProperty("networkaddress.cache.ttl", "0");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        Security.setProperty("networkaddress.cache.stale.ttl", "0");
    }
}
