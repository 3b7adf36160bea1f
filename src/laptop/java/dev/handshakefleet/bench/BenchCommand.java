package dev.handshakefleet.bench;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.bench.workbench.Effort;
import dev.handshakefleet.cli.CommandFailedException;
import dev.handshakefleet.cli.ExitStatus;
import dev.handshakefleet.cli.FleetCommand;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.terminal.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fleet bench}: how true, how cheap and how quickly warm the engine is on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures the engine and its peers on loopback on this machine: truth against a packet capture"
                + " (tcpdump, as root), cost against prometheus-blackbox-exporter, cold starts, and scheduled"
                + " runs of up to 10,000 targets. Parts that need a missing program"
                + " are skipped and named.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:measured; whether the goals are met is in the output", "3:UNKNOWN: internal error"})
public final class BenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "PART",
            arity = "0..*",
            description = "The parts to measure: truth, cost, cold, load, history (default: all).")
    private List<String> parts = List.of();

    @Option(names = "--quick", description = "One round of fewer probes instead of the medians of five.")
    private boolean quick;

    @Option(names = "--json", description = "Print JSON instead of tables.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        BenchReport report = measured(wanted(), quick ? Effort.QUICK : Effort.FULL);
        if (json) {
            out.println(ContractJson.pretty(report));
        } else {
            new BenchView(report).lines().forEach(out::println);
        }
        out.flush();
        return ExitStatus.OK;
    }

    private BenchReport measured(Set<Bench.Part> wanted, Effort effort) {
        try (Progress progress = FleetCommand.progress(spec, "measuring", "steps", Bench.steps(wanted, effort))) {
            return new Bench(wanted, effort, progress::step).run();
        } catch (IOException broken) {
            throw new CommandFailedException("the bench failed: " + broken.getMessage(), broken);
        }
    }

    private Set<Bench.Part> wanted() {
        return parts.isEmpty()
                ? EnumSet.allOf(Bench.Part.class)
                : parts.stream()
                        .map(BenchCommand::part)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Bench.Part.class)));
    }

    private static Bench.Part part(String written) {
        return Arrays.stream(Bench.Part.values())
                .filter(part -> part.name().equalsIgnoreCase(written))
                .findFirst()
                .orElseThrow(() -> new BadInputException("PART", written, "truth, cost, cold, load, history"));
    }
}
