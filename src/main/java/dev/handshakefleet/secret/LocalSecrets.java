package dev.handshakefleet.secret;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.SecretSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads secrets from files and variables of this machine and leaves other places to another reader. Only for the
 * command.
 */
public final class LocalSecrets implements SecretReader {

    private static final int MOST_BYTES = 256 * 1024;

    private final Map<String, String> environment;
    private final SecretReader others;

    /**
     * @param environment such as {@link System#getenv()}
     * @param others reads secrets from other places
     */
    public LocalSecrets(Map<String, String> environment, SecretReader others) {
        this.environment = environment;
        this.others = others;
    }

    @Override
    public byte[] read(SecretSource source) {
        return switch (source.kind()) {
            case FILE -> file(source);
            case ENV ->
                Optional.ofNullable(environment.get(source.name()))
                        .map(value -> value.getBytes(StandardCharsets.UTF_8))
                        .orElseThrow(() -> new BadInputException(
                                "clientCertificate", source, "a variable that is set in the environment"));
            case SECRETSMANAGER, SSM -> others.read(source);
        };
    }

    private static byte[] file(SecretSource source) {
        try (InputStream content = Files.newInputStream(Path.of(source.name()))) {
            return content.readNBytes(MOST_BYTES + 1);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new BadInputException("clientCertificate", source, "a file that can be read");
        }
    }
}
