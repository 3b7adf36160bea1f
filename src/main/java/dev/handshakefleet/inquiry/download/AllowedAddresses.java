package dev.handshakefleet.inquiry.download;

import dev.handshakefleet.base.HostName;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.certificate.DownloadFailedException;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** Resolves the host of a download and judges its addresses. Blocks as long as the resolver does. */
final class AllowedAddresses {

    /** The bound gives each address its share of the time. */
    private static final int MOST = 4;

    private static final int LONGEST_REASON = 60;

    private AllowedAddresses() {}

    /**
     * @return one address or more, preferred first
     * @throws DownloadFailedException when the name has none, or none that may be connected to
     */
    static List<InetAddress> of(DownloadAddress address, NameResolver names, EgressPolicy policy)
            throws DownloadFailedException {
        List<InetAddress> all = lookUp(address, names);
        List<InetAddress> allowed = all.stream()
                .filter(candidate -> policy.refusal(candidate).isEmpty())
                .distinct()
                .limit(MOST)
                .toList();
        if (allowed.isEmpty()) {
            throw refused(address, all.getFirst(), policy);
        }
        return allowed;
    }

    private static List<InetAddress> lookUp(DownloadAddress address, NameResolver names)
            throws DownloadFailedException {
        Optional<InetAddress> literal = HostName.literal(address.host());
        if (literal.isPresent()) {
            return List.of(literal.get());
        }
        try {
            return names.lookUp(address.host());
        } catch (UnknownHostException notFound) {
            throw new DownloadFailedException(
                    "the name " + address.shownHost() + " was not found" + reason(address, notFound));
        }
    }

    /** The JDK puts the name in front of the resolver's message, or gives only the name. */
    private static String reason(DownloadAddress address, UnknownHostException notFound) {
        String message = String.valueOf(notFound.getMessage()).replace(address.host(), "");
        String reason = message.startsWith(": ") ? message.substring(2) : "";
        return reason.isBlank() ? "" : " (" + SafeText.line(reason, LONGEST_REASON) + ")";
    }

    private static DownloadFailedException refused(
            DownloadAddress address, InetAddress candidate, EgressPolicy policy) {
        String reason = policy.refusal(candidate).orElseThrow();
        String literal = candidate.getHostAddress();
        String what = literal.equals(address.host()) ? literal : address.shownHost() + " (" + literal + ")";
        return new DownloadFailedException(
                SafeText.line(what + " was not connected to: " + reason, Download.LONGEST_REASON));
    }
}
