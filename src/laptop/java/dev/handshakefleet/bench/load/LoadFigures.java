package dev.handshakefleet.bench.load;

import dev.handshakefleet.bench.cost.CostBenchmark;
import dev.handshakefleet.bench.workbench.AwsCalls;
import dev.handshakefleet.bench.workbench.LoadCost;
import dev.handshakefleet.bench.workbench.Statistics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** The medians of all rounds. A ratio is one of figures of one round, so that a slow round slows both sides. */
public record LoadFigures(List<LoadRow> rows, List<CallRow> calls) {

    /** Nothing was measured. */
    public static final LoadFigures NONE = new LoadFigures(List.of(), List.of());

    private static final List<String> INVOCATIONS = List.of("first", "second");
    private static final String PEER = "blackbox_exporter";
    private static final double NANOS_A_SECOND = 1e9;
    private static final double NANOS_A_MILLI = 1e6;
    private static final double KIB_A_MIB = 1_024;
    private static final double A_THOUSAND = 1_000;

    public LoadFigures {
        rows = List.copyOf(rows);
        calls = List.copyOf(calls);
    }

    /** @param rounds by what was measured; a greater distance changes no call, so calls are those of none */
    static LoadFigures of(Map<LoadSetting, List<LoadRound>> rounds) {
        List<LoadRow> rows = new ArrayList<>();
        List<CallRow> calls = new ArrayList<>();
        rounds.forEach((setting, taken) -> {
            for (int invocation = 0; invocation < INVOCATIONS.size(); invocation++) {
                rows.add(ours(setting, invocation, taken));
                if (setting.distanceMillis() == 0) {
                    calls.addAll(calls(setting.targets(), invocation, taken));
                }
            }
            if (taken.getFirst().peer().isPresent()) {
                rows.add(peer(setting, taken));
            }
        });
        return new LoadFigures(rows, calls);
    }

    private static LoadRow ours(LoadSetting setting, int invocation, List<LoadRound> rounds) {
        List<InvocationReport> taken =
                rounds.stream().map(round -> round.ours().get(invocation)).toList();
        return new LoadRow(
                CostBenchmark.OURS,
                setting.targets(),
                setting.distanceMillis(),
                Optional.of(INVOCATIONS.get(invocation)),
                median(taken, LoadFigures::seconds, 2),
                median(taken, LoadFigures::rate, 0),
                ratio(rounds, invocation, (report, peer) -> rate(report) / peer.rate()),
                median(taken, LoadFigures::cpuMillis, 3),
                ratio(rounds, invocation, (report, peer) -> cpuMillis(report) / peer.cpuMillis()),
                median(taken, report -> (report.peakKib() - report.idleKib()) / KIB_A_MIB, 1),
                middle(taken, InvocationReport::critical),
                Optional.of(middle(taken, InvocationReport::stored)),
                Optional.of(middle(taken, InvocationReport::notices)),
                taken.stream().mapToInt(InvocationReport::undone).max().orElse(0),
                problems(taken));
    }

    private static List<String> problems(List<InvocationReport> taken) {
        return taken.stream()
                .filter(report -> !report.complete())
                .flatMap(report -> report.problems().isEmpty()
                        ? Stream.of("the run was not complete")
                        : report.problems().stream())
                .distinct()
                .toList();
    }

    private static LoadRow peer(LoadSetting setting, List<LoadRound> rounds) {
        List<LoadRound.Peer> taken =
                rounds.stream().flatMap(round -> round.peer().stream()).toList();
        return new LoadRow(
                PEER,
                setting.targets(),
                setting.distanceMillis(),
                Optional.empty(),
                median(taken, peer -> peer.cost().took().toNanos() / NANOS_A_SECOND, 2),
                median(taken, peer -> peer.cost().rate(), 0),
                Optional.empty(),
                median(taken, peer -> peer.cost().cpuMillis(), 3),
                Optional.empty(),
                median(taken, peer -> peer.overIdleKib() / KIB_A_MIB, 1),
                middle(taken, peer -> peer.cost().failed()),
                Optional.empty(),
                Optional.empty(),
                0,
                List.of());
    }

    private static List<CallRow> calls(int targets, int invocation, List<LoadRound> rounds) {
        List<List<AwsCalls.Counted>> taken = rounds.stream()
                .map(round -> round.ours().get(invocation).calls())
                .toList();
        return taken.stream()
                .flatMap(List::stream)
                .map(AwsCalls.Counted::kind)
                .distinct()
                .sorted()
                .map(kind -> call(targets, invocation, kind, taken))
                .toList();
    }

    private static CallRow call(int targets, int invocation, String kind, List<List<AwsCalls.Counted>> rounds) {
        List<AwsCalls.Counted> taken = rounds.stream()
                .map(calls -> calls.stream()
                        .filter(counted -> counted.kind().equals(kind))
                        .findFirst()
                        .orElse(new AwsCalls.Counted(kind, 0, 0)))
                .toList();
        return new CallRow(
                targets,
                INVOCATIONS.get(invocation),
                kind,
                median(taken, AwsCalls.Counted::requests, 0),
                median(taken, counted -> counted.requests() * A_THOUSAND / targets, 1),
                median(taken, AwsCalls.Counted::units, 1));
    }

    /** A ratio of our figure and the peer's. */
    private interface Ratio {
        double of(InvocationReport ours, LoadCost peer);
    }

    private static Optional<BigDecimal> ratio(List<LoadRound> rounds, int invocation, Ratio ratio) {
        List<Double> ratios = rounds.stream()
                .flatMap(round ->
                        round.peer().stream().map(peer -> ratio.of(round.ours().get(invocation), peer.cost())))
                .filter(Double::isFinite) // a few probes can take less than a tick of the CPU clock
                .toList();
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Statistics.rounded(Statistics.median(ratios), 2));
    }

    private static double seconds(InvocationReport report) {
        return report.tookNanos() / NANOS_A_SECOND;
    }

    private static double rate(InvocationReport report) {
        return report.probed() / seconds(report);
    }

    private static double cpuMillis(InvocationReport report) {
        return report.cpuNanos() / NANOS_A_MILLI / Math.max(1, report.probed());
    }

    private static <T> BigDecimal median(List<T> taken, ToDoubleFunction<T> number, int decimals) {
        return Statistics.rounded(
                Statistics.median(taken.stream().mapToDouble(number).boxed().toList()), decimals);
    }

    private static <T> int middle(List<T> taken, ToIntFunction<T> number) {
        return median(taken, number::applyAsInt, 0).intValueExact();
    }
}
