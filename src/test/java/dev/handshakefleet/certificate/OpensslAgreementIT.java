package dev.handshakefleet.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.handshakefleet.cli.local.KeyKind;
import dev.handshakefleet.cli.local.LocalAuthority;
import dev.handshakefleet.cli.local.LocalIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same chains shown to {@code openssl verify}: it must accept and refuse what we do, and for the same reason. */
class OpensslAgreementIT {

    private static final String HOST = "www.example.com";
    private static final String GOOD = "good";

    /**
     * @param name what the chain is
     * @param sent what the server sends, leaf first
     * @param anchor the one trusted certificate
     * @param expectedName DNS name or IP address
     * @param ours our reason, as the simple name of the problem; {@code good} or {@code dates} where we have none
     * @param theirs the X509_V_ERR numbers of which openssl names one; empty where it accepts
     */
    record Case(
            String name,
            List<X509Certificate> sent,
            X509Certificate anchor,
            String expectedName,
            String ours,
            List<Integer> theirs) {
        @Override
        public String toString() {
            return name;
        }
    }

    @TempDir
    Path directory;

    @BeforeAll
    static void opensslIsInstalled() {
        boolean found;
        try {
            found = run(List.of("openssl", "version")).contains("OpenSSL 3");
        } catch (IOException notFound) {
            found = false;
        }
        assumeTrue(found, "skipped: openssl 3 is not installed");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void opensslAgrees(Case chain) throws IOException {
        ChainInspection inspection = new ChainInspector(TrustStore.of("test", List.of(chain.anchor())))
                .inspect(LocalIdentity.der(chain.sent()), chain.expectedName(), Instant.now());
        boolean datesHold = inspection.path().stream()
                .allMatch(facts -> facts.notAfter().isAfter(Instant.now())
                        && facts.notBefore().isBefore(Instant.now()));
        assertThat(inspection.problems())
                .extracting(problem -> problem.getClass().getSimpleName())
                .isEqualTo(
                        chain.ours().equals(GOOD) || chain.ours().equals("dates") ? List.of() : List.of(chain.ours()));
        assertThat(datesHold).isEqualTo(!chain.ours().equals("dates"));

        String answer = opensslVerify(chain);
        if (chain.theirs().isEmpty()) {
            assertThat(answer).contains("leaf.pem: OK").doesNotContain("error ");
        } else {
            assertThat(answer)
                    .doesNotContain(": OK")
                    .containsAnyOf(chain.theirs().stream()
                            .map("error %d at"::formatted)
                            .toArray(String[]::new));
        }
    }

    static Stream<Case> cases() {
        Instant now = Instant.now();
        LocalIdentity root = LocalAuthority.root("Root").selfSigned();
        LocalIdentity authority = LocalAuthority.intermediate("CA 1").issuedBy(root);
        LocalIdentity server =
                LocalAuthority.leaf("server").dns(HOST).ip("10.0.0.1").issuedBy(authority);
        LocalIdentity self = LocalAuthority.leaf("self").dns(HOST).selfSigned();
        LocalIdentity stranger = LocalAuthority.root("Stranger").selfSigned();
        LocalIdentity strange = LocalAuthority.intermediate("Strange CA").issuedBy(stranger);
        KeyPair twin = KeyKind.EC_P256.generate();
        LocalIdentity expiredTwin = LocalAuthority.intermediate("Twin")
                .key(twin)
                .valid(now.minus(Duration.ofDays(20)), now.minus(Duration.ofDays(10)))
                .issuedBy(root);
        LocalIdentity validTwin = LocalAuthority.intermediate("Twin").key(twin).issuedBy(root);
        LocalIdentity ofTwin = LocalAuthority.leaf("of twin").dns(HOST).issuedBy(validTwin);

        List<Case> cases = new ArrayList<>();
        cases.add(new Case("good", server.chain(), root.certificate(), HOST, GOOD, List.of()));
        cases.add(new Case("good with its root", server.path(), root.certificate(), HOST, GOOD, List.of()));
        cases.add(new Case("good by address", server.chain(), root.certificate(), "10.0.0.1", GOOD, List.of()));
        cases.add(new Case(
                "other address", server.chain(), root.certificate(), "10.0.0.2", "HostnameMismatch", List.of(64)));
        cases.add(new Case(
                "other name", server.chain(), root.certificate(), "a.example.com", "HostnameMismatch", List.of(62)));
        cases.add(new Case("wildcard", leaf("*.example.com", authority), root.certificate(), HOST, GOOD, List.of()));
        cases.add(new Case(
                "wildcard of a top-level name",
                leaf("*.com", authority),
                root.certificate(),
                "example.com",
                "HostnameMismatch",
                List.of(62)));
        cases.add(new Case(
                "incomplete",
                List.of(server.certificate()),
                root.certificate(),
                HOST,
                "IncompleteChain",
                List.of(20, 21)));
        cases.add(new Case(
                "intermediate as anchor",
                List.of(server.certificate()),
                authority.certificate(),
                HOST,
                GOOD,
                List.of()));
        cases.add(new Case("self-signed", self.chain(), root.certificate(), HOST, "SelfSigned", List.of(18)));
        cases.add(new Case("self-signed, trusted", self.chain(), self.certificate(), HOST, GOOD, List.of()));
        cases.add(new Case(
                "root not trusted",
                leaf(HOST, strange),
                root.certificate(),
                HOST,
                "UntrustedRoot",
                List.of(2, 20, 21)));
        cases.add(new Case(
                "sent root not trusted",
                LocalAuthority.leaf("leaf").dns(HOST).issuedBy(strange).path(),
                root.certificate(),
                HOST,
                "UntrustedRoot",
                List.of(19)));
        cases.add(new Case(
                "forged",
                LocalAuthority.leaf("leaf")
                        .dns(HOST)
                        .forged()
                        .issuedBy(authority)
                        .chain(),
                root.certificate(),
                HOST,
                "BadSignature",
                List.of(7)));
        cases.add(new Case(
                "no CA flag",
                leaf(HOST, LocalAuthority.intermediate("no CA").withoutCaFlag().issuedBy(root)),
                root.certificate(),
                HOST,
                "NotACa",
                List.of(24, 79)));
        cases.add(new Case(
                "no keyCertSign",
                leaf(
                        HOST,
                        LocalAuthority.intermediate("no CA")
                                .withoutItsKeyUsage()
                                .issuedBy(root)),
                root.certificate(),
                HOST,
                "NotACa",
                List.of(20, 24, 32, 79)));
        cases.add(new Case(
                "path length",
                leaf(
                        HOST,
                        LocalAuthority.intermediate("below")
                                .issuedBy(LocalAuthority.intermediate("narrow")
                                        .pathLength(0)
                                        .issuedBy(root))),
                root.certificate(),
                HOST,
                "NotACa",
                List.of(25)));
        cases.add(new Case(
                "clients only",
                LocalAuthority.leaf("leaf")
                        .dns(HOST)
                        .purposes(KeyPurposeId.id_kp_clientAuth)
                        .issuedBy(authority)
                        .chain(),
                root.certificate(),
                HOST,
                "WrongUsage",
                List.of(26)));
        cases.add(new Case(
                "intermediate for clients only",
                leaf(
                        HOST,
                        LocalAuthority.intermediate("clients")
                                .purposes(KeyPurposeId.id_kp_clientAuth)
                                .issuedBy(root)),
                root.certificate(),
                HOST,
                "WrongUsage",
                List.of(24, 26, 79)));
        cases.add(new Case(
                "key usage of the leaf",
                LocalAuthority.leaf("leaf")
                        .dns(HOST)
                        .withoutItsKeyUsage()
                        .issuedBy(authority)
                        .chain(),
                root.certificate(),
                HOST,
                "WrongUsage",
                List.of(26)));
        cases.add(new Case(
                "name constraint",
                leaf(
                        HOST,
                        LocalAuthority.intermediate("narrow")
                                .permittingOnly("example.org")
                                .issuedBy(root)),
                root.certificate(),
                HOST,
                "WrongUsage",
                List.of(47)));
        cases.add(new Case(
                "unknown critical extension",
                LocalAuthority.leaf("leaf")
                        .dns(HOST)
                        .unknownCriticalExtension()
                        .issuedBy(authority)
                        .chain(),
                root.certificate(),
                HOST,
                "WrongUsage",
                List.of(34)));
        cases.add(new Case(
                "expired leaf",
                LocalAuthority.leaf("leaf")
                        .dns(HOST)
                        .valid(now.minus(Duration.ofDays(9)), now.minus(Duration.ofDays(1)))
                        .issuedBy(authority)
                        .chain(),
                root.certificate(),
                HOST,
                "dates",
                List.of(10)));
        cases.add(new Case(
                "intermediate not valid yet",
                leaf(
                        HOST,
                        LocalAuthority.intermediate("early")
                                .valid(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(9)))
                                .issuedBy(root)),
                root.certificate(),
                HOST,
                "dates",
                List.of(9)));
        cases.add(new Case(
                "expired twin first",
                List.of(ofTwin.certificate(), expiredTwin.certificate(), validTwin.certificate()),
                root.certificate(),
                HOST,
                GOOD,
                List.of()));
        return cases.stream();
    }

    private static List<X509Certificate> leaf(String dnsName, LocalIdentity issuer) {
        return LocalAuthority.leaf("leaf").dns(dnsName).issuedBy(issuer).chain();
    }

    private String opensslVerify(Case chain) throws IOException {
        Path anchor = write("anchor.pem", List.of(chain.anchor()));
        Path rest = write("rest.pem", chain.sent().subList(1, chain.sent().size()));
        Path leaf = write("leaf.pem", chain.sent().subList(0, 1));
        boolean isAddress = Character.isDigit(chain.expectedName().charAt(0));
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "verify",
                "-no-CApath",
                "-no-CAstore",
                "-partial_chain",
                "-purpose",
                "sslserver",
                isAddress ? "-verify_ip" : "-verify_hostname",
                chain.expectedName(),
                "-CAfile",
                anchor.toString()));
        if (chain.sent().size() > 1) {
            command.addAll(List.of("-untrusted", rest.toString()));
        }
        command.add(leaf.toString());
        return run(command);
    }

    private Path write(String name, List<X509Certificate> certificates) throws IOException {
        return Files.writeString(directory.resolve(name), LocalIdentity.pem(certificates));
    }

    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS))
                    .as("openssl ended")
                    .isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        } finally {
            process.destroy();
        }
        return output;
    }
}
