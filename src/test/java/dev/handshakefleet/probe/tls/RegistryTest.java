package dev.handshakefleet.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.target.CipherSuites;
import dev.handshakefleet.target.NamedGroups;
import java.lang.reflect.Field;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.junit.jupiter.api.Test;

/** The names that targets use against the engine that has to know them. */
class RegistryTest {

    private static final Map<String, ProtocolVersion> VERSIONS = Map.of(
            "TLSv1.0", ProtocolVersion.TLSv10,
            "TLSv1.1", ProtocolVersion.TLSv11,
            "TLSv1.2", ProtocolVersion.TLSv12,
            "TLSv1.3", ProtocolVersion.TLSv13);

    @Test
    void suitesAreThoseOfTheEngineWithoutPskAndStaticKeys() throws IllegalAccessException {
        BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
        Map<String, Integer> expected = new TreeMap<>();
        for (Field field : CipherSuite.class.getFields()) {
            String name = field.getName();
            if (TlsUtils.isSupportedCipherSuite(crypto, field.getInt(null))
                    && !name.matches(".*(PSK|SRP|SM4).*|TLS_(EC)?DH_(RSA|DSS|ECDSA)_.*")) {
                expected.put(name, field.getInt(null));
            }
        }

        Map<String, Integer> ours = new TreeMap<>();
        CipherSuites.names()
                .forEach(name -> ours.put(name, CipherSuites.code(name).orElseThrow()));

        assertThat(ours).isEqualTo(expected).hasSizeGreaterThan(100);
    }

    @Test
    void suitesHaveTheirVersions() {
        for (String name : CipherSuites.names()) {
            int code = CipherSuites.code(name).orElseThrow();
            assertThat(CipherSuites.versions(name))
                    .as(name)
                    .containsExactlyElementsOf(
                            versionsThat(version -> TlsUtils.isValidVersionForCipherSuite(code, version)));
        }
    }

    @Test
    void groupsHaveTheNumbersAndVersionsOfTheEngine() throws ReflectiveOperationException {
        for (String name : NamedGroups.names()) {
            int code = NamedGroups.code(name).orElseThrow();
            assertThat(NamedGroup.class.getField(name).getInt(null)).as(name).isEqualTo(code);
            assertThat(NamedGroups.name(code)).contains(name);
            assertThat(NamedGroups.versions(name))
                    .as(name)
                    .containsExactlyElementsOf(versionsThat(version -> NamedGroup.canBeNegotiated(code, version)));
        }
    }

    @Test
    void namesAreReadInAnyCaseAndShownInOne() {
        assertThat(CipherSuites.code("tls_aes_128_gcm_sha256")).contains(0x1301);
        assertThat(CipherSuites.name(0x1301)).contains("TLS_AES_128_GCM_SHA256");
        assertThat(NamedGroups.code("X25519")).contains(29);
        assertThat(NamedGroups.name(29)).contains("x25519");
        assertThat(CipherSuites.code("ECDHE-RSA-AES128-GCM-SHA256")).isEmpty();
        assertThat(NamedGroups.code("P-256")).isEmpty();
    }

    private static List<String> versionsThat(Predicate<ProtocolVersion> fits) {
        return VERSIONS.entrySet().stream()
                .filter(entry -> fits.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
