package dev.handshakefleet.egress;

import dev.handshakefleet.base.Deadline;

/**
 * Looks up the addresses of a DNS name. An interface, so that tests can answer for names that do not exist.
 * Implementations are thread-safe and keep no answer: every call asks again.
 */
@FunctionalInterface
public interface NameResolver {

    /**
     * Looks up the addresses of one family. Blocks until there is an answer or the deadline has passed.
     *
     * @param host a DNS name in its normalised form
     */
    NameAnswer lookUp(String host, IpFamily family, Deadline deadline);

    /**
     * Loads the code of {@link #ofSystem} by some lookups over loopback, so that the first measured one does not pay for it.
     * Takes a tenth of a second on the JVM.
     */
    static void warmUp() {
        DnsResolver.warmUp();
    }

    /** @return the resolver by the settings of this machine, see {@link DnsResolver} */
    static NameResolver ofSystem() {
        return DnsResolver.ofSystem();
    }
}
