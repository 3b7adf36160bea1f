package dev.handshakefleet.bench;

import dev.handshakefleet.bench.cold.ColdRow;
import dev.handshakefleet.bench.cost.CostRow;
import dev.handshakefleet.bench.history.HistoryRow;
import dev.handshakefleet.bench.load.CallRow;
import dev.handshakefleet.bench.load.LoadRow;
import dev.handshakefleet.bench.memory.MemoryRow;
import dev.handshakefleet.bench.rate.RateRow;
import dev.handshakefleet.bench.truth.TruthRow;
import dev.handshakefleet.bench.workbench.Effort;
import dev.handshakefleet.bench.workbench.Machine;
import dev.handshakefleet.bench.workbench.SkippedParts.Skipped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The results of a run; {@code --json} writes them as they are.
 *
 * @param startedAt when it began
 * @param machine the machine
 * @param server the probed server
 * @param effort how often each figure was taken; what stands here is the median
 * @param truth reported against captured
 * @param cost CPU a probe
 * @param rates probes a second
 * @param memory with many in flight
 * @param cold first handshakes of fresh JVMs
 * @param load scheduled runs of many targets
 * @param calls what they sent to DynamoDB
 * @param history reading back
 * @param goals those that there are figures for
 * @param skipped what could not be done, and why
 */
public record BenchReport(
        Instant startedAt,
        Machine machine,
        String server,
        Effort effort,
        List<TruthRow> truth,
        List<CostRow> cost,
        List<RateRow> rates,
        List<MemoryRow> memory,
        List<ColdRow> cold,
        List<LoadRow> load,
        List<CallRow> calls,
        List<HistoryRow> history,
        List<Goal> goals,
        List<Skipped> skipped) {

    public BenchReport {
        Objects.requireNonNull(startedAt, "startedAt");
        Objects.requireNonNull(machine, "machine");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(effort, "effort");
        truth = List.copyOf(truth);
        cost = List.copyOf(cost);
        rates = List.copyOf(rates);
        memory = List.copyOf(memory);
        cold = List.copyOf(cold);
        load = List.copyOf(load);
        calls = List.copyOf(calls);
        history = List.copyOf(history);
        goals = List.copyOf(goals);
        skipped = List.copyOf(skipped);
    }
}
