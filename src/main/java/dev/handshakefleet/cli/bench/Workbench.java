package dev.handshakefleet.cli.bench;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * What every part of the bench stands on.
 *
 * @param processes the processes of the run
 * @param jvms where JVMs of this program come from
 * @param server what is probed
 * @param effort how much is measured
 * @param progress hears one line for each step
 */
record Workbench(
        ChildProcesses processes, WorkerJvm jvms, ServerPorts server, Effort effort, Consumer<String> progress) {

    Workbench {
        Objects.requireNonNull(processes, "processes");
        Objects.requireNonNull(jvms, "jvms");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(effort, "effort");
        Objects.requireNonNull(progress, "progress");
    }

    /** @return how often each figure is taken */
    int rounds() {
        return effort.rounds();
    }

    /** @return how many probes to make where a full round has that many */
    int count(int full) {
        return effort.probes(full);
    }

    /** Says what is done now. */
    void say(String line) {
        progress.accept(line);
    }
}
