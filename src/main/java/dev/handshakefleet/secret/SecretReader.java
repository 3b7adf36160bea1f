package dev.handshakefleet.secret;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.SecretSource;

/** Reads secrets. A boundary to the outside. */
@FunctionalInterface
public interface SecretReader {

    /**
     * May block for seconds if it has to call a service.
     *
     * @param source the place of the secret
     * @return the secret; text as UTF-8
     * @throws BadInputException when it cannot be read; its message names the place, never the secret
     */
    byte[] read(SecretSource source);
}
