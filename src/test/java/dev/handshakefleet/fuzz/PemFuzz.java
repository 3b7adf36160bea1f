package dev.handshakefleet.fuzz;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.certificate.TrustStore;
import dev.handshakefleet.support.InputBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PEM bundle that a person names: refused by a {@link BadInputException}, or a store that can be used. */
public final class PemFuzz {

    private static final Path BUNDLE = temporaryFile();

    private PemFuzz() {}

    /** @param data the content of the file */
    public static void fuzzerTestOneInput(byte[] data) {
        try {
            Files.write(BUNDLE, data);
            var _ = InputBudget.within(PemFuzz::read);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static boolean read() {
        try {
            TrustStore store = FuzzedInspection.trust().and(BUNDLE.toString(), "--ca");
            var _ = FuzzedInspection.inspect(Seeds.goodChain(), store);
            return true;
        } catch (BadInputException refused) {
            return false;
        }
    }

    private static Path temporaryFile() {
        try {
            Path file = Files.createTempFile("bundle", ".pem");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
