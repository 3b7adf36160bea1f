package dev.handshakefleet.bench.workbench;

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
public record BenchContext(
        ChildProcesses processes, WorkerJvm jvms, ServerPorts server, Effort effort, Consumer<String> progress) {

    public BenchContext {
        Objects.requireNonNull(processes, "processes");
        Objects.requireNonNull(jvms, "jvms");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(effort, "effort");
        Objects.requireNonNull(progress, "progress");
    }

    /** @return how often each figure is taken */
    public int rounds() {
        return effort.rounds();
    }

    /** @return how many probes to make where a full round has that many */
    public int count(int full) {
        return effort.probes(full);
    }

    /** Says what is done now. */
    public void say(String line) {
        progress.accept(line);
    }
}
