package dev.handshakefleet.cli;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.report.Paint;
import dev.handshakefleet.report.Screen;
import dev.handshakefleet.terminal.ColorChoice;
import dev.handshakefleet.terminal.Progress;
import dev.handshakefleet.terminal.StandardStream;
import dev.handshakefleet.terminal.TerminalWidth;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Colours: auto (default: on a terminal, unless NO_COLOR is set), always or never.")
    private ColorChoice color = ColorChoice.AUTO;

    @Option(
            names = {"-q", "--quiet"},
            scope = CommandLine.ScopeType.INHERIT,
            description = "Do not tell how far long work is.")
    private boolean quiet;

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
                .setUsageHelpAutoWidth(true)
                .setExecutionStrategy(FleetCommand::run)
                .setExecutionExceptionHandler(FleetCommand::explain)
                .setParameterExceptionHandler(FleetCommand::explainUsage);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "COMMAND is missing");
    }

    /**
     * @param spec a command
     * @return what its text is shown on: standard output, as {@code --color}, the environment and the terminal have it
     */
    public static Screen screen(CommandSpec spec) {
        boolean isTerminal = StandardStream.OUTPUT.isTerminal();
        // The terminal answers while the command works.
        CompletableFuture<OptionalInt> asked = isTerminal
                ? CompletableFuture.supplyAsync(TerminalWidth::asked)
                : CompletableFuture.completedFuture(OptionalInt.empty());
        return Screen.of(
                common(spec).color.paint(System.getenv(), isTerminal),
                () -> TerminalWidth.of(System.getenv(), isTerminal, asked::join));
    }

    /**
     * @param spec a command
     * @param work what it does, such as {@code probing}
     * @param unit what is counted, in the plural
     * @param total how many there are; 0 if that is not known
     * @return tells on standard error how far the work is, unless {@code --quiet} is given
     */
    public static Progress progress(CommandSpec spec, String work, String unit, long total) {
        return common(spec).quiet
                ? Progress.none()
                : Progress.of(work, unit, total, spec.commandLine().getErr(), StandardStream.ERROR.isTerminal());
    }

    private static FleetCommand common(CommandSpec spec) {
        return (FleetCommand) spec.root().userObject();
    }

    /**
     * Help has colours by the same rules as all other text. Two threads that start JBoss's log manager at the same time can wait for
     * each other without end, so it is started before there are two.
     */
    private static int run(CommandLine.ParseResult parsed) {
        LogManager _ = LogManager.getLogManager();
        CommandSpec root = parsed.commandSpec();
        Paint paint = common(root).color.paint(System.getenv(), StandardStream.OUTPUT.isTerminal());
        root.commandLine()
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        paint == Paint.COLOURED ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        return new CommandLine.RunLast().execute(parsed);
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
