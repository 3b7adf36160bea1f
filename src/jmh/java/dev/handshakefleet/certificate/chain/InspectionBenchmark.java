package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.jmh.Calls;
import dev.handshakefleet.jmh.CpuTime;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The inspection of a chain, and the JDK's own check of the same one for comparison: each reads the certificates from their
 * encoding and looks for a path to the JDK's roots and one more. The JDK's neither compares names nor says what it found.
 *
 * <p>How often, with which compilers and whether from a fresh JVM is for {@link InspectionBench} to say.
 */
@State(Scope.Thread)
public class InspectionBenchmark {

    static final String DIRECTORY = "fleet.jmh.directory";

    /** Which chain. */
    @Param
    public ChainKind chain;

    private List<List<byte[]>> chains;
    private int next;
    private ChainInspector inspector;
    private X509TrustManager jdk;
    private Instant now;

    /** Loads chains and trust stores, which a process does once. */
    @Setup
    public void load() throws IOException, GeneralSecurityException {
        Path directory = Path.of(System.getProperty(DIRECTORY));
        chains = BenchedChains.read(directory, chain);
        TrustStore trust =
                TrustStore.jdk().and(BenchedChains.root(directory, chain).toString(), "root");
        inspector = new ChainInspector(trust);
        jdk = trustManager(trust);
        now = Instant.now();
    }

    /** The same chain as before, as for a target that is probed every minute. */
    @Benchmark
    public Object seenBefore(CpuTime cpu) {
        return Calls.counted(cpu, inspect(chains.getFirst()));
    }

    /** A chain that this process has not seen, or forgotten. */
    @Benchmark
    public Object neverSeen(CpuTime cpu) {
        return Calls.counted(cpu, inspect(nextChain()));
    }

    /** The JDK's check of the same chain as before. */
    @Benchmark
    public Object jdkSeenBefore(CpuTime cpu) throws CertificateException {
        return Calls.counted(cpu, check(chains.getFirst()));
    }

    /** The JDK's check of a chain that this process has not seen, or forgotten. */
    @Benchmark
    public Object jdkNeverSeen(CpuTime cpu) throws CertificateException {
        return Calls.counted(cpu, check(nextChain()));
    }

    /** The one place where the room is entered. */
    private ChainInspection inspect(List<byte[]> presented) {
        ChainInspection inspection = inspector.inspect(presented, ChainKind.HOST, now);
        if (!inspection.problems().isEmpty() || inspection.path().size() != presented.size() + 1) {
            throw new IllegalStateException("not the chain that was made: " + inspection);
        }
        return inspection;
    }

    private X509Certificate[] check(List<byte[]> presented) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509Certificate[] read = new X509Certificate[presented.size()];
        for (int index = 0; index < read.length; index++) {
            read[index] = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(presented.get(index)));
        }
        jdk.checkServerTrusted(read, "UNKNOWN"); // the key exchange of TLS 1.3
        return read;
    }

    private List<byte[]> nextChain() {
        next = (next + 1) % chains.size();
        return chains.get(next);
    }

    private static X509TrustManager trustManager(TrustStore trust) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int number = 0;
        for (X509Certificate anchor : trust.anchors()) {
            store.setCertificateEntry("anchor " + number++, anchor);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
