package dev.handshakefleet.fuzz;

import dev.handshakefleet.probe.tls.CertificateMessages;
import dev.handshakefleet.support.InputBudget;
import java.util.List;

/**
 * The Certificate message of a server on its way to the inspection: the engine reads it in the middle of a handshake, and the
 * chain that the engine took from it is inspected. Any bytes end the handshake in a result and give an inspection of the chain.
 */
public final class MessageFuzz {

    private MessageFuzz() {}

    /** @param data version and message, as {@link CertificateMessages#presented} has them */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length > 1) {
            List<byte[]> presented = CertificateMessages.presented(data);
            var _ = InputBudget.within(() -> FuzzedInspection.inspect(presented));
        }
    }
}
