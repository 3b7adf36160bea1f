package dev.handshakefleet.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes the seeds anew, with fresh keys but for the signer's. What a fuzzer found stays, but names other certificates
 * afterwards, so only who changes what the seeds are runs this:
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
        assertThat(FuzzedRoom.inspect(Seeds.goodChain()).problems()).isEmpty();
        assertThat(Seeds.of("ChainFuzz")).hasSizeGreaterThan(40);
    }
}
