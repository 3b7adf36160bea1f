package dev.handshakefleet.fuzz;

import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.certificate.chain.ChainInspection;
import dev.handshakefleet.certificate.chain.ChainInspector;
import java.time.Instant;
import java.util.List;

/** The inspection that the targets run: a fixed trust store, a fixed name, a fixed instant. */
public final class FuzzedInspection {

    static final String HOST = "www.example.com";
    static final Instant AT = Instant.parse("2026-11-24T00:00:00Z");

    private FuzzedInspection() {}

    /** @return the inspection of a chain, held to {@link InspectionRules} */
    public static ChainInspection inspect(List<byte[]> chain) {
        ChainInspection inspection = inspect(chain, Roots.TRUST);
        InspectionRules.check(chain, inspection);
        return inspection;
    }

    /** @return the roots of all seeds */
    static TrustStore trust() {
        return Roots.TRUST;
    }

    /** @return the inspection of a chain with this trust store */
    static ChainInspection inspect(List<byte[]> chain, TrustStore trust) {
        return new ChainInspector(trust).inspect(chain, HOST, AT);
    }

    /** Read when first needed, because {@link SeedWriter} runs before the file exists. */
    private static final class Roots {

        static final TrustStore TRUST = TrustStore.of(TrustStore.PUBLIC, List.of())
                .and(Seeds.DIRECTORY.resolve("trust.pem").toString(), "trust");
    }
}
