package dev.handshakefleet.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs that fuzzing starts from, one file each, in a directory for each target. They are part of the sources, so that a
 * fuzzer's find is tried again in every build. {@link SeedWriter} writes them. A fuzzer found the files named {@code crash-…},
 * {@code timeout-…} and so on.
 */
final class Seeds {

    static final Path DIRECTORY = Path.of("src/test/resources/fuzz");

    private Seeds() {}

    /** @return leaf, lower and upper intermediate, for {@link FuzzedInspection#HOST}, under a trusted root */
    static List<byte[]> goodChain() {
        return GoodChain.CERTIFICATES;
    }

    /** @return the inputs of a target, by file name */
    static List<Seed> of(String target) {
        try (Stream<Path> files = Files.list(DIRECTORY.resolve(target))) {
            List<Seed> seeds = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                seeds.add(new Seed(target + "/" + file.getFileName(), Files.readAllBytes(file)));
            }
            return seeds;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<byte[]> certificates(Path pem) {
        try (var input = Files.newInputStream(pem)) {
            List<byte[]> encodings = new ArrayList<>();
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(input)) {
                encodings.add(certificate.getEncoded());
            }
            return encodings;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (CertificateEncodingException alreadyEncoded) {
            throw new IllegalStateException(alreadyEncoded);
        } catch (CertificateException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** One input. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Seed(String name, byte[] bytes) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static final class GoodChain {

        static final List<byte[]> CERTIFICATES = certificates(DIRECTORY.resolve("good.pem"));
    }
}
