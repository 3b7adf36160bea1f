package dev.handshakefleet.bench.workbench;

import java.io.IOException;
import java.util.logging.LogManager;

/** The process that started this one and holds the other end of its input. */
public final class ParentProcess {

    private ParentProcess() {}

    /** Ends this process when the parent does, however that ends. */
    public static void endWithIt() {
        // Before there are two threads, as in FleetCommand.
        LogManager _ = LogManager.getLogManager();
        Thread.ofPlatform().daemon().name("end of input").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // The parent writes nothing to it.
                }
            } catch (IOException gone) {
                // The same as its end.
            }
            Runtime.getRuntime().halt(1);
        });
    }
}
