package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.egress.DnsResolvers;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.IpFamily;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.inquiry.ChainInquiry;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.probe.ClientIdentities;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.ProbeLimits;
import dev.handshakefleet.probe.Prober;
import dev.handshakefleet.probe.Probers;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.support.FixedNames;
import dev.handshakefleet.support.NameServer;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Judge;
import dev.handshakefleet.verdict.JudgedProbe;
import dev.handshakefleet.verdict.Severity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** Names with addresses of both families: the lookups, the address that is probed, and the others. */
class AddressFamiliesIT {

    private static final Engine ENGINE = Engine.warm();
    private static final Map<String, Object> LENIENT = Map.of("tls", "PT30S");

    private static LocalIdentity root;
    private static LoopbackServer server;

    @BeforeAll
    static void start() {
        Instant now = Instant.now();
        root = LocalAuthority.root("R")
                .valid(now.minusSeconds(9), now.plus(Duration.ofDays(900)))
                .selfSigned();
        server = LoopbackServer.tls(
                LocalAuthority.leaf("both.example")
                        .valid(now.minusSeconds(9), now.plus(Duration.ofDays(80)))
                        .dns("both.example")
                        .issuedBy(root),
                "TLSv1.3");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void unansweredIpv6LookupDoesNotDelayATargetWithOneAddress() throws IOException {
        try (NameServer names =
                NameServer.answering(query -> query.getQuestion().getType() == Type.A
                        ? Optional.of(NameServer.addresses(query, "127.0.0.1"))
                        : Optional.empty())) {
            JudgedProbe judged = probe(DnsResolvers.of(names), "first").probed().getFirst();

            assertThat(judged.verdict().findings()).isEmpty();
            assertThat(judged.result().lookup()).containsOnlyKeys(IpFamily.IPV4);
        }
    }

    @Test
    void targetOfOneFamilyLooksUpThatFamilyAlone() throws IOException {
        try (NameServer names =
                NameServer.answering(query -> Optional.of(NameServer.addresses(query, "127.0.0.1", "::1")))) {
            assertThat(probe(DnsResolvers.of(names), "ipv4")
                            .probed()
                            .getFirst()
                            .result()
                            .address())
                    .contains(InetAddress.ofLiteral("127.0.0.1"));
            assertThat(names.questions()).containsExactly("A both.example");
        }
    }

    @Test
    void lookupThatFailsOnceIsConfirmedByAnotherLookup() throws IOException {
        AtomicInteger count = new AtomicInteger();
        try (NameServer names = NameServer.answering(query -> Optional.of(
                count.incrementAndGet() <= 4
                        ? NameServer.code(query, Rcode.SERVFAIL)
                        : NameServer.addresses(query, "127.0.0.1")))) {
            JudgedProbe judged = probe(DnsResolvers.of(names), "first").probed().getFirst();

            assertThat(judged.verdict().findings()).isEmpty();
            assertThat(judged.result().quality().attempts()).isEqualTo(2);
        }
    }

    @Test
    void failedLookupHasTheCodesOfBothFamilies() throws IOException {
        try (NameServer names = NameServer.answering(query -> Optional.of(
                NameServer.code(query, query.getQuestion().getType() == Type.A ? Rcode.REFUSED : Rcode.NXDOMAIN)))) {
            Failure failure = probe(DnsResolvers.of(names), "first")
                    .probed()
                    .getFirst()
                    .result()
                    .failure()
                    .orElseThrow();

            assertThat(failure.kind()).isEqualTo(Failure.Kind.NAME_LOOKUP_FAILED);
            assertThat(failure.detail()).contains("A: REFUSED, AAAA: NXDOMAIN");
        }
    }

    @Test
    void failedLookupOfOneWatchedFamilyIsAFindingOfItsOwn() throws IOException {
        try (NameServer names = NameServer.answering(query -> Optional.of(
                query.getQuestion().getType() == Type.A
                        ? NameServer.addresses(query, "127.0.0.1")
                        : NameServer.code(query, Rcode.SERVFAIL)))) {
            assertThat(probe(DnsResolvers.of(names), "all").probed())
                    .singleElement()
                    .satisfies(judged -> assertThat(judged.verdict().findings())
                            .singleElement()
                            .satisfies(finding -> {
                                assertThat(finding.code()).isEqualTo(FindingCode.ADDRESS_UNREACHABLE);
                                assertThat(finding.severity()).isEqualTo(Severity.WARNING);
                                assertThat(finding.message())
                                        .isEqualTo("The AAAA lookup of the name failed with SERVFAIL, so no IPv6"
                                                + " address was probed.");
                            }));
        }
    }

    @Test
    void deadIpv6AddressBesideALivingIpv4AddressIsAWarning() {
        List<JudgedProbe> probed =
                probe(FixedNames.always("127.0.0.1", "::1"), "all").probed();

        assertThat(codes(probed.getFirst())).isEmpty();
        assertThat(probed.getLast().verdict().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(FindingCode.ADDRESS_UNREACHABLE);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message()).contains("CONNECTION_REFUSED", "127.0.0.1 completes the handshake over IPv4");
        });
    }

    @Test
    void deadIpv6AddressBesideADeadIpv4AddressIsAFailure() {
        List<JudgedProbe> probed =
                probe(FixedNames.always("127.0.0.9", "::1"), "all").probed();

        assertThat(probed)
                .hasSize(2)
                .allSatisfy(judged -> assertThat(codes(judged)).containsExactly(FindingCode.HANDSHAKE_FAILED));
    }

    @Test
    void failureOfTheProbedAddressNamesAnAddressThatServes() {
        JudgedProbe judged = probe(FixedNames.always("127.0.0.9", "127.0.0.1"), "first")
                .probed()
                .getFirst();

        assertThat(judged.verdict().findings())
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message())
                                .contains("CONNECTION_REFUSED")
                                .contains(
                                        "clients would use one of these that completes the handshake: 127.0.0.1 (--addresses all"));
    }

    @Test
    void failureOfTheProbedAddressSaysThatTheOthersFailAsWell() {
        assertThat(probe(FixedNames.always("127.0.0.9", "127.0.0.8"), "first")
                        .probed()
                        .getFirst()
                        .verdict()
                        .findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("The handshake with the other addresses of the name failed as well: 127.0.0.8"));
    }

    @Test
    void machineWithoutIpv6SaysSoOnceAndBlamesNoTarget() {
        Prober withoutIpv6 = Probers.routing(
                FixedNames.always("127.0.0.1", "2001:db8::1"),
                ENGINE,
                address -> IpFamily.of(address) == IpFamily.IPV4);

        RoundOutcome outcome = round(withoutIpv6)
                .probeAll(
                        List.of(target("all"), target("all"), target("all-ipv6"), target("first")),
                        Deadline.in(Duration.ofMinutes(5)),
                        judged -> {});

        assertThat(outcome.probed()).hasSize(3).allSatisfy(judged -> {
            assertThat(codes(judged)).isEmpty();
            assertThat(judged.result().address()).contains(InetAddress.ofLiteral("127.0.0.1"));
        });
        assertThat(outcome.problems())
                .containsExactly("IPv6 addresses were not probed: this machine has no IPv6 route");
        assertThat(outcome.notProbed())
                .singleElement()
                .satisfies(left -> assertThat(left.reason()).contains("this machine has no IPv6 route"));
    }

    @Test
    void attemptThatTookAllTheTimeOfItsTargetIsTheOnlyOne() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        Socket held = silent.accept();
                        connections.incrementAndGet();
                        Thread.ofVirtual().start(() -> {
                            try (held) {
                                held.getInputStream().readAllBytes();
                            } catch (IOException gone) {
                                // The probe has ended.
                            }
                        });
                    }
                } catch (IOException closed) {
                    // The end of the test.
                }
            });
            Prober prober = new Prober(
                    FixedNames.always("127.0.0.1"),
                    EgressPolicy.anyAddress(),
                    ProbeLimits.ofTotal(Duration.ofMillis(700)),
                    ENGINE,
                    ClientIdentities.none(),
                    Clock.systemUTC());

            JudgedProbe judged = round(prober)
                    .probeAll(
                            List.of(target("first", silent.getLocalPort())),
                            Deadline.in(Duration.ofMinutes(5)),
                            probed -> {})
                    .probed()
                    .getFirst();

            assertThat(judged.result().failure().orElseThrow().kind()).isEqualTo(Failure.Kind.TIMEOUT);
            assertThat(judged.result().quality().attempts()).isEqualTo(1);
            assertThat(connections).as("no second attempt and no diagnosis").hasValue(1);
        }
    }

    private static RoundOutcome probe(NameResolver names, String addresses) {
        Prober prober = Probers.patient(names, ENGINE);
        return round(prober).probeAll(List.of(target(addresses)), Deadline.in(Duration.ofMinutes(5)), judged -> {});
    }

    private static ProbeRound round(Prober prober) {
        TrustStore trust = TrustStore.of("test", List.of(root.certificate()));
        return new ProbeRound(
                prober, new Judge(trust), ChainInquiry.under(trust, EgressPolicy.anyAddress()), 4, Clock.systemUTC());
    }

    private static Target target(String addresses) {
        return target(addresses, server.port());
    }

    private static Target target(String addresses, int port) {
        return new TargetReader(TargetDefaults.BUILT_IN)
                .read(Map.of("host", "both.example", "port", port, "addresses", addresses, "sla", LENIENT));
    }

    private static List<FindingCode> codes(JudgedProbe judged) {
        return judged.verdict().findings().stream().map(Finding::code).toList();
    }
}
