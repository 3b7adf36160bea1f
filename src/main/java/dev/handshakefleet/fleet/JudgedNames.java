package dev.handshakefleet.fleet;

import dev.handshakefleet.probe.EgressPolicy;
import dev.handshakefleet.probe.NameResolver;
import dev.handshakefleet.target.HostName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/** Gives the HTTP client only addresses that may be connected to. Lives for one download. */
final class JudgedNames implements DnsResolver {

    private final NameResolver names;
    private final EgressPolicy policy;
    private volatile Optional<String> refusal = Optional.empty();

    JudgedNames(NameResolver names, EgressPolicy policy) {
        this.names = names;
        this.policy = policy;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        Optional<InetAddress> literal = HostName.literal(HostName.parse("host", host));
        List<InetAddress> all = literal.isPresent() ? List.of(literal.get()) : names.lookUp(host);
        List<InetAddress> allowed = new ArrayList<>();
        for (InetAddress address : all) {
            Optional<String> why = policy.refusal(address);
            if (why.isEmpty()) {
                allowed.add(address);
            } else {
                refusal = Optional.of(address.getHostAddress() + " was not connected to: " + why.get());
            }
        }
        if (allowed.isEmpty()) {
            throw new UnknownHostException(host);
        }
        refusal = Optional.empty();
        return allowed.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** @return why no address was left; empty where one was, or none was looked up yet */
    Optional<String> refusal() {
        return refusal;
    }
}
