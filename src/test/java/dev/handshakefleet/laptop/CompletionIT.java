package dev.handshakefleet.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.support.CommandResult;
import dev.handshakefleet.support.Prerequisites;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The completion of each shell, loaded by that shell. */
class CompletionIT {

    @TempDir
    private Path directory;

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        String complete = """
                source %s
                # Works only while a line is typed.
                compopt() { :; }
                # As bash does it: the function of the last part of the path, with the words typed so far.
                typed() {
                    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
                    _complete_fleet
                    printf '%%s\\n' "${COMPREPLY[@]}"
                }
                complete -p fleet
                typed ./fleet pro
                typed ./fleet probe --jun
                typed fleet cost --fr
                """.formatted(script("bash"));

        assertThat(run("bash", complete))
                .contains("probe", "--junit", "--free-tier")
                .anyMatch(line -> line.contains("-F _complete_fleet"));
    }

    @Test
    void zshLoadsTheCompletion() throws Exception {
        assertThat(run(
                        "zsh",
                        "-f",
                        "source " + script("zsh") + "; print ${_comps[fleet]}; print $+functions[_complete_fleet]"))
                .hasSize(2)
                .first()
                .asString()
                .contains("_bash_complete", "_complete_fleet");
    }

    @Test
    void fishCompletesCommandsAndOptions() throws Exception {
        List<String> completed = run(
                "fish",
                "source " + script("fish")
                        + "; complete -C 'fleet pro'; complete -C './fleet probe --jun'; complete -C 'fleet cost --fr'"
                        + "; complete -C 'fleet silence --col'");

        assertThat(completed)
                .anyMatch(line -> line.startsWith("probe\tProbes targets now"))
                .anyMatch(line -> line.startsWith("--junit\t"))
                .anyMatch(line -> line.startsWith("--free-tier\t"))
                .anyMatch(line -> line.startsWith("--color\t"));
    }

    @Test
    void otherShellIsRefused() {
        StringWriter err = new StringWriter();

        assertThat(command(new StringWriter(), err).execute("completion", "tcsh"))
                .isEqualTo(3);
        assertThat(err.toString()).isEqualTo("fleet: SHELL: 'tcsh'; accepted: bash, zsh or fish\n");
    }

    private Path script(String shell) throws Exception {
        StringWriter out = new StringWriter();
        assertThat(command(out, new StringWriter()).execute("completion", shell))
                .isZero();
        return Files.writeString(directory.resolve("completion." + shell), out.toString());
    }

    private static CommandLine command(StringWriter out, StringWriter err) {
        return Laptop.commandLine("completion")
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
    }

    private List<String> run(String shell, String commands) throws Exception {
        return run(shell, "", commands);
    }

    private List<String> run(String shell, String option, String commands) throws Exception {
        ProcessBuilder program = option.isEmpty()
                ? new ProcessBuilder(Prerequisites.program(shell).toString(), "-c", commands)
                : new ProcessBuilder(Prerequisites.program(shell).toString(), option, "-c", commands);
        program.environment().put("HOME", directory.toString());
        CommandResult result = CommandResult.of(program, directory);
        assertThat(result.err()).isEmpty();
        return result.outLines();
    }
}
