package dev.handshakefleet.certificate;

import dev.handshakefleet.base.BadInputException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;

/**
 * The certificates that may end a path, each with the names of the stores that hold it, such as {@code public} and
 * {@code corp}. Each one is a trust anchor, self-signed or not; a leaf can be one too. Immutable and safe
 * for use by
 * many threads.
 */
public final class TrustStore {

    /**
     * The name of the store of the JDK's roots. The rules for publicly trusted certificates apply to paths that end
     * there.
     */
    public static final String PUBLIC = "public";

    /**
     * Empty until the first call: a native executable initialises classes at build time and must load the roots at run
     * time.
     */
    private static final AtomicReference<TrustStore> JDK_ROOTS = new AtomicReference<>();

    private final Supplier<Map<X509Certificate, List<String>>> source;
    private final AtomicReference<Anchors> loaded = new AtomicReference<>();

    /**
     * The certificates in memory.
     *
     * @param stores the names of the stores that hold each certificate
     * @param bySubject the certificates by the name of their subject
     */
    private record Anchors(
            Map<X509Certificate, List<String>> stores, Map<X500Principal, List<X509Certificate>> bySubject) {

        Anchors(Map<X509Certificate, List<String>> stores) {
            this(
                    stores,
                    stores.keySet().stream().collect(Collectors.groupingBy(X509Certificate::getSubjectX500Principal)));
        }
    }

    private TrustStore(Supplier<Map<X509Certificate, List<String>>> source) {
        this.source = source;
    }

    /**
     * The roots that the JDK trusts, from its default {@link TrustManagerFactory}, under the name {@link #PUBLIC}: a
     * native executable carries them inside, and {@code -Djavax.net.ssl.trustStore} replaces them. They are read by the first
     * use, or by {@link #load}.
     */
    public static TrustStore jdk() {
        TrustStore roots = readLater(PUBLIC, TrustStore::jdkRoots);
        return JDK_ROOTS.compareAndSet(null, roots) ? roots : JDK_ROOTS.get();
    }

    /** @return a store of that name with exactly these certificates; an empty one trusts nobody */
    public static TrustStore of(String name, Collection<X509Certificate> certificates) {
        Map<X509Certificate, List<String>> anchors = with(Map.of(), name, certificates);
        return new TrustStore(() -> anchors);
    }

    /** A store whose certificates are read by its first use. */
    static TrustStore readLater(String name, Supplier<List<X509Certificate>> certificates) {
        return new TrustStore(() -> with(Map.of(), name, certificates.get()));
    }

    /**
     * Reads the certificates now, so that no later use waits for it. Later calls return at once.
     *
     * @throws IllegalStateException when the JDK cannot load its roots
     */
    public void load() {
        Anchors _ = content();
    }

    private Anchors content() {
        Anchors anchors = loaded.get();
        if (anchors == null) {
            synchronized (this) {
                anchors = loaded.updateAndGet(known -> known == null ? new Anchors(source.get()) : known);
            }
        }
        return anchors;
    }

    /**
     * This store and every certificate of PEM files besides; other PEM objects in a file and text around them are
     * passed over.
     *
     * @param written one or more files, separated by commas, each of at most 4 MB; a name and an equals sign may stand
     *     before a file ({@code corp=/etc/pki/corp.pem}), else its store is called like the file, without its ending
     * @param field what the value is called where it was given, such as {@code --ca}
     * @throws BadInputException when a name is empty or reserved, or a file cannot be read, is too large, or holds no
     *     certificate or a broken one
     */
    public TrustStore and(String written, String field) {
        TrustStore all = this;
        for (String entry : written.split(",", -1)) {
            PemStore store = PemStore.parse(entry.strip(), field);
            all = all.and(store.name(), CertificateFile.read(store.file(), field));
        }
        return all;
    }

    private TrustStore and(String name, Collection<X509Certificate> certificates) {
        return new TrustStore(() -> with(content().stores(), name, certificates));
    }

    private static Map<X509Certificate, List<String>> with(
            Map<X509Certificate, List<String>> anchors, String name, Collection<X509Certificate> certificates) {
        Map<X509Certificate, List<String>> both = new LinkedHashMap<>(anchors);
        for (X509Certificate certificate : certificates) {
            List<String> names = new ArrayList<>(both.getOrDefault(certificate, List.of()));
            if (!names.contains(name)) {
                names.add(name);
            }
            both.put(certificate, List.copyOf(names));
        }
        return both;
    }

    /** @return how many certificates are trusted */
    public int size() {
        return content().stores().size();
    }

    /** @return the trust anchors */
    public Set<X509Certificate> anchors() {
        return Collections.unmodifiableSet(content().stores().keySet());
    }

    public boolean holds(X509Certificate certificate) {
        return content().stores().containsKey(certificate);
    }

    /** @return the names of the stores that hold the certificate, in the order in which they were given */
    public List<String> namesOf(X509Certificate certificate) {
        return content().stores().getOrDefault(certificate, List.of());
    }

    private List<X509Certificate> named(X500Principal subject) {
        return content().bySubject().getOrDefault(subject, List.of());
    }

    /** @return the anchors whose name the certificate gives as its issuer's, as far as they can be read */
    public List<ParsedCertificate> issuersOf(ParsedCertificate certificate) {
        return named(certificate.issuer()).stream()
                .flatMap(anchor -> {
                    try {
                        return Stream.of(new ParsedCertificate(anchor));
                    } catch (CertificateException unusableAnchor) {
                        return Stream.empty();
                    }
                })
                .toList();
    }

    private static List<X509Certificate> jdkRoots() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
                    .toList();
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException("The JDK's own trust store cannot be loaded", unreadable);
        }
    }
}
