package dev.handshakefleet.cli;

import dev.handshakefleet.alert.AcknowledgeRequest;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.fleet.Acknowledged;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.report.AlertDocument;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.verdict.Check;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fleet acknowledge}: acknowledges the open alerts of a target. */
@Command(
        name = "acknowledge",
        mixinStandardHelpOptions = true,
        description =
                "Acknowledges the open alerts of a target. A notice reports it, and reminders stop. New notices follow"
                        + " when an alert gets worse or is resolved.")
final class AcknowledgeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TARGET",
            description = "The target as it was probed: its name, HOST, HOST:PORT, or its id.")
    private String target;

    @Option(
            names = "--check",
            paramLabel = "GLOB",
            description = "The name of a check, or a glob of names such as 'certificate.*' (default: all open alerts).")
    private Optional<String> check = Optional.empty();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "The reason that the notice gives, in 1 to 200 characters.")
    private Optional<String> reason = Optional.empty();

    @Option(
            names = "--by",
            paramLabel = "NAME",
            description = "The name of the person in charge (default: your user name).")
    private Optional<String> by = Optional.empty();

    @Option(names = "--json", description = "Print the JSON that the function returns.")
    private boolean json;

    @Mixin
    private FleetChoice choice;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        AcknowledgeRequest request = new AcknowledgeRequest(target, check, by.or(UserName::ofThisProcess), reason);
        try (OpenedFleet opened = choice.open(Engine.cold(), notice -> {})) {
            Acknowledged acknowledged = opened.fleet().alertControl().acknowledge(request);
            out.println(json ? ContractJson.pretty(AlertDocument.of(acknowledged)) : sentence(acknowledged));
        } catch (StoreUnavailableException unavailable) {
            throw new CommandFailedException(unavailable.getMessage(), unavailable);
        }
        return ExitStatus.OK;
    }

    private static String sentence(Acknowledged acknowledged) {
        return acknowledged.checks().isEmpty()
                ? "No unacknowledged alert is open for " + acknowledged.targetId() + "."
                : "acknowledged of " + acknowledged.targetId() + ": "
                        + acknowledged.checks().stream().map(Check::name).collect(Collectors.joining(", "));
    }
}
