package dev.handshakefleet.terminal;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * What a command still does when the user ends it with Ctrl-C (SIGINT), or its system with SIGTERM. The JVM then exits with status 130
 * (143), as shells have it: 128 and the number of the signal.
 */
public final class Interruption implements AutoCloseable {

    private final AtomicBoolean isTaken = new AtomicBoolean();
    private final Thread hook;

    private Interruption(Runnable lastWords) {
        this.hook = new Thread(
                () -> {
                    if (isTaken.compareAndSet(false, true)) {
                        lastWords.run();
                    }
                },
                "interruption");
    }

    /**
     * @param lastWords what is done then, soon; not done if the work ended before
     * @return to be closed when the work has ended
     */
    public static Interruption then(Runnable lastWords) {
        Interruption interruption = new Interruption(lastWords);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** The work has ended. If the user was faster, this does not return: the last words are said and the JVM exits. */
    @Override
    public void close() {
        if (isTaken.compareAndSet(false, true)) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException isExiting) {
                // Nothing is left to say.
            }
            return;
        }
        while (hook.getState() != Thread.State.NEW) {
            LockSupport.park(this);
        }
    }
}
