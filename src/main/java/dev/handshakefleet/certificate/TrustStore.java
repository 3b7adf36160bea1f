package dev.handshakefleet.certificate;

import dev.handshakefleet.target.BadInputException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;

/**
 * The certificates that a path may end in. Each one is a trust anchor, whether it is self-signed or not, and a leaf as
 * well. Immutable and safe for use by many threads.
 */
public final class TrustStore {

    /** Empty until the first call: a native executable initialises classes while it is built, and must load at run time. */
    private static final AtomicReference<TrustStore> JDK_ROOTS = new AtomicReference<>();

    private final Set<X509Certificate> anchors;
    private final Map<X500Principal, List<X509Certificate>> bySubject;

    private TrustStore(Collection<X509Certificate> certificates) {
        anchors = new LinkedHashSet<>(certificates);
        bySubject = anchors.stream().collect(Collectors.groupingBy(X509Certificate::getSubjectX500Principal));
    }

    /**
     * The roots that the JDK trusts, from its default {@link TrustManagerFactory}: a native executable carries them
     * inside, and {@code -Djavax.net.ssl.trustStore} replaces them.
     *
     * @throws IllegalStateException when the JDK cannot load them
     */
    public static TrustStore jdk() {
        synchronized (JDK_ROOTS) {
            if (JDK_ROOTS.get() == null) {
                JDK_ROOTS.set(loadJdkRoots());
            }
            return JDK_ROOTS.get();
        }
    }

    /** @return a store of exactly these certificates; an empty one trusts nobody */
    public static TrustStore of(Collection<X509Certificate> certificates) {
        return new TrustStore(certificates);
    }

    /**
     * This store and every certificate of a PEM file besides; other PEM objects in the file and text around them are
     * passed over.
     *
     * @param pemFile a bundle of at most 4 MB
     * @param field what the file is called where it was given, such as {@code --ca}
     * @throws BadInputException when the file cannot be read, is too large, or holds no certificate or a broken one
     */
    public TrustStore and(Path pemFile, String field) {
        List<X509Certificate> both = new ArrayList<>(anchors);
        both.addAll(PemBundle.read(pemFile, field));
        return new TrustStore(both);
    }

    /** @return how many certificates are trusted */
    public int size() {
        return anchors.size();
    }

    Set<X509Certificate> anchors() {
        return Collections.unmodifiableSet(anchors);
    }

    boolean holds(X509Certificate certificate) {
        return anchors.contains(certificate);
    }

    List<X509Certificate> named(X500Principal subject) {
        return bySubject.getOrDefault(subject, List.of());
    }

    private static TrustStore loadJdkRoots() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return new TrustStore(Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .toList());
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException("The JDK's own trust store cannot be loaded", unreadable);
        }
    }
}
