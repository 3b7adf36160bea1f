package dev.handshakefleet.bench.workbench;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The TLS 1.3 server of all measurements.
 *
 * @param name nginx, or the JDK where nginx is missing
 * @param ecdsaPort port of 127.0.0.1 where it presents an ECDSA P-256 key
 * @param rsaPort where it presents an RSA key of 2,048 bits; empty where it cannot
 * @param rootFile PEM of the root of the ECDSA key's chain; empty where that is not known
 */
public record ServerPorts(String name, int ecdsaPort, OptionalInt rsaPort, Optional<Path> rootFile) {

    /** A server of which the root is not known. */
    public ServerPorts(String name, int ecdsaPort, OptionalInt rsaPort) {
        this(name, ecdsaPort, rsaPort, Optional.empty());
    }

    public ServerPorts {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rsaPort, "rsaPort");
        Objects.requireNonNull(rootFile, "rootFile");
    }
}
