package dev.handshakefleet.inquiry.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.support.HostileKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoundedTrustTest {

    private final RecordingTrust jdk = new RecordingTrust();
    private final BoundedTrust bounded = new BoundedTrust(jdk);

    /** Those that the JDK reads. It refuses the others before it asks whom to trust. */
    static List<HostileKey> refused() {
        return HostileKey.all().stream()
                .filter(HostileKey::isRefused)
                .filter(key -> read(key).isPresent())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("refused")
    void nothingIsComputedWithAKeyBeyondALimit(HostileKey hostile) {
        X509Certificate[] chain = {read(hostile).orElseThrow()};
        Socket socket = new Socket();

        assertThatThrownBy(() -> bounded.checkServerTrusted(chain, "ECDHE_RSA", socket))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(hostile.refusal().orElseThrow());
        assertThat(jdk.asked).isEmpty();
    }

    @Test
    void jdkJudgesChainsWithinTheLimits() throws CertificateException {
        HostileKey ordinary = HostileKey.all().stream()
                .filter(key -> key.name().startsWith("RSA 4096"))
                .findFirst()
                .orElseThrow();
        X509Certificate[] chain = {read(ordinary).orElseThrow()};
        Socket socket = new Socket();

        bounded.checkServerTrusted(chain, "ECDHE_RSA", socket);

        assertThat(jdk.asked).containsExactly(chain);
    }

    @Test
    void noFiniteFieldIsOffered() throws IOException {
        try (SSLSocket socket =
                (SSLSocket) BoundedTrust.ofJdk().getSocketFactory().createSocket()) {
            BoundedTrust.boundKeyExchange(socket);

            assertThat(socket.getEnabledCipherSuites())
                    .contains("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                    .noneMatch(suite -> suite.contains("_DHE_"));
        }
    }

    private static Optional<X509Certificate> read(HostileKey hostile) {
        try {
            return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(hostile.certificate())));
        } catch (CertificateException refusedByJdk) {
            return Optional.empty();
        }
    }

    private static final class RecordingTrust extends X509ExtendedTrustManager {

        private final List<X509Certificate> asked = new ArrayList<>();

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket) {
            asked.addAll(List.of(chain));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine) {
            asked.addAll(List.of(chain));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyExchange) {
            asked.addAll(List.of(chain));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyExchange) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
