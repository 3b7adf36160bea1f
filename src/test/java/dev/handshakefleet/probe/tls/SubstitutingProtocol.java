package dev.handshakefleet.probe.tls;

import java.io.IOException;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.TlsServerProtocol;

/**
 * A server's protocol that sends given bytes where its Certificate message would stand, protected as that would be, and goes
 * on as if nothing had happened.
 */
final class SubstitutingProtocol extends TlsServerProtocol {

    private static final int LARGEST_FRAGMENT = 16 * 1024;

    private final byte[] insteadOfCertificate;

    SubstitutingProtocol(byte[] insteadOfCertificate) {
        this.insteadOfCertificate = insteadOfCertificate;
    }

    @Override
    protected void safeWriteRecord(short type, byte[] buffer, int offset, int length) throws IOException {
        if (type != ContentType.handshake || buffer[offset] != HandshakeType.certificate) {
            super.safeWriteRecord(type, buffer, offset, length);
            return;
        }
        for (int at = 0; at < insteadOfCertificate.length; at += LARGEST_FRAGMENT) {
            int fragment = Math.min(LARGEST_FRAGMENT, insteadOfCertificate.length - at);
            super.safeWriteRecord(type, insteadOfCertificate, at, fragment);
        }
    }
}
