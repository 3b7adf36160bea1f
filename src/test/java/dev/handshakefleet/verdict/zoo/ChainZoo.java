package dev.handshakefleet.verdict.zoo;

import static java.util.stream.Collectors.joining;

import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.probe.result.SctCount;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.AlertPolicy;
import dev.handshakefleet.target.ExpiryPolicy;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Sla;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.Judge;
import dev.handshakefleet.verdict.zoo.Exhibit.Expected;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All exhibits, by kind, and the page that shows them. */
final class ChainZoo {

    private static final Map<String, List<Exhibit>> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("Good chains", GoodExhibits.exhibits());
        KINDS.put("Where paths end, and who signed whom", PathExhibits.exhibits());
        KINDS.put("Cross-signs and twins", CrossSignExhibits.exhibits());
        KINDS.put("Order and excess", OrderExhibits.exhibits());
        KINDS.put("Dates", DateExhibits.exhibits());
        KINDS.put("Names", NameExhibits.exhibits());
        KINDS.put("Rights and purposes", RightsExhibits.exhibits());
        KINDS.put("Constraints, policies and what a leaf owes", ConstraintExhibits.exhibits());
        KINDS.put("Keys and signatures", StrengthExhibits.exhibits());
        KINDS.put("Encodings", EncodingExhibits.exhibits());
    }

    private static final String TABLE_HEAD = """
            | chain | ours | openssl | JDK | why they differ |
            |---|---|---|---|---|
            """;

    private static final String HEAD = """
            # The chain zoo

            Chains with one thing right or wrong each, and what three validators say of them. The tests make every chain, ask all
            three, and compare this page with their answers (`ChainZooTest`, `ChainZooIT`); `-Dfleet.zoo.write=true` writes it anew.

            - **ours**: the codes of our findings ([results.md](results.md)); critical where nothing else is said. A chain counts as
              refused where one of them is critical, `CERT_EXPIRING` excepted: what is about to expire is still accepted.
            - **openssl**: `openssl verify -partial_chain -purpose sslserver` of OpenSSL 3.0 with the host name or address, at its
              default security level, which accepts what a handshake of OpenSSL does not; else the numbers of its errors
              (`openssl-verification-options(1)`, `x509_vfy.h`).
            - **JDK**: the default trust manager (PKIX) of JDK 25, which identifies the endpoint as HTTPS does; else its reason.
            - `unreadable`: not every certificate could be read.

            Where the three do not agree on whether the chain is good, the last column says why. What is said of Go, Chrome and other
            clients is from their documents and sources; they are not asked here.
            """;

    private ChainZoo() {}

    static Stream<Exhibit> exhibits() {
        return KINDS.values().stream().flatMap(List::stream);
    }

    /** @return our findings as text */
    static List<Finding> judged(Exhibit exhibit) {
        TrustStore store = TrustStore.of(
                exhibit.store(), exhibit.anchors().stream().map(Issued::x509).toList());
        return new Judge(store).judge(probe(exhibit), exhibit.at()).verdict().findings();
    }

    private static ProbeResult probe(Exhibit exhibit) {
        TargetDefaults defaults = new TargetDefaults(new Sla(Map.of()), ExpiryPolicy.BY_LIFETIME, AlertPolicy.DEFAULT);
        return ProbeResult.builder()
                .target(Target.ofDefaults(exhibit.expectedName(), 443, defaults))
                .startedAt(exhibit.at())
                .phases(exhibit.handshake().isPresent() ? Map.of(Phase.TLS, Duration.ofMillis(1)) : Map.of())
                .tls(exhibit.handshake().map(ChainZoo::handshake))
                .presentedChain(exhibit.sent().stream().map(Issued::der).toList())
                .quality(new Quality(Quality.Clock.PROCESS, false, Duration.ZERO, 1))
                .build();
    }

    private static TlsFacts handshake(SctCount timestamps) {
        return TlsFacts.builder()
                .version(Optional.of("TLSv1.3"))
                .cipher(Optional.of("TLS_AES_256_GCM_SHA384"))
                .group(Optional.of("X25519"))
                .signatureScheme(Optional.of("ecdsa_secp256r1_sha256"))
                .scts(Optional.of(timestamps))
                .waited(Duration.ofMillis(1))
                .local(Duration.ZERO)
                .build();
    }

    /** @return the page that shows all exhibits, in Markdown */
    static String page() {
        return HEAD
                + KINDS.entrySet().stream()
                        .map(kind -> "\n## " + kind.getKey() + "\n\n" + TABLE_HEAD
                                + kind.getValue().stream().map(ChainZoo::row).collect(joining()))
                        .collect(joining());
    }

    private static String row(Exhibit exhibit) {
        String ours = exhibit.ours().isEmpty()
                ? Exhibit.OK
                : exhibit.ours().stream().map(Expected::toString).sorted().collect(joining(", "));
        return "| %s | %s | %s | %s | %s |\n"
                .formatted(exhibit.name(), ours, exhibit.openssl(), exhibit.jdk(), exhibit.explanation());
    }
}
