package dev.handshakefleet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.cli.ExitStatus;
import dev.handshakefleet.laptop.Laptop;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine command =
            Laptop.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));

    @Test
    void unknownPartIsRefusedWithTheKnownParts() {
        assertThat(command.execute("bench", "speed")).isEqualTo(ExitStatus.UNKNOWN);
        assertThat(err.toString()).contains("speed", "truth", "cost", "cold", "load");
    }

    @Test
    void helpNamesPartsAndOptions() {
        assertThat(command.execute("bench", "--help")).isZero();
        assertThat(out.toString()).contains("[PART...]", "--quick", "--json", "tcpdump");
    }
}
