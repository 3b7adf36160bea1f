package dev.handshakefleet.certificate;

import dev.handshakefleet.base.AddressText;
import dev.handshakefleet.base.SafeText;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The DNS names and IP addresses of a subject alternative name (RFC 5280, 4.2.1.6), as written. All other kinds of name
 * are left out; a malformed extension holds none.
 */
public final class SubjectNames {

    private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int IPV6_BYTES = 16;
    private static final int NO_SCOPE = -1;
    private static final int LONGEST_SHOWN = 253;

    private final List<String> dnsNames;
    private final List<InetAddress> addresses;

    private SubjectNames(List<String> dnsNames, List<InetAddress> addresses) {
        this.dnsNames = dnsNames;
        this.addresses = addresses;
    }

    public static SubjectNames of(X509Certificate certificate) {
        List<DerElement> names = DerElement.allOfExtension(certificate, SUBJECT_ALTERNATIVE_NAME);
        return new SubjectNames(
                names.stream()
                        .filter(name -> name.tag() == DNS_NAME)
                        .map(name -> new String(name.bytes(), StandardCharsets.ISO_8859_1))
                        .toList(),
                names.stream()
                        .filter(name -> name.tag() == IP_ADDRESS)
                        .map(name -> address(name.bytes()))
                        .flatMap(Optional::stream)
                        .toList());
    }

    public List<String> dnsNames() {
        return dnsNames;
    }

    public List<InetAddress> addresses() {
        return addresses;
    }

    /** @return at most {@code most} names, fit to be shown, DNS names first */
    List<String> shown(int most) {
        return Stream.concat(dnsNames.stream(), addresses.stream().map(AddressText::of))
                .limit(most)
                .map(name -> SafeText.line(name, LONGEST_SHOWN))
                .toList();
    }

    private static Optional<InetAddress> address(byte[] bytes) {
        try {
            // Sixteen bytes stay IPv6. The JDK would turn ::ffff:10.0.0.1 into 10.0.0.1, which is not in the
            // certificate.
            return Optional.of(
                    bytes.length == IPV6_BYTES
                            ? Inet6Address.getByAddress(null, bytes, NO_SCOPE)
                            : InetAddress.getByAddress(bytes));
        } catch (UnknownHostException neither4nor16bytes) {
            return Optional.empty();
        }
    }
}
