package dev.handshakefleet.fuzz;

import dev.handshakefleet.support.InputBudget;
import java.util.List;

/** Certificates as a server sends them: whatever they are, an inspection that keeps its rules, and nothing thrown. */
public final class ChainFuzz {

    private ChainFuzz() {}

    /** @param data a {@link ChainInput} */
    public static void fuzzerTestOneInput(byte[] data) {
        List<byte[]> chain = ChainInput.chain(data);
        var _ = InputBudget.within(() -> FuzzedRoom.inspect(chain));
    }
}
