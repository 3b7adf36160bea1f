package dev.handshakefleet.cli;

import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.catalog.CatalogEntries;
import dev.handshakefleet.catalog.CatalogUnavailableException;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.report.ContractJson;
import dev.handshakefleet.report.TargetDocument;
import dev.handshakefleet.target.read.TargetList;
import dev.handshakefleet.target.read.TargetReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** {@code fleet targets}: shows the targets of scheduled runs. */
@Command(
        name = "targets",
        mixinStandardHelpOptions = true,
        description = "Lists the targets of scheduled runs: the catalog, or FLEET_TARGETS until a catalog is applied.")
final class TargetsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private FleetChoice choice;

    @Option(names = "--effective", description = "Print each target as JSON with every default filled in.")
    private boolean effective;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        TargetList list = read();
        if (effective) {
            out.println(ContractJson.pretty(
                    list.targets().stream().map(TargetDocument::of).toList()));
        } else {
            list.targets().forEach(target -> out.println(target.id()));
        }
        list.rejected().forEach(rejected -> err.println("fleet: " + rejected.target() + ": " + rejected.reason()));
        return list.rejected().isEmpty() ? ExitStatus.OK : ExitStatus.UNKNOWN;
    }

    private TargetList read() {
        try (OpenedFleet opened = choice.open(Engine.cold(), notice -> {})) {
            List<Object> entries = opened.catalog()
                    .entries()
                    .map(CatalogEntries::written)
                    .orElse(List.copyOf(opened.settings().targets()));
            return new TargetReader(opened.settings().defaults()).readAll(entries);
        } catch (SdkException fault) {
            throw new CommandFailedException("The catalog cannot be read: " + AwsFault.sentence(fault), fault);
        } catch (CatalogUnavailableException fault) {
            throw new CommandFailedException("The catalog cannot be read: " + fault.getMessage(), fault);
        }
    }
}
