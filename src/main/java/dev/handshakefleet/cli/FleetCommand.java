package dev.handshakefleet.cli;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.report.Paint;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fleet}: the common part of all commands. */
@Command(
        name = "fleet",
        description = "Times TLS handshakes and checks certificate chains, from here or from AWS Lambda.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            ProbeCommand.class,
            InvokeCommand.class,
            HistoryCommand.class,
            ApplyCommand.class,
            TargetsCommand.class,
            AlertsCommand.class,
            AcknowledgeCommand.class,
            SilenceCommand.class,
            HelpCommand.class
        },
        exitCodeListHeading = "%nExit status (monitoring-plugins convention):%n",
        exitCodeList = {"0:OK", "1:WARNING at worst", "2:CRITICAL", "3:UNKNOWN: usage, bad target, internal error"},
        footer = {
            "",
            "Also: ./fleet test runs all tests, ./fleet build builds without running.",
            "",
            "First steps:",
            "  ./fleet demo",
            "  ./fleet probe example.com",
            "  ./fleet probe --json example.com:8443 | jq .results[0].phases"
        })
public final class FleetCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /**
     * The command line.
     *
     * @param embedded opens the fleet of this machine
     * @param more commands besides those that every build has
     */
    public static CommandLine commandLine(EmbeddedFleet embedded, Object... more) {
        CommandLine commandLine = new CommandLine(new FleetCommand(), new CommandFactory(embedded));
        for (Object command : more) {
            commandLine.addSubcommand(command);
        }
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(FleetCommand::explain)
                .setParameterExceptionHandler(FleetCommand::explainUsage);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "COMMAND is missing");
    }

    /** Colours if the output is a terminal; {@code NO_COLOR} and {@code CLICOLOR_FORCE} are respected. */
    public static Paint paint() {
        return CommandLine.Help.Ansi.AUTO.enabled() ? Paint.COLOURED : Paint.PLAIN;
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof BadInputException || failure instanceof CommandFailedException) {
            err.println("fleet: " + failure.getMessage());
        } else {
            err.println("fleet: unexpected error; please report it with the lines below");
            failure.printStackTrace(err);
        }
        return ExitStatus.UNKNOWN;
    }

    private static int explainUsage(ParameterException wrong, String... arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("fleet: " + wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try: fleet help" + (command.getParent() == null ? "" : " " + command.getCommandName()));
        return ExitStatus.UNKNOWN;
    }
}
