package dev.handshakefleet.target;

import java.util.Locale;
import java.util.Objects;

/**
 * Where a secret is kept; never the secret itself.
 *
 * @param kind the kind of place
 * @param name the path of the file, the name of the variable, the name or ARN of the secret or parameter
 */
public record SecretSource(Kind kind, String name) {

    /** The kinds of places. */
    public enum Kind {
        /** A file of this machine; in the command only. */
        FILE,
        /** A variable of the environment; in the command only. */
        ENV,
        /** AWS Secrets Manager. */
        SECRETSMANAGER,
        /** A SecureString of the AWS Systems Manager Parameter Store. */
        SSM
    }

    public SecretSource {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    /** As it is written in targets. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
    }
}
