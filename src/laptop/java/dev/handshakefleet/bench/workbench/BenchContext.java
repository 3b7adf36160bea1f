package dev.handshakefleet.bench.workbench;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * The common context of all parts of the bench.
 *
 * @param processes the processes of the run
 * @param jvms starts JVMs of this program
 * @param server the probed server
 * @param effort how much is measured
 * @param progress receives one line a step
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

    /** @return the number of probes, for that many in a full round */
    public int count(int full) {
        return effort.probes(full);
    }

    /** Reports the current step. */
    public void reportStep(String line) {
        progress.accept(line);
    }
}
