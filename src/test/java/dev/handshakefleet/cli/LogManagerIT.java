package dev.handshakefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.laptop.Laptop;
import dev.handshakefleet.support.CommandResult;
import dev.handshakefleet.support.JavaProcess;
import dev.handshakefleet.support.WitnessedLogManager;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start of the log manager, in a JVM of its own. */
class LogManagerIT {

    @TempDir
    private Path directory;

    /** A second thread that logs at the same time can hold what the first one needs. */
    @Test
    void logManagerStartsBeforeTheCommandHasASecondThread() throws Exception {
        CommandResult result = CommandResult.of(
                JavaProcess.of(
                        List.of(
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Djava.util.logging.manager=" + WitnessedLogManager.class.getName()),
                        Laptop.class,
                        "probe",
                        "127.0.0.1:1",
                        "127.0.0.1:2"),
                directory);

        assertThat(result.err().lines().filter(line -> line.startsWith(WitnessedLogManager.SAYS)))
                .containsExactly(WitnessedLogManager.SAYS + "main");
    }
}
