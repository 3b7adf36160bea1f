package dev.handshakefleet.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.handshakefleet.certificate.chain.ChainProblem.WeakKey;
import dev.handshakefleet.fuzz.Seeds.Seed;
import dev.handshakefleet.probe.tls.CertificateMessages;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the targets of the fuzzer in every build: over the seeds, which include the fuzzer's former finds, and over seeded
 * mutations. {@code -Dfleet.mutations=1000000} makes a million mutations for each target.
 */
class CertificateFuzzTest {

    private static final int MUTATIONS = Integer.getInteger("fleet.mutations", 1_000);

    private static final List<Seed> CHAINS = Seeds.of("ChainFuzz");
    private static final List<Seed> BUNDLES = Seeds.of("PemFuzz");
    private static final List<Seed> MESSAGES = Seeds.of("MessageFuzz");

    static List<Seed> chains() {
        return CHAINS;
    }

    static List<Seed> bundles() {
        return BUNDLES;
    }

    static List<Seed> messages() {
        return MESSAGES;
    }

    @ParameterizedTest
    @MethodSource("chains")
    void everySeedChainKeepsTheRules(Seed seed) {
        ChainFuzz.fuzzerTestOneInput(seed.bytes());
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everySeedBundleIsReadOrRefused(Seed seed) {
        PemFuzz.fuzzerTestOneInput(seed.bytes());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everySeedCertificateMessageEndsInAResult(Seed seed) {
        MessageFuzz.fuzzerTestOneInput(seed.bytes());
    }

    @Test
    void seedsReachTheirProblems() {
        assertThat(FuzzedInspection.inspect(chain("good")).problems()).isEmpty();
        assertThat(FuzzedInspection.inspect(chain("place-2")).problems()).isEmpty();
        assertThat(FuzzedInspection.inspect(chain("signed-plain")).problems()).hasOnlyElementsOfType(WeakKey.class);
        assertThat(FuzzedInspection.inspect(chain("signed-constraints")).problems())
                .hasOnlyElementsOfType(WeakKey.class);
        for (Seed message : List.of(named(MESSAGES, "tls12"), named(MESSAGES, "tls13"))) {
            assertThat(CertificateMessages.presented(message.bytes())).containsExactlyElementsOf(Seeds.goodChain());
        }
    }

    /** Each of twenty namesakes may have signed each of the others. */
    @Test
    void twentyLongestModuliStayWithinTheBudget() throws IOException {
        ChainFuzz.fuzzerTestOneInput(ChainInput.of(ChainInput.LIST, BurningKeys.rsa(8_192, 64)));
    }

    /** The JDK bounds neither the length of a DSA group's order nor, up to 3,072 bits, that of an RSA exponent. */
    @Test
    void oversizedKeysAreNotComputedWith() throws IOException {
        List<List<byte[]>> crowds =
                List.of(BurningKeys.rsa(3_072, 3_071), BurningKeys.dsa(256), BurningKeys.dsa(8_192));
        for (List<byte[]> crowd : crowds) {
            ChainFuzz.fuzzerTestOneInput(ChainInput.of(ChainInput.LIST, crowd));
        }
    }

    /** Of 8 KB; with five policies instead of four the memory runs out. */
    @Test
    void multiplyingPoliciesAreNotValidated() throws IOException {
        ChainFuzz.fuzzerTestOneInput(ChainInput.of(ChainInput.SIGNED, SignedSeeds.policyTree(4)));
    }

    @Test
    void mutatedChainsKeepTheRules() {
        mutate(CHAINS, ChainFuzz::fuzzerTestOneInput);
    }

    @Test
    void mutatedBundlesAreReadOrRefused() {
        mutate(BUNDLES, PemFuzz::fuzzerTestOneInput);
    }

    @Test
    void mutatedCertificateMessagesEndInAResult() {
        mutate(MESSAGES, MessageFuzz::fuzzerTestOneInput);
    }

    private static void mutate(List<Seed> seeds, Consumer<byte[]> target) {
        IntStream.range(0, MUTATIONS).forEach(number -> {
            byte[] input = mutated(seeds, number);
            assertThatCode(() -> target.accept(input)).as("mutation %d", number).doesNotThrowAnyException();
        });
    }

    /** Changes a chain certificate by certificate, and any other input as bytes. */
    private static byte[] mutated(List<Seed> seeds, int number) {
        Random random = new Random(number);
        byte[] one = seeds.get(random.nextInt(seeds.size())).bytes();
        byte[] other = seeds.get(random.nextInt(seeds.size())).bytes();
        DerMutator mutator = new DerMutator(number);
        if (one.length == 0 || !isList(one)) {
            return mutator.mutated(one, other);
        }
        return ChainInput.of(one[0], mutator.mutated(ChainInput.parts(one), ChainInput.parts(other)));
    }

    private static List<byte[]> chain(String name) {
        return ChainInput.chain(named(CHAINS, name).bytes());
    }

    private static Seed named(List<Seed> seeds, String name) {
        return seeds.stream()
                .filter(seed -> seed.name().endsWith("/" + name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isList(byte[] input) {
        return Arrays.equals(input, ChainInput.of(input[0], ChainInput.parts(input)));
    }
}
