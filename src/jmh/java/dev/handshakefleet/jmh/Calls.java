package dev.handshakefleet.jmh;

/** Counts the calls that a CPU time is shared by. */
public final class Calls {

    private Calls() {}

    /** @return what the call gave */
    public static Object counted(CpuTime cpu, Object result) {
        cpu.count();
        return result;
    }
}
