package dev.handshakefleet.probe;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.probe.tls.identity.ClientIdentity;
import dev.handshakefleet.target.ClientCertificate;

/** Gets client certificates from where they are kept. A boundary to the outside: files, or a service that keeps secrets. */
@FunctionalInterface
public interface ClientIdentities {

    /**
     * May block for seconds where a service has to be asked.
     *
     * @param certificate where certificate and key are kept
     * @throws BadInputException when they cannot be had or used; its message names the place, never what is in it
     */
    ClientIdentity get(ClientCertificate certificate);

    /** For where no target has a client certificate. */
    static ClientIdentities none() {
        return certificate -> {
            throw new BadInputException(
                    "clientCertificate", certificate.from().name(), "none: client certificates cannot be had here");
        };
    }
}
