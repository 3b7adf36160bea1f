package dev.handshakefleet.egress;

import dev.handshakefleet.support.NameServer;
import java.nio.file.Path;
import java.util.List;

/** The real resolver with a name server of a test. */
public final class DnsResolvers {

    private DnsResolvers() {}

    /** @return a resolver that asks this server and knows no hosts file */
    public static NameResolver of(NameServer server) {
        return new DnsResolver(
                Path.of("no-such-hosts-file"), () -> new ResolverSettings(List.of(server.address()), List.of(), 1));
    }
}
