package dev.handshakefleet.local.demo;

import dev.handshakefleet.cli.DataDirectory;
import dev.handshakefleet.cli.ExitStatus;
import dev.handshakefleet.cli.FleetCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fleet demo}: the fleet at work, without network and without AWS. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Shows the fleet at work on this machine: real TLS servers on loopback, three regions, three"
                + " scheduled rounds through the Lambda handler, DynamoDB Local, notices. Needs no network and no AWS.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every target got the expected verdict", "2:at least one did not", "3:UNKNOWN: internal error"
        })
public final class DemoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path directory = DataDirectory.demo();
        deleteLastDemo(directory);
        Files.createDirectories(directory);
        boolean asExpected = new Demo(directory, FleetCommand.screen(spec), line -> {
                    out.println(line);
                    out.flush();
                })
                .run();
        return asExpected ? ExitStatus.OK : ExitStatus.CRITICAL;
    }

    /** Each demo starts without data, so its alerts open again. */
    private static void deleteLastDemo(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> old;
        try (Stream<Path> files = Files.walk(directory)) {
            old = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : old) {
            Files.delete(file);
        }
    }
}
