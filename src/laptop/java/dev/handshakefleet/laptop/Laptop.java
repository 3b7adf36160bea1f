package dev.handshakefleet.laptop;

import dev.handshakefleet.bench.BenchCommand;
import dev.handshakefleet.cli.FleetCommand;
import dev.handshakefleet.cost.CostCommand;
import dev.handshakefleet.imports.ImportCommand;
import dev.handshakefleet.local.LocalFleet;
import dev.handshakefleet.local.demo.DemoCommand;
import dev.handshakefleet.page.ReportCommand;
import dev.handshakefleet.page.UpCommand;
import dev.handshakefleet.regions.RegionsCommand;
import dev.handshakefleet.simulation.SimulateCommand;
import java.util.List;
import picocli.CommandLine;

/** The program behind {@code ./fleet}: every command of the deployed package, the embedded fleet, and those of the laptop alone. */
public final class Laptop {

    private Laptop() {}

    /** @param arguments as typed */
    public static void main(String... arguments) {
        System.exit(commandLine(arguments).execute(arguments));
    }

    /**
     * @param arguments as typed; none for all commands
     * @return the command line, ready to be given other streams
     */
    public static CommandLine commandLine(String... arguments) {
        return FleetCommand.commandLine(
                LocalFleet::open,
                List.of(arguments),
                new FleetCommand.Named("demo", DemoCommand.class),
                new FleetCommand.Named("up", UpCommand.class),
                new FleetCommand.Named("report", ReportCommand.class),
                new FleetCommand.Named("bench", BenchCommand.class),
                new FleetCommand.Named("import", ImportCommand.class),
                new FleetCommand.Named("cost", CostCommand.class),
                new FleetCommand.Named("simulate", SimulateCommand.class),
                new FleetCommand.Named("regions", RegionsCommand.class),
                new FleetCommand.Named("completion", CompletionCommand.class));
    }
}
