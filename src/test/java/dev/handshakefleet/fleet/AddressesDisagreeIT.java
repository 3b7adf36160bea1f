package dev.handshakefleet.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.inquiry.ChainInquiry;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.probe.Prober;
import dev.handshakefleet.probe.Probers;
import dev.handshakefleet.support.FixedNames;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Judge;
import dev.handshakefleet.verdict.JudgedProbe;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several real nodes behind one name, of which one was forgotten at renewal. */
class AddressesDisagreeIT {

    /** A busy machine does not breach it. */
    private static final Map<String, String> LENIENT = Map.of("tls", "PT30S");

    private static final Engine ENGINE = Engine.warm();
    private static final InetAddress FIRST = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress SECOND = InetAddress.ofLiteral("127.0.0.2");
    private static final InetAddress NOBODY = InetAddress.ofLiteral("127.0.0.3");
    private static final int MOST_TRIES = 20;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final LocalIdentity root = LocalAuthority.root("R")
            .valid(now.minus(Duration.ofDays(900)), now.plus(Duration.ofDays(900)))
            .selfSigned();
    private final LocalIdentity old = leaf(-50, 40);
    private final LocalIdentity renewed = leaf(-1, 89);

    private LoopbackServer upToDate;
    private LoopbackServer forgotten;

    @BeforeEach
    void startTwoNodesOnOnePort() {
        for (int tries = 0; tries < MOST_TRIES && forgotten == null; tries++) {
            upToDate = LoopbackServer.tlsAt(renewed, new InetSocketAddress(FIRST, 0));
            try {
                forgotten = LoopbackServer.tlsAt(old, new InetSocketAddress(SECOND, upToDate.port()));
            } catch (UncheckedIOException portIsTakenThere) {
                upToDate.close();
            }
        }
        assertThat(forgotten).isNotNull();
    }

    @AfterEach
    void end() {
        upToDate.close();
        forgotten.close();
    }

    @Test
    void onlyTheAddressWithTheOldCertificateIsNamed() {
        List<JudgedProbe> probed = probe(LENIENT);

        assertThat(addresses(probed)).containsExactly(FIRST, SECOND, NOBODY);
        assertThat(codes(probed.get(0))).isEmpty();
        assertThat(codes(probed.get(2))).containsExactly(FindingCode.HANDSHAKE_FAILED);
        assertThat(probed.get(1).verdict().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("127.0.0.2 serves an older leaf certificate (expires ")
                        .contains(" than 127.0.0.1 (expires "));
    }

    @Test
    void secondAttemptsAreComparedWithEachOther() {
        List<JudgedProbe> probed = probe(Map.of("tls", "PT0.000001S"));

        assertThat(probed)
                .allSatisfy(judged ->
                        assertThat(judged.result().quality().attempts()).isEqualTo(2));
        assertThat(codes(probed.get(0))).containsExactly(FindingCode.SLA_BREACHED);
        assertThat(codes(probed.get(1)))
                .containsExactlyInAnyOrder(FindingCode.SLA_BREACHED, FindingCode.ADDRESSES_DISAGREE);
    }

    @Test
    void findingEndsWithTheRenewalOfTheAddress() {
        forgotten.renew(renewed);

        assertThat(probe(LENIENT).subList(0, 2))
                .allSatisfy(judged -> assertThat(codes(judged)).isEmpty());
    }

    private List<JudgedProbe> probe(Map<String, String> sla) {
        NameResolver nodes = FixedNames.ipv4(host -> List.of(FIRST, SECOND, NOBODY));
        Prober prober = Probers.patient(nodes, ENGINE);
        ProbeRound round = new ProbeRound(
                prober,
                new Judge(TrustStore.of("test", List.of(root.certificate()))),
                ChainInquiry.under(TrustStore.of("test", List.of(root.certificate())), EgressPolicy.anyAddress()),
                4,
                Clock.systemUTC());
        Object written = Map.of("host", "nodes.example", "port", upToDate.port(), "addresses", "all", "sla", sla);
        Target target = new TargetReader(TargetDefaults.BUILT_IN).read(written);
        return round.probeAll(List.of(target), Deadline.in(Duration.ofMinutes(5)), judged -> {})
                .probed();
    }

    private static List<InetAddress> addresses(List<JudgedProbe> probed) {
        return probed.stream()
                .flatMap(judged -> judged.result().address().stream())
                .toList();
    }

    private static List<FindingCode> codes(JudgedProbe judged) {
        return judged.verdict().findings().stream().map(Finding::code).toList();
    }

    private LocalIdentity leaf(int fromDays, int untilDays) {
        return LocalAuthority.leaf("nodes.example")
                .dns("nodes.example")
                .valid(now.plus(Duration.ofDays(fromDays)), now.plus(Duration.ofDays(untilDays)))
                .issuedBy(root);
    }
}
