package dev.handshakefleet.inquiry.download;

import dev.handshakefleet.base.AddressText;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.HostName;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.certificate.DownloadFailedException;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.IpFamily;
import dev.handshakefleet.egress.NameAnswer;
import dev.handshakefleet.egress.NameResolver;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Resolves the host of a download and judges its addresses. Blocks as long as the resolver does. */
final class AllowedAddresses {

    /** The bound gives each address its share of the time. */
    private static final int MOST = 4;

    private AllowedAddresses() {}

    /**
     * @return one address or more, preferred first
     * @throws DownloadFailedException when the name has none, or none that may be connected to
     */
    static List<InetAddress> of(DownloadAddress address, NameResolver names, EgressPolicy policy, Deadline deadline)
            throws DownloadFailedException {
        List<InetAddress> all = lookUp(address, names, deadline);
        List<InetAddress> allowed =
                all.stream().filter(policy::allows).distinct().limit(MOST).toList();
        if (allowed.isEmpty()) {
            throw refused(address, all.getFirst(), policy);
        }
        return allowed;
    }

    /** IPv6 is looked up only where the name has no IPv4 address. */
    private static List<InetAddress> lookUp(DownloadAddress address, NameResolver names, Deadline deadline)
            throws DownloadFailedException {
        Optional<InetAddress> literal = HostName.literal(address.host());
        if (literal.isPresent()) {
            return List.of(literal.get());
        }
        NameAnswer ipv4 = names.lookUp(address.host(), IpFamily.IPV4, deadline);
        if (!ipv4.addresses().isEmpty()) {
            return ipv4.addresses();
        }
        NameAnswer ipv6 = names.lookUp(address.host(), IpFamily.IPV6, deadline);
        if (ipv6.addresses().isEmpty()) {
            throw new DownloadFailedException("the name %s was not found (A: %s, AAAA: %s)"
                    .formatted(address.shownHost(), ipv4.code(), ipv6.code()));
        }
        return ipv6.addresses();
    }

    private static DownloadFailedException refused(
            DownloadAddress address, InetAddress candidate, EgressPolicy policy) {
        String reason = policy.refusal(candidate).orElseThrow();
        String literal = AddressText.of(candidate);
        String what = literal.equals(address.host()) ? literal : address.shownHost() + " (" + literal + ")";
        return new DownloadFailedException(
                SafeText.line(what + " was not connected to: " + reason, Download.LONGEST_REASON));
    }
}
