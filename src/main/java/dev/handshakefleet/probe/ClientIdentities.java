package dev.handshakefleet.probe;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.probe.tls.identity.ClientIdentity;
import dev.handshakefleet.target.ClientCertificate;

/**
 * Loads client certificates. An interface, because they come from files or from a service that stores secrets.
 * Implementations are thread-safe.
 */
@FunctionalInterface
public interface ClientIdentities {

    /**
     * Loads one identity. Can block for seconds if a service is asked.
     *
     * @param certificate the place of the certificate and its key
     * @return the certificate and key
     * @throws BadInputException if they cannot be read or used; the message names the place and never the content
     */
    ClientIdentity get(ClientCertificate certificate);

    /** For programs in which no target has a client certificate: loading one always fails. */
    static ClientIdentities none() {
        return certificate -> {
            throw new BadInputException(
                    "clientCertificate",
                    certificate.from().name(),
                    "no such field: this program cannot load client certificates");
        };
    }
}
