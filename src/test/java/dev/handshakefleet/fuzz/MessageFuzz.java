package dev.handshakefleet.fuzz;

import dev.handshakefleet.probe.tls.CertificateMessages;
import dev.handshakefleet.support.InputBudget;
import java.util.List;

/**
 * The Certificate message of a server on its way into the room of certificates: the engine reads it in the middle of a
 * handshake, and what it took for the presented chain is inspected. However wrong the bytes are, the handshake ends in a
 * result and the chain in an inspection.
 */
public final class MessageFuzz {

    private MessageFuzz() {}

    /** @param data version and message, as {@link CertificateMessages#presented} has them */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 1) {
            List<byte[]> presented = CertificateMessages.presented(data);
            var _ = InputBudget.within(() -> FuzzedRoom.inspect(presented));
        }
    }
}
