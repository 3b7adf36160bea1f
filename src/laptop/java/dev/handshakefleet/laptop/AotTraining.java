package dev.handshakefleet.laptop;

import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The run from which the launcher makes its AOT cache (JEP 483, JEP 514). It probes servers of this process over loopback, so
 * that {@code ./fleet probe} finds loaded and linked what it needs.
 */
final class AotTraining {

    private static final List<List<String>> FORMS = List.of(List.of(), List.of("--steps"), List.of("--json"));

    private AotTraining() {}

    public static void main(String... none) throws IOException {
        LocalIdentity root = LocalAuthority.root("Training root").selfSigned();
        LocalIdentity authority = LocalAuthority.intermediate("Training CA").issuedBy(root);
        LocalIdentity leaf = LocalAuthority.leaf("localhost").dns("localhost").issuedBy(authority);
        Path trusted = Files.createTempFile("training", ".pem");
        try {
            Files.writeString(trusted, LocalIdentity.pem(List.of(root.certificate())));
            for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
                try (LoopbackServer server = LoopbackServer.tls(leaf, protocol)) {
                    List<String> probe = List.of("probe", "localhost:" + server.port(), "--ca", trusted.toString());
                    FORMS.forEach(form -> run(Stream.concat(probe.stream(), form.stream())));
                }
            }
        } finally {
            Files.delete(trusted);
        }
    }

    private static void run(Stream<String> command) {
        String[] arguments = command.toArray(String[]::new);
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        int _ = Laptop.commandLine(arguments).setOut(nowhere).setErr(nowhere).execute(arguments);
    }
}
