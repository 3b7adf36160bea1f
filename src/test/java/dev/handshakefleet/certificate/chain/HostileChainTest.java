package dev.handshakefleet.certificate.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.certificate.CertificateFacts;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.chain.ChainProblem.WrongUsage;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Any bytes give an answer in bounded time, and no exception. */
class HostileChainTest {

    private final Instant now = Instant.now();
    private static final String HOST = "www.example.com";
    private static final int ROUNDS = 20_000;
    private static final Pattern UNFIT = Pattern.compile("\\p{C}");
    private static final Pattern SERIAL = Pattern.compile("([0-9a-f]{2}){1,32}");

    /** RSA, because its signatures are the quickest to check and there are many to check. */
    private static final KeyPair KEY = KeyKind.RSA_2048.generate();

    private final LocalIdentity root = LocalAuthority.root("Root").key(KEY).selfSigned();
    private final LocalIdentity authority = LocalAuthority.intermediate("CA")
            .key(KEY)
            .pathLength(0)
            .permittingOnly("example.com")
            .issuedBy(root);
    private final LocalIdentity server = LocalAuthority.leaf("CN=server, O=Example, C=DE")
            .dns(HOST)
            .ip("10.0.0.1")
            .issuedBy(authority);
    private final ChainInspector inspector = new ChainInspector(TrustStore.of("test", root.path()));

    @Test
    void mutatedChainsNeverThrowAndNeverPassAsGood() throws Exception {
        Random random = new Random(20_261_123);
        List<byte[]> original = LocalIdentity.der(server.path());
        int unreadable = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int victim = random.nextInt(2);
            List<byte[]> chain = new ArrayList<>(original);
            chain.set(victim, mutated(original.get(victim), random));

            ChainInspection inspection = inspector.inspect(chain, HOST, now);

            if (inspection.problems().isEmpty()) {
                assertSignedPartAndSignatureAreUntouched(original.get(victim), chain.get(victim));
            }
            inspection.path().forEach(HostileChainTest::assertFitToBeShown);
            inspection.unused().forEach(HostileChainTest::assertFitToBeShown);
            unreadable += inspection.problems().stream().anyMatch(HostileChainTest::isUnreadable) ? 1 : 0;
        }
        assertThat(unreadable).isBetween(ROUNDS / 20, ROUNDS - ROUNDS / 20);
    }

    @Test
    void garbageInPlaceOfTheLeafIsReportedWithoutAPath() {
        byte[] garbage = "HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII);
        ChainInspection inspection =
                inspector.inspect(List.of(garbage, authority.chainDer().getFirst()), HOST, now);

        assertThat(inspection.path()).isEmpty();
        assertThat(inspection.unused()).extracting(CertificateFacts::subject).containsExactly("CN=CA");
        assertThat(inspection.problems()).singleElement().isInstanceOfSatisfying(WrongUsage.class, problem -> {
            assertThat(problem.certificate().role()).isEqualTo(Role.LEAF);
            assertThat(problem.certificate().subject()).isEqualTo("(unreadable, number 1 of 2 sent)");
            assertThat(problem.reason()).isEqualTo("it cannot be read: not DER");
        });
    }

    @Test
    void garbageBesideAGoodChainIsReportedAndTheChainIsAccepted() {
        List<byte[]> chain = new ArrayList<>(server.chainDer());
        chain.add(new byte[] {0x30, 0x03, 0x02, 0x01, 0x05});
        ChainInspection inspection = inspector.inspect(chain, HOST, now);

        assertThat(inspection.path()).hasSize(3);
        assertThat(inspection.problems())
                .singleElement()
                .isInstanceOfSatisfying(
                        WrongUsage.class,
                        problem -> assertThat(problem.certificate().subject())
                                .isEqualTo("(unreadable, number 3 of 3 sent)"));
    }

    @Test
    void pemEmptyTruncatedAndExtendedBytesAreUnreadable() {
        byte[] der = server.chainDer().getFirst();
        List<byte[]> bad = List.of(
                server.chainPem().getBytes(StandardCharsets.US_ASCII),
                new byte[0],
                Arrays.copyOf(der, der.length - 1),
                Arrays.copyOf(der, der.length + 1));
        for (byte[] bytes : bad) {
            assertThat(inspector.inspect(List.of(bytes), HOST, now).problems())
                    .singleElement()
                    .matches(HostileChainTest::isUnreadable);
        }
    }

    @Test
    void twentyOfTwoHundredCertificatesAreReadAndTheRestIsReported() {
        LocalIdentity ownRoot = LocalAuthority.root("Root").selfSigned();
        LocalIdentity leaf = LocalAuthority.leaf("leaf").dns(HOST).issuedBy(ownRoot);
        List<byte[]> chain = new ArrayList<>(leaf.chainDer());
        KeyPair key = KeyKind.EC_P256.generate();
        while (chain.size() < 200) {
            chain.add(LocalAuthority.intermediate("CA")
                    .key(key)
                    .issuedBy(ownRoot)
                    .chainDer()
                    .getFirst());
        }
        ChainInspection inspection =
                new ChainInspector(TrustStore.of("test", ownRoot.path())).inspect(chain, HOST, now);

        assertThat(inspection.path()).hasSize(2);
        assertThat(inspection.unused()).hasSize(19);
        assertThat(inspection.problems())
                .contains(new ChainProblem.TooMany(200, 20))
                .contains(new ChainProblem.Unneeded(inspection.unused(), ChainProblem.UnneededReason.UNRELATED));
    }

    @Test
    void certificateOfMoreThan64KilobytesIsUnreadable() {
        String[] names =
                Collections.nCopies(2_000, "a-name-of-some-length.example.com").toArray(String[]::new);
        LocalIdentity fat = LocalAuthority.leaf("fat").dns(names).issuedBy(authority);
        assertThat(inspector.inspect(fat.chainDer(), HOST, now).problems())
                .singleElement()
                .isInstanceOfSatisfying(
                        WrongUsage.class,
                        problem -> assertThat(problem.reason()).isEqualTo("it cannot be read: larger than 64 KB"));
    }

    @Test
    void oversizedModulusIsNotComputedWith() throws Exception {
        BigInteger modulus = BigInteger.ONE.shiftLeft(12_000).setBit(0);
        RSAPublicKey huge = (RSAPublicKey)
                KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, BigInteger.valueOf(65_537)));
        KeyPair pair = new KeyPair(huge, KeyKind.EC_P256.generate().getPrivate());
        LocalIdentity burning =
                LocalAuthority.leaf("burning").dns(HOST).key(pair).issuedBy(authority);
        assertThat(inspector.inspect(burning.chainDer(), HOST, now).problems())
                .singleElement()
                .isInstanceOfSatisfying(
                        WrongUsage.class,
                        problem -> assertThat(problem.reason())
                                .isEqualTo(
                                        "it cannot be read: its RSA modulus has 12,001 bits, more than the 8,192 that are accepted"));
    }

    @Test
    void deepNestingDoesNotOverflowTheStack() {
        byte[] nested = new byte[60_000];
        for (int at = 0; at + 4 <= nested.length; at += 4) {
            int length = nested.length - at - 4;
            nested[at] = 0x30;
            nested[at + 1] = (byte) 0x82;
            nested[at + 2] = (byte) (length >> 8);
            nested[at + 3] = (byte) length;
        }
        assertThat(inspector.inspect(List.of(nested), HOST, now).problems())
                .singleElement()
                .matches(HostileChainTest::isUnreadable);
    }

    @Test
    void worstChainOfTwentyNamesakesIsInspectedInBoundedTime() {
        List<byte[]> chain = new ArrayList<>();
        LocalIdentity first =
                LocalAuthority.root("Same").withoutKeyIdentifiers().dns(HOST).selfSigned();
        for (int i = 0; i < 20; i++) {
            chain.add(LocalAuthority.intermediate("Same")
                    .withoutKeyIdentifiers()
                    .forged()
                    .issuedBy(first)
                    .chainDer()
                    .getFirst());
        }
        long startNanos = cpuNanos();
        ChainInspection inspection = inspector.inspect(chain, HOST, now);

        assertThat(inspection.problems()).isNotEmpty();
        assertThat(Duration.ofNanos(cpuNanos() - startNanos)).isLessThan(Duration.ofSeconds(5));
    }

    /** The CPU time of this thread, which does not grow while other processes run. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** The only harmless change: another DER encoding of the same content, around the signed part. */
    private static void assertSignedPartAndSignatureAreUntouched(byte[] before, byte[] after) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509Certificate one = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(before));
        X509Certificate other = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(after));
        assertThat(other.getTBSCertificate()).isEqualTo(one.getTBSCertificate());
        assertThat(other.getSignature()).isEqualTo(one.getSignature());
        assertThat(other.getSigAlgName()).isEqualTo(one.getSigAlgName());
    }

    private static byte[] mutated(byte[] original, Random random) {
        byte[] bytes = original.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[random.nextInt(bytes.length)] += (byte) (1 + random.nextInt(255));
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            default -> {
                int from = random.nextInt(bytes.length);
                byte[] noise = new byte[Math.min(bytes.length - from, 1 + random.nextInt(12))];
                random.nextBytes(noise);
                noise[0] = (byte) ~bytes[from];
                System.arraycopy(noise, 0, bytes, from, noise.length);
            }
        }
        return bytes;
    }

    private static boolean isUnreadable(ChainProblem problem) {
        return problem instanceof WrongUsage usage && usage.reason().startsWith("it cannot be read: ");
    }

    private static void assertFitToBeShown(CertificateFacts facts) {
        String texts = facts.subject() + facts.issuer() + facts.key() + facts.signature() + facts.names();
        boolean fit = facts.subject().length() <= 200
                && facts.issuer().length() <= 200
                && !UNFIT.matcher(texts).find()
                && SERIAL.matcher(facts.serial()).matches();
        assertThat(fit).as("%s", facts).isTrue();
    }
}
