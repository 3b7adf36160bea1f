package dev.handshakefleet.laptop;

import dev.handshakefleet.bench.BenchCommand;
import dev.handshakefleet.cli.FleetCommand;
import dev.handshakefleet.local.LocalFleet;
import dev.handshakefleet.local.demo.DemoCommand;
import picocli.CommandLine;

/** The program behind {@code ./fleet}: every command of the deployed package, the embedded fleet, the demo and the bench. */
public final class Laptop {

    private Laptop() {}

    /** @param arguments as typed */
    public static void main(String... arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** @return the command line, ready to be given other streams */
    public static CommandLine commandLine() {
        return FleetCommand.commandLine(LocalFleet::open, new DemoCommand(), new BenchCommand());
    }
}
