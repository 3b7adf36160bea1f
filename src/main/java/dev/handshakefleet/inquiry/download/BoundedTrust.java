package dev.handshakefleet.inquiry.download;

import dev.handshakefleet.certificate.KeyLimits;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The trust of the JDK in the servers of downloads, with every key held to {@link KeyLimits} before the JDK computes with
 * it. The JDK itself accepts RSA keys of 16,384 bits. Thread-safe.
 */
final class BoundedTrust extends X509ExtendedTrustManager {

    /** The server would choose the prime and its size, and every authority offers elliptic curves. */
    private static final String FINITE_FIELD = "_DHE_";

    private final X509ExtendedTrustManager trust;

    /** @param trust is asked about chains whose keys are within the limits */
    BoundedTrust(X509ExtendedTrustManager trust) {
        this.trust = trust;
    }

    /** @return a TLS context that trusts what the JDK trusts */
    static SSLContext ofJdk() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            TrustManager[] bounded = Arrays.stream(factory.getTrustManagers())
                    .map(X509ExtendedTrustManager.class::cast)
                    .map(BoundedTrust::new)
                    .toArray(TrustManager[]::new);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, bounded, null);
            return context;
        } catch (GeneralSecurityException everyJdkHasThem) {
            throw new IllegalStateException(everyJdkHasThem);
        }
    }

    /** Leaves out every cipher suite with a finite-field Diffie-Hellman exchange of TLS 1.2. */
    static void boundKeyExchange(SSLSocket socket) {
        socket.setEnabledCipherSuites(Arrays.stream(socket.getEnabledCipherSuites())
                .filter(suite -> !suite.contains(FINITE_FIELD))
                .toArray(String[]::new));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
            throws CertificateException {
        requireBounded(chain);
        trust.checkServerTrusted(chain, keyExchange, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
            throws CertificateException {
        requireBounded(chain);
        trust.checkServerTrusted(chain, keyExchange, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
        requireBounded(chain);
        trust.checkServerTrusted(chain, keyExchange);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
            throws CertificateException {
        throw onlyServers();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
            throws CertificateException {
        throw onlyServers();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
        throw onlyServers();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }

    private static void requireBounded(X509Certificate[] chain) throws CertificateException {
        for (X509Certificate certificate : chain) {
            Optional<String> excess =
                    KeyLimits.excess(certificate.getPublicKey().getEncoded());
            if (excess.isPresent()) {
                throw new CertificateException("a certificate of the server cannot be used: " + excess.get());
            }
        }
    }

    private static CertificateException onlyServers() {
        return new CertificateException("downloads have no clients");
    }
}
