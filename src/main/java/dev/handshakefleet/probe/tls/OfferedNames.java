package dev.handshakefleet.probe.tls;

import dev.handshakefleet.target.CipherSuites;
import dev.handshakefleet.target.NamedGroups;
import java.util.List;
import java.util.Optional;

/**
 * The names of all that a ClientHello offers. Immutable.
 *
 * @param versions such as {@code TLSv1.3}
 * @param ciphers IANA names of cipher suites
 * @param groups IANA names of key exchange groups
 * @param protocols ALPN protocols
 */
public record OfferedNames(List<String> versions, List<String> ciphers, List<String> groups, List<String> protocols) {

    static OfferedNames of(ClientOffer offer) {
        return new OfferedNames(
                offer.versions(),
                offer.suites().stream()
                        .map(CipherSuites::name)
                        .flatMap(Optional::stream)
                        .toList(),
                offer.groups().stream()
                        .map(NamedGroups::name)
                        .flatMap(Optional::stream)
                        .toList(),
                offer.protocols());
    }
}
