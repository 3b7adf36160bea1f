package dev.handshakefleet.target;

import java.util.Locale;
import java.util.Objects;

/**
 * The place of a secret; never the secret itself.
 *
 * @param kind the kind of place
 * @param name the path of the file, the name of the variable, the name or ARN of the secret or parameter
 */
public record SecretSource(Kind kind, String name) {

    /** The kinds of places. */
    public enum Kind {
        /** A file of this machine; only in the command. */
        FILE,
        /** A variable of the environment; only in the command. */
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

    /** The written form in targets. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
    }
}
