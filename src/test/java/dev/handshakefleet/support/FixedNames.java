package dev.handshakefleet.support;

import dev.handshakefleet.egress.IpFamily;
import dev.handshakefleet.egress.NameAnswer;
import dev.handshakefleet.egress.NameResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Names that a test answers itself. */
public final class FixedNames {

    private FixedNames() {}

    /** The addresses of a name. An {@link UnknownHostException} has the response code as its message. */
    @FunctionalInterface
    public interface Answers {

        /** Returns the addresses of a name. */
        List<InetAddress> of(String host) throws UnknownHostException;
    }

    /** @return a resolver that asks {@code answers} for IPv4, and knows no IPv6 address */
    public static NameResolver ipv4(Answers answers) {
        return (host, family, deadline) ->
                family == IpFamily.IPV4 ? answer(answers, host) : NameAnswer.without(NameAnswer.NODATA);
    }

    /** @return a resolver with the same addresses for every name */
    public static NameResolver always(String... literals) {
        List<InetAddress> all =
                List.of(literals).stream().map(InetAddress::ofLiteral).toList();
        return (host, family, deadline) -> NameAnswer.of(all, family).withTook(Duration.ofNanos(1_000));
    }

    private static NameAnswer answer(Answers answers, String host) {
        long start = System.nanoTime();
        try {
            List<InetAddress> addresses = answers.of(host);
            return new NameAnswer(NameAnswer.NOERROR, addresses, Duration.ofNanos(System.nanoTime() - start));
        } catch (UnknownHostException missing) {
            return NameAnswer.without(missing.getMessage()).withTook(Duration.ofNanos(System.nanoTime() - start));
        }
    }
}
