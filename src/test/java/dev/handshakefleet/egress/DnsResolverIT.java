package dev.handshakefleet.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.support.FreshClassLoader;
import dev.handshakefleet.support.NameServer;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** Lookups with real name servers on loopback: response codes, families, several servers, hostile answers. */
class DnsResolverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HOST = "www.example.com";

    @TempDir
    private Path directory;

    private Path hosts;

    @BeforeEach
    void writeHosts() throws IOException {
        hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
    }

    @Test
    void onlyTheFamilyThatIsAskedForIsLookedUp() throws IOException {
        try (NameServer server = NameServer.answering(
                query -> Optional.of(NameServer.addresses(query, "192.0.2.1", "192.0.2.2", "2001:db8::1")))) {
            NameAnswer ipv4 = lookUp(IpFamily.IPV4, server);

            assertThat(ipv4.code()).isEqualTo("NOERROR");
            assertThat(ipv4.addresses())
                    .containsExactly(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.2"));
            assertThat(ipv4.took()).isPositive();
            assertThat(server.questions()).containsExactly("A " + HOST);
            assertThat(lookUp(IpFamily.IPV6, server).addresses()).containsExactly(InetAddress.ofLiteral("2001:db8::1"));
        }
    }

    /** The classes that a lookup needs are loaded by the warm-up and not by the first measured lookup. */
    @Test
    void warmUpLoadsTheLibrary() throws Exception {
        try (FreshClassLoader loader = FreshClassLoader.ofAll();
                NameServer server =
                        NameServer.answering(query -> Optional.of(NameServer.addresses(query, "192.0.2.1")))) {
            Class<?> warmUp = loader.loadClass(ResolverWarmUp.class.getName());
            Method run = warmUp.getDeclaredMethod("run", Path.class, Path.class);
            run.setAccessible(true);
            run.invoke(null, hosts, directory.resolve("none"));

            assertThat(loader.asked())
                    .contains(DnsResolver.class.getName(), "org.xbill.DNS.Message", "org.xbill.DNS.ARecord");
            assertThat(lookUp(IpFamily.IPV4, server).code()).isEqualTo("NOERROR");
        }
    }

    @Test
    void everyLookupAsksAgain() throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (NameServer server = NameServer.answering(query -> Optional.of(
                count.incrementAndGet() == 1
                        ? NameServer.code(query, Rcode.NXDOMAIN)
                        : NameServer.addresses(query, "192.0.2." + count.get())))) {
            assertThat(lookUp(IpFamily.IPV4, server).code()).isEqualTo("NXDOMAIN");
            assertThat(lookUp(IpFamily.IPV4, server).addresses()).containsExactly(InetAddress.ofLiteral("192.0.2.2"));
            assertThat(lookUp(IpFamily.IPV4, server).addresses()).containsExactly(InetAddress.ofLiteral("192.0.2.3"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, NODATA, true, 1",
        "1, FORMERR, false, 2",
        "2, SERVFAIL, false, 2",
        "3, NXDOMAIN, true, 1",
        "4, NOTIMP, false, 2",
        "5, REFUSED, false, 2"
    })
    void responseCodeIsReportedAndAnErrorIsAskedTwice(int rcode, String code, boolean isEmpty, int questions)
            throws IOException {
        try (NameServer server = NameServer.failing(rcode)) {
            NameAnswer answer = lookUp(IpFamily.IPV6, server);

            assertThat(answer.code()).isEqualTo(code);
            assertThat(answer.isKnownToBeEmpty()).isEqualTo(isEmpty);
            assertThat(answer.addresses()).isEmpty();
            assertThat(server.questions()).hasSize(questions);
        }
    }

    @Test
    void nextServerIsAskedAfterAnErrorAndAfterSilence() throws IOException {
        try (NameServer failing = NameServer.failing(Rcode.SERVFAIL);
                NameServer silent = NameServer.silent();
                NameServer good =
                        NameServer.answering(query -> Optional.of(NameServer.addresses(query, "192.0.2.1")))) {
            assertThat(lookUp(IpFamily.IPV4, failing, good).code()).isEqualTo("NOERROR");
            assertThat(lookUp(IpFamily.IPV4, Duration.ofSeconds(4), silent, good)
                            .code())
                    .isEqualTo("NOERROR");
        }
    }

    @Test
    void silenceEndsAtTheDeadline() throws IOException {
        try (NameServer silent = NameServer.silent()) {
            NameAnswer answer = lookUp(IpFamily.IPV4, Duration.ofMillis(400), silent);

            assertThat(answer.code()).isEqualTo("TIMEOUT");
            assertThat(answer.isKnownToBeEmpty()).isFalse();
            assertThat(silent.questions()).hasSize(2);
        }
    }

    @Test
    void serverThatDoesNotListenIsUnreachable() throws IOException {
        InetSocketAddress gone;
        try (NameServer server = NameServer.silent()) {
            gone = server.address();
        }
        assertThat(new DnsResolver(hosts, () -> new ResolverSettings(List.of(gone), List.of(), 1))
                        .lookUp(HOST, IpFamily.IPV4, Deadline.in(Duration.ofSeconds(2)))
                        .code())
                .isIn("UNREACHABLE", "TIMEOUT");
    }

    @Test
    void longAnswerComesOverTcp() throws IOException {
        String[] many = new String[100];
        for (int index = 0; index < many.length; index++) {
            many[index] = "192.0.2." + index;
        }
        try (NameServer server = NameServer.answering(query -> Optional.of(NameServer.addresses(query, many)))) {
            assertThat(lookUp(IpFamily.IPV4, server).addresses()).hasSize(100);
            assertThat(server.questions()).containsExactly("A " + HOST, "A " + HOST + " (TCP)");
        }
    }

    @Test
    void aliasIsFollowedAndALoopEnds() throws IOException {
        try (NameServer server = NameServer.answering(query -> Optional.of(
                        query.getQuestion().getName().toString().startsWith("www")
                                ? alias(query, "elsewhere.example.net.")
                                : NameServer.addresses(query, "192.0.2.7")));
                NameServer loop = NameServer.answering(query -> Optional.of(alias(query, HOST + ".")));
                NameServer endless = NameServer.answering(query ->
                        Optional.of(alias(query, "a" + query.getQuestion().getName())))) {
            assertThat(lookUp(IpFamily.IPV4, server).addresses()).containsExactly(InetAddress.ofLiteral("192.0.2.7"));
            assertThat(lookUp(IpFamily.IPV4, loop).code()).isEqualTo("UNREACHABLE");
            assertThat(lookUp(IpFamily.IPV4, endless).code()).isEqualTo("UNREACHABLE");
        }
    }

    @Test
    void answerToAnotherQuestionDoesNotCount() throws IOException {
        try (NameServer server = NameServer.answering(query -> {
            Message other = NameServer.addresses(query, "192.0.2.1");
            other.getHeader().setID(query.getHeader().getID() ^ 1);
            return Optional.of(other);
        })) {
            NameAnswer answer = lookUp(IpFamily.IPV4, Duration.ofMillis(600), server);

            assertThat(answer.addresses()).isEmpty();
            assertThat(answer.isKnownToBeEmpty()).isFalse();
        }
    }

    @Test
    void searchPathCompletesANameWithFewDots() throws IOException {
        try (NameServer server = NameServer.answering(query -> Optional.of(
                query.getQuestion().getName().toString(true).equals("db.cluster.example")
                        ? NameServer.addresses(query, "192.0.2.9")
                        : NameServer.code(query, Rcode.NXDOMAIN)))) {
            DnsResolver resolver = new DnsResolver(
                    hosts,
                    () -> new ResolverSettings(
                            List.of(server.address()),
                            List.of(
                                    Name.fromConstantString("other.example."),
                                    Name.fromConstantString("cluster.example.")),
                            1));

            assertThat(resolver.lookUp("db", IpFamily.IPV4, Deadline.in(PATIENCE))
                            .addresses())
                    .containsExactly(InetAddress.ofLiteral("192.0.2.9"));
            assertThat(server.questions()).containsExactly("A db.other.example", "A db.cluster.example");
        }
    }

    @Test
    void hostsFileDecidesForBothFamiliesAndEveryAddressCounts() throws IOException {
        Files.writeString(hosts, """
                # 192.0.2.99 www.example.com
                192.0.2.1\tother WWW.example.com # first
                192.0.2.2 www.example.com
                192.0.2.3 www.example.com.other
                2001:db8::5 six.example
                nonsense www.example.com
                """);
        try (NameServer server = NameServer.failing(Rcode.SERVFAIL)) {
            assertThat(lookUp(IpFamily.IPV4, server).addresses())
                    .containsExactly(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.2"));
            assertThat(lookUp(IpFamily.IPV6, server).code()).isEqualTo("NODATA");
            assertThat(server.questions()).isEmpty();
        }
    }

    @Test
    void localhostIsThisMachineWithoutAHostsFile() throws IOException {
        Files.delete(hosts);
        try (NameServer server = NameServer.failing(Rcode.SERVFAIL)) {
            DnsResolver resolver = resolver(server);
            assertThat(resolver.lookUp("localhost", IpFamily.IPV4, Deadline.in(PATIENCE))
                            .addresses())
                    .containsExactly(InetAddress.ofLiteral("127.0.0.1"));
            assertThat(resolver.lookUp("a.localhost", IpFamily.IPV6, Deadline.in(PATIENCE))
                            .addresses())
                    .containsExactly(InetAddress.ofLiteral("::1"));
            assertThat(server.questions()).isEmpty();
        }
    }

    @Test
    void resolvConfIsReadAsTheCLibraryReadsIt() throws IOException {
        Path file = Files.writeString(directory.resolve("resolv.conf"), """
                # comment
                domain old.example
                search one.example two.example
                nameserver 127.0.0.77
                nameserver ::1
                nameserver 127.0.0.78
                nameserver 127.0.0.79
                options ndots:3 timeout:1
                """);

        ResolverSettings settings = ResolverSettings.read(file);

        assertThat(settings.servers())
                .extracting(server -> server.getAddress().getHostAddress() + " " + server.getPort())
                .containsExactly("127.0.0.77 53", "0:0:0:0:0:0:0:1 53", "127.0.0.78 53");
        assertThat(settings.searchPath()).extracting(Name::toString).containsExactly("one.example.", "two.example.");
        assertThat(settings.ndots()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"''", "nameserver", "nameserver not an address", "options ndots:x"})
    void resolverOfThisMachineIsUsedWithoutANameServer(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("resolv.conf"), content);

        assertThat(ResolverSettings.read(file).servers())
                .extracting(server -> server.getAddress().getHostAddress())
                .containsExactly("127.0.0.1");
    }

    private static Message alias(Message query, String to) {
        Message answer = NameServer.code(query, Rcode.NOERROR);
        answer.addRecord(
                new CNAMERecord(query.getQuestion().getName(), DClass.IN, 300, Name.fromConstantString(to)),
                Section.ANSWER);
        return answer;
    }

    private DnsResolver resolver(NameServer... servers) {
        List<InetSocketAddress> addresses =
                List.of(servers).stream().map(NameServer::address).toList();
        return new DnsResolver(hosts, () -> new ResolverSettings(addresses, List.of(), 1));
    }

    private NameAnswer lookUp(IpFamily family, NameServer... servers) {
        return lookUp(family, PATIENCE, servers);
    }

    private NameAnswer lookUp(IpFamily family, Duration longest, NameServer... servers) {
        return resolver(servers).lookUp(HOST, family, Deadline.in(longest));
    }
}
