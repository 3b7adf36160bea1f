package dev.handshakefleet.cli;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.report.Paint;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
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

    private static final List<Named> OF_EVERY_BUILD = List.of(
            new Named("probe", ProbeCommand.class),
            new Named("invoke", InvokeCommand.class),
            new Named("history", HistoryCommand.class),
            new Named("apply", ApplyCommand.class),
            new Named("targets", TargetsCommand.class),
            new Named("alerts", AlertsCommand.class),
            new Named("acknowledge", AcknowledgeCommand.class),
            new Named("silence", SilenceCommand.class),
            new Named("help", HelpCommand.class));

    @Spec
    private CommandSpec spec;

    /**
     * A command.
     *
     * @param name its name, as its annotation has it
     * @param type its class, with a constructor without arguments
     */
    public record Named(String name, Class<?> type) {}

    /**
     * The command line for some arguments. Reading the annotations of all commands takes a quarter of a second on a JVM, so if
     * the first argument is the name of a command, the command line has that command alone.
     *
     * @param embedded opens the fleet of this machine
     * @param arguments as typed; none for all commands
     * @param more commands besides those that every build has
     */
    public static CommandLine commandLine(EmbeddedFleet embedded, List<String> arguments, Named... more) {
        CommandLine commandLine = new CommandLine(new FleetCommand(), new CommandFactory(embedded));
        List<Named> all =
                Stream.concat(OF_EVERY_BUILD.stream(), Arrays.stream(more)).toList();
        List<Named> asked = all.stream()
                .filter(command -> command.type() != HelpCommand.class)
                .filter(command -> arguments.stream().limit(1).anyMatch(command.name()::equals))
                .toList();
        for (Named command : asked.isEmpty() ? all : asked) {
            commandLine.addSubcommand(command.name(), command.type());
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
