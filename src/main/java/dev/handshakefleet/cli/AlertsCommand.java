package dev.handshakefleet.cli;

import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.fleet.AlertList;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.report.AlertDocument;
import dev.handshakefleet.report.AlertView;
import dev.handshakefleet.report.ContractJson;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fleet alerts}: lists unresolved alerts and their acknowledgements. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description =
                "Lists the unresolved alerts, worst first: of all targets of the scheduled runs, or of one target.")
final class AlertsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TARGET",
            arity = "0..1",
            description = "The target as it was probed: its name, HOST, HOST:PORT, or its id.")
    private Optional<String> target = Optional.empty();

    @Option(names = "--json", description = "Print the JSON that the function returns.")
    private boolean json;

    @Mixin
    private FleetChoice choice;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (OpenedFleet opened = choice.open(Engine.cold(), notice -> {})) {
            AlertList list = opened.fleet().alertControl().alerts(target);
            if (json) {
                out.println(ContractJson.pretty(AlertDocument.of(list)));
            } else {
                new AlertView(FleetCommand.screen(spec)).lines(list).forEach(out::println);
            }
            return list.problems().isEmpty() ? ExitStatus.OK : ExitStatus.UNKNOWN;
        } catch (StoreUnavailableException unavailable) {
            throw new CommandFailedException(unavailable.getMessage(), unavailable);
        }
    }
}
