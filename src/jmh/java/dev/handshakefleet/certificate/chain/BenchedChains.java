package dev.handshakefleet.certificate.chain;

import dev.handshakefleet.local.server.LocalIdentity;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The chains of a run as files: the process that measures neither makes keys nor signs, which would load and compile
 * beforehand what a first inspection has to.
 */
final class BenchedChains {

    /**
     * More certificates than the JDK keeps: its factory hands out the certificate that it parsed before for the same bytes
     * (750 of them), and a certificate remembers that its signature was verified.
     */
    static final int MANY = 400;

    private BenchedChains() {}

    static void write(Path directory) throws IOException {
        for (ChainKind kind : ChainKind.values()) {
            LocalIdentity root = kind.root();
            Files.writeString(root(directory, kind), LocalIdentity.pem(root.path()));
            try (DataOutputStream output = new DataOutputStream(Files.newOutputStream(chains(directory, kind)))) {
                Collection<List<byte[]>> chains = kind.chains(root, MANY);
                output.writeInt(chains.size());
                for (List<byte[]> chain : chains) {
                    write(chain, output);
                }
            }
        }
    }

    static List<List<byte[]>> read(Path directory, ChainKind kind) throws IOException {
        try (DataInputStream input = new DataInputStream(Files.newInputStream(chains(directory, kind)))) {
            List<List<byte[]>> chains = new ArrayList<>();
            for (int left = input.readInt(); left > 0; left--) {
                chains.add(readChain(input));
            }
            return chains;
        }
    }

    static Path root(Path directory, ChainKind kind) {
        return directory.resolve(kind + ".pem");
    }

    private static Path chains(Path directory, ChainKind kind) {
        return directory.resolve(kind + ".chains");
    }

    private static void write(List<byte[]> chain, DataOutputStream output) throws IOException {
        output.writeInt(chain.size());
        for (byte[] certificate : chain) {
            output.writeInt(certificate.length);
            output.write(certificate);
        }
    }

    private static List<byte[]> readChain(DataInputStream input) throws IOException {
        List<byte[]> chain = new ArrayList<>();
        for (int left = input.readInt(); left > 0; left--) {
            chain.add(input.readNBytes(input.readInt()));
        }
        return chain;
    }
}
