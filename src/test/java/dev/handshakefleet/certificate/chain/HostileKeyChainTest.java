package dev.handshakefleet.certificate.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.support.HostileKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileKeyChainTest {

    private static final ChainInspector INSPECTOR = new ChainInspector(TrustStore.jdk());

    static List<HostileKey> refused() {
        return HostileKey.all().stream().filter(HostileKey::isRefused).toList();
    }

    static List<HostileKey> accepted() {
        return HostileKey.all().stream().filter(key -> !key.isRefused()).toList();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void certificateWithARefusedKeyTakesNoPartInThePath(HostileKey hostile) {
        ChainInspection inspection = INSPECTOR.inspect(List.of(hostile.certificate()), "localhost", Instant.now());

        assertThat(inspection.path()).isEmpty();
        assertThat(inspection.problems())
                .singleElement()
                .isInstanceOfSatisfying(
                        ChainProblem.WrongUsage.class,
                        problem -> assertThat(problem.reason())
                                .startsWith("it cannot be read: ")
                                .contains(hostile.refusal().orElseThrow()));
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void certificateWithTheLargestKeysIsRead(HostileKey largest) {
        assertThat(INSPECTOR
                        .inspect(List.of(largest.certificate()), "localhost", Instant.now())
                        .path())
                .hasSize(1);
    }
}
