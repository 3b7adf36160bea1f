package dev.handshakefleet.fuzz;

import dev.handshakefleet.support.InputBudget;
import java.util.List;

/** Certificates as a server sends them: any bytes give an inspection that keeps its rules, and no exception. */
public final class ChainFuzz {

    private ChainFuzz() {}

    /** @param data a {@link ChainInput} */
    public static void fuzzerTestOneInput(byte[] data) {
        List<byte[]> chain = ChainInput.chain(data);
        var _ = InputBudget.within(() -> FuzzedInspection.inspect(chain));
    }
}
