package dev.handshakefleet.egress;

import dev.handshakefleet.base.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * A stub resolver (RFC 1123, 6.1.3.1) by dnsjava. It asks as the C library does: the hosts file first, then the name servers
 * of resolv.conf(5) in their order, twice each, with its search path. A server that answers SERVFAIL, REFUSED or another
 * error is followed by the next one.
 *
 * <p>The resolver of the JDK cannot be used here. It keeps negative answers, it cannot look up one family alone, and it
 * hides the response code. This one keeps nothing. It does not read nsswitch.conf(5): other sources of names, such as
 * mDNS, do not count. Thread-safe.
 */
final class DnsResolver implements NameResolver {

    private static final Path HOSTS = Path.of("/etc/hosts");
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    /** RES_DFLRETRY of resolv.conf(5). */
    private static final int ATTEMPTS = 2;

    /** EDNS is not offered, as the C library does not by default: some name servers cannot answer it. */
    private static final int WITHOUT_EDNS = -1;

    private static final String LOCALHOST = "localhost";

    private final Path hosts;
    private final Supplier<ResolverSettings> settings;

    DnsResolver(Path hosts, Supplier<ResolverSettings> settings) {
        this.hosts = hosts;
        this.settings = settings;
    }

    static DnsResolver ofSystem() {
        return new DnsResolver(HOSTS, () -> ResolverSettings.read(RESOLV_CONF));
    }

    static void warmUp() {
        ResolverWarmUp.run(HOSTS, RESOLV_CONF);
    }

    @Override
    public NameAnswer lookUp(String host, IpFamily family, Deadline deadline) {
        long start = System.nanoTime();
        Optional<List<InetAddress>> fixed = withoutNameServer(host);
        NameAnswer answer = fixed.map(addresses -> NameAnswer.of(addresses, family))
                .orElseGet(() -> askAll(settings.get(), host, family, deadline));
        return answer.withTook(Duration.ofNanos(System.nanoTime() - start));
    }

    /** The hosts file decides for both families. Names below localhost stay on this machine (RFC 6761, 6.3). */
    private Optional<List<InetAddress>> withoutNameServer(String host) {
        List<InetAddress> listed = HostsFile.addresses(hosts, host);
        if (!listed.isEmpty()) {
            return Optional.of(listed);
        }
        return host.equals(LOCALHOST) || host.endsWith("." + LOCALHOST)
                ? Optional.of(List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1")))
                : Optional.empty();
    }

    private static NameAnswer askAll(ResolverSettings settings, String host, IpFamily family, Deadline deadline) {
        NameAnswer answer = NameAnswer.without(NameAnswer.TIMEOUT);
        int left = ATTEMPTS * settings.servers().size();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            for (InetSocketAddress server : settings.servers()) {
                Duration share = deadline.remaining().dividedBy(left);
                left--;
                if (!share.isPositive()) {
                    return answer;
                }
                answer = ask(server, settings, host, family, share);
                if (isFinal(answer)) {
                    return answer;
                }
            }
        }
        return answer;
    }

    /** An answer that the next name server would repeat (resolv.conf(5) asks that one only after an error). */
    private static boolean isFinal(NameAnswer answer) {
        return answer.code().equals(NameAnswer.NOERROR) || answer.isKnownToBeEmpty();
    }

    private static NameAnswer ask(
            InetSocketAddress server, ResolverSettings settings, String host, IpFamily family, Duration longest) {
        CodeReader resolver = new CodeReader(server, longest);
        Future<LookupResult> lookup = LookupSession.builder()
                .resolver(resolver)
                .searchPath(settings.searchPath())
                .ndots(settings.ndots())
                .executor(Runnable::run)
                .build()
                .lookupAsync(name(host), Type.value(family.recordType()), DClass.IN)
                .toCompletableFuture();
        try {
            LookupResult found = lookup.get(longest.toNanos(), TimeUnit.NANOSECONDS);
            return NameAnswer.of(
                    found.getRecords().stream()
                            .flatMap(record -> address(record).stream())
                            .toList(),
                    family);
        } catch (TimeoutException late) {
            lookup.cancel(true);
            return NameAnswer.without(NameAnswer.TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return NameAnswer.without(NameAnswer.TIMEOUT);
        } catch (ExecutionException failure) {
            return NameAnswer.without(code(failure.getCause(), resolver));
        }
    }

    private static String code(Throwable failure, CodeReader resolver) {
        return switch (failure) {
            case NoSuchDomainException missing -> NameAnswer.NXDOMAIN;
            case NoSuchRRSetException empty -> NameAnswer.NODATA;
            case IOException io when isTimeout(io) -> NameAnswer.TIMEOUT;
            case Throwable other when resolver.hasFailed() -> Rcode.string(resolver.rcode);
            default -> NameAnswer.UNREACHABLE;
        };
    }

    /** The library has no type of its own for it. */
    private static boolean isTimeout(IOException failure) {
        return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("timed out");
    }

    private static Name name(String host) {
        try {
            return Name.fromString(host);
        } catch (TextParseException impossible) {
            throw new IllegalStateException("a normalised host is a DNS name: " + host, impossible);
        }
    }

    private static Optional<InetAddress> address(Record record) {
        return switch (record) {
            case ARecord a -> Optional.of(a.getAddress());
            case AAAARecord aaaa -> Optional.of(aaaa.getAddress());
            default -> Optional.empty();
        };
    }

    /** Remembers the response code, which the library's exceptions do not always give. Asks over UDP, and TCP if cut. */
    private static final class CodeReader extends SimpleResolver {

        private volatile int rcode = Rcode.NOERROR;

        CodeReader(InetSocketAddress server, Duration longest) {
            super(server);
            setTimeout(longest);
            setEDNS(WITHOUT_EDNS);
        }

        @Override
        public CompletionStage<Message> sendAsync(Message query, Executor executor) {
            return super.sendAsync(query, executor).thenApply(answer -> {
                rcode = answer.getRcode();
                return answer;
            });
        }

        boolean hasFailed() {
            return rcode != Rcode.NOERROR;
        }
    }
}
