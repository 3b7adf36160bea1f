package dev.handshakefleet.verdict.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exhibit gets the verdict on its label from {@code openssl verify}. */
class ChainZooIT {

    private static final String VERSION = OpensslVerify.version();

    @TempDir
    Path directory;

    @BeforeAll
    static void opensslIsInstalled() {
        assumeTrue(VERSION.startsWith("OpenSSL 3."), "openssl 3 is not installed");
    }

    static Stream<Exhibit> exhibits() {
        return ChainZoo.exhibits();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exhibits")
    void opensslGivesTheVerdictOfTheLabel(Exhibit exhibit) throws IOException {
        String verdict = new OpensslVerify(directory).verdict(exhibit);
        if (VERSION.startsWith("OpenSSL 3.0.")) {
            assertThat(verdict).isEqualTo(exhibit.openssl());
        } else if (!exhibit.name().contains("ML-DSA")) {
            // Later versions have other texts for the same refusal, and know ML-DSA.
            assertThat(verdict.equals(Exhibit.OK)).isEqualTo(exhibit.openssl().equals(Exhibit.OK));
        }
    }
}
