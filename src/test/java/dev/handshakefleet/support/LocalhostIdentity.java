package dev.handshakefleet.support;

import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;

/** The key and the certificate of a server at {@code localhost}, for tests of handshakes. */
public final class LocalhostIdentity {

    private LocalhostIdentity() {}

    /** @return a new identity for the name {@code localhost}, valid now, with a root of its own */
    public static LocalIdentity issued() {
        return LocalAuthority.leaf("localhost")
                .dns("localhost")
                .issuedBy(LocalAuthority.root("Root").selfSigned());
    }
}
