package dev.handshakefleet.certificate;

import java.util.Locale;

/** The place of a certificate in its path. */
public enum Role {
    /** The server's own certificate: the first one sent. */
    LEAF,
    /** A certificate between leaf and root, or one that was sent and belongs to no path. */
    INTERMEDIATE,
    /** The end of the path: a trust anchor, or a self-signed certificate that is not trusted. */
    ROOT;

    /** @return the word in JSON and in sentences, such as {@code leaf} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
