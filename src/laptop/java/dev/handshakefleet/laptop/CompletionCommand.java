package dev.handshakefleet.laptop;

import dev.handshakefleet.base.BadInputException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fleet completion}: prints what a shell needs to complete commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints the completion of commands and options for a shell; it completes fleet and ./fleet.",
        footer = {
            "",
            "In the start file of the shell, from the directory of the program:",
            "  bash  source <(./fleet completion bash)",
            "  zsh   source <(./fleet completion zsh)",
            "  fish  ./fleet completion fish | source"
        })
final class CompletionCommand implements Callable<Integer> {

    private static final String NAME = "fleet";

    /** The script of picocli uses zsh's completion for bash, which wants zsh's own first. */
    private static final String ZSH_START = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\n";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    private String shell;

    @Override
    public Integer call() {
        CommandLine all = Laptop.commandLine();
        String script = switch (shell) {
            case "bash" -> AutoComplete.bash(NAME, all);
            case "zsh" -> ZSH_START + AutoComplete.bash(NAME, all);
            case "fish" -> FishCompletion.of(NAME, all);
            default -> throw new BadInputException("SHELL", shell, "bash, zsh or fish");
        };
        PrintWriter out = spec.commandLine().getOut();
        out.print(script);
        out.flush();
        return 0;
    }
}
