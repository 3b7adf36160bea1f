package dev.handshakefleet.egress;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * The answer to one lookup of a name in one family of addresses.
 *
 * @param code {@link #NOERROR}, {@link #NODATA}, {@link #TIMEOUT}, {@link #UNREACHABLE}, or the response code of the name
 *     server by its IANA name, such as {@code NXDOMAIN}, {@code SERVFAIL} or {@code REFUSED}
 * @param addresses the addresses in the order of the answer; empty unless the code is {@link #NOERROR}
 * @param took the time between the call of the resolver and its answer
 */
public record NameAnswer(String code, List<InetAddress> addresses, Duration took) {

    /** The name has addresses of the family. */
    public static final String NOERROR = "NOERROR";

    /** The name exists and has no address of the family (RFC 2308, 2.2). */
    public static final String NODATA = "NODATA";

    /** The name does not exist (RFC 2308, 2.1). */
    public static final String NXDOMAIN = "NXDOMAIN";

    /** No name server answered in time. */
    public static final String TIMEOUT = "TIMEOUT";

    /** No name server could be reached, or its answer could not be read. */
    public static final String UNREACHABLE = "UNREACHABLE";

    public NameAnswer {
        addresses = List.copyOf(addresses);
    }

    /** @return the answer that took no time of a resolver that knows these addresses of the name, of both families */
    public static NameAnswer of(List<InetAddress> all, IpFamily family) {
        List<InetAddress> addresses =
                all.stream().filter(address -> IpFamily.of(address) == family).toList();
        return new NameAnswer(addresses.isEmpty() ? NODATA : NOERROR, addresses, Duration.ZERO);
    }

    /** @return an answer without addresses that took no time */
    public static NameAnswer without(String code) {
        return new NameAnswer(code, List.of(), Duration.ZERO);
    }

    /** @return the same answer after another time */
    public NameAnswer withTook(Duration other) {
        return new NameAnswer(code, addresses, other);
    }

    /** @return whether the name servers know that the name has no address of the family */
    public boolean isKnownToBeEmpty() {
        return code.equals(NXDOMAIN) || code.equals(NODATA);
    }
}
