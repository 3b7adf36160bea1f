package dev.handshakefleet.probe.tls;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.TimedStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.bouncycastle.tls.ContentType;
import org.bouncycastle.tls.HandshakeType;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsServerProtocol;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * A server in memory that sends given bytes where its Certificate message would stand, protected as that would be, and
 * goes on as if nothing had happened. Draws its keys from a seed, so that the same bytes meet the same handshake.
 */
final class SubstitutingServer implements TimedStream {

    private static final int LARGEST_FRAGMENT = 16 * 1024;

    private final Protocol protocol = new Protocol();
    private final BcTlsCrypto crypto = new SeededCrypto("server");
    private final byte[] insteadOfCertificate;
    private boolean gone;

    SubstitutingServer(WarmUpIdentity identity, ProtocolVersion version, byte[] insteadOfCertificate)
            throws IOException {
        this.insteadOfCertificate = insteadOfCertificate;
        protocol.accept(new WarmUpServer(crypto, identity, version));
    }

    @Override
    public Departure send(byte[] bytes, Deadline deadline) {
        long now = System.nanoTime();
        try {
            protocol.offerInput(bytes, 0, bytes.length);
        } catch (IOException | RuntimeException serverGaveUp) {
            gone = true;
        }
        return () -> now;
    }

    /** A server that waits for us while we wait for it would end by the deadline; the test fails at once instead. */
    @Override
    public Arrival receive(Deadline deadline) throws IOException {
        int pending = protocol.getAvailableOutputBytes();
        if (pending == 0 && !gone) {
            throw new SocketTimeoutException("both wait");
        }
        byte[] flight = new byte[pending];
        int _ = protocol.readOutput(flight, 0, pending);
        return new Arrival(flight, System.nanoTime());
    }

    private final class Protocol extends TlsServerProtocol {

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
}
