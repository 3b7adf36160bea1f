package dev.handshakefleet.secret;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.SecretSource;

/** Reads secrets from where they are kept. A boundary to the outside. */
@FunctionalInterface
public interface SecretReader {

    /**
     * May block for seconds where a service has to be asked.
     *
     * @param source where the secret is kept
     * @return what is kept there; for text its UTF-8
     * @throws BadInputException when it cannot be had; its message names the place, never the secret
     */
    byte[] read(SecretSource source);
}
