package dev.handshakefleet.cli.bench;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * What every part of the bench stands on.
 *
 * @param processes the processes of the run
 * @param jvms where JVMs of this program come from
 * @param server what is probed
 * @param quick whether a rough look in a minute or two is wanted instead of figures for the record
 * @param progress hears one line for each step
 */
record Workbench(
        ChildProcesses processes, WorkerJvm jvms, ServerPorts server, boolean quick, Consumer<String> progress) {

    private static final int ROUNDS = 5;

    Workbench {
        Objects.requireNonNull(processes, "processes");
        Objects.requireNonNull(jvms, "jvms");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(progress, "progress");
    }

    /** @return how often each figure is taken; what is shown is the median */
    int rounds() {
        return rounds(quick);
    }

    /** @return how often each figure is taken in a run of that kind */
    static int rounds(boolean quick) {
        return quick ? 1 : ROUNDS;
    }

    /** @return {@code full}, or a quarter of it where a rough look is wanted */
    int count(int full) {
        return quick ? full / 4 : full;
    }

    /** Says what is done now. */
    void say(String line) {
        progress.accept(line);
    }
}
