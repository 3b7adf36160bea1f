package dev.handshakefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.laptop.Laptop;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FleetCommandTest {

    @Test
    void namesAreThoseOfTheAnnotations() {
        Map<String, CommandLine> all = Laptop.commandLine().getSubcommands();

        assertThat(all)
                .hasSizeGreaterThan(8)
                .allSatisfy((name, command) -> assertThat(command.getCommandSpec()
                                .userObject()
                                .getClass()
                                .getAnnotation(Command.class)
                                .name())
                        .isEqualTo(name));
    }

    @Test
    void commandThatIsAskedForIsReadAlone() {
        assertThat(Laptop.commandLine("probe", "bench").getSubcommands()).containsOnlyKeys("probe");
        assertThat(Laptop.commandLine("bench").getSubcommands()).containsOnlyKeys("bench");
    }

    @Test
    void anyOtherArgumentGetsAllCommands() {
        int all = Laptop.commandLine().getSubcommands().size();

        assertThat(Laptop.commandLine("help", "probe").getSubcommands()).hasSize(all);
        assertThat(Laptop.commandLine("--help").getSubcommands()).hasSize(all);
        assertThat(Laptop.commandLine("prob").getSubcommands()).hasSize(all);
    }
}
