package dev.handshakefleet.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes the seeds anew, with fresh keys but for the signer's. A fuzzer's finds stay, but refer to other certificates
 * afterwards. Run it only after a change to the content of the seeds:
 *
 * <pre>
 *   ./mvnw test -Dtest=SeedWriterTest -Dfleet.record=true
 * </pre>
 */
@EnabledIfSystemProperty(
        named = "fleet.record",
        matches = "true",
        disabledReason = "seeds are written only with -Dfleet.record=true")
class SeedWriterTest {

    @Test
    void seedsOfEveryTargetAreWritten() throws IOException, GeneralSecurityException {
        new SeedWriter().writeAll();

        assertThat(Seeds.goodChain()).hasSize(3);
        assertThat(FuzzedInspection.inspect(Seeds.goodChain()).problems()).isEmpty();
        assertThat(Seeds.of("ChainFuzz")).hasSizeGreaterThan(40);
    }
}
