package dev.handshakefleet.certificate.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.certificate.ParsedCertificate;
import dev.handshakefleet.certificate.chain.SignatureChecks.Outcome;
import dev.handshakefleet.support.HostileKey;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureChecksTest {

    @ParameterizedTest
    @CsvSource({
        "EC P-521, 60",
        "'RSA 4096, exponent of 17 bits', 60",
        "EC brainpoolP512r1, 15",
        "'RSA 8192, exponent of 33 bits', 15"
    })
    void aSlowKeyCountsAsFourChecks(String name, int checked) throws CertificateException {
        HostileKey key = HostileKey.all().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<ParsedCertificate> crowd = new ArrayList<>();
        for (byte[] certificate : key.crowd()) {
            crowd.add(PresentedChain.parse(certificate));
        }
        SignatureChecks checks = new SignatureChecks();

        List<Outcome> outcomes = new ArrayList<>();
        for (ParsedCertificate certificate : crowd.subList(0, 4)) {
            for (ParsedCertificate issuer : crowd) {
                outcomes.add(checks.of(certificate, issuer));
            }
        }

        assertThat(outcomes.subList(0, checked)).containsOnly(Outcome.BAD);
        assertThat(outcomes.subList(checked, outcomes.size())).containsOnly(Outcome.NOT_CHECKED);
    }
}
