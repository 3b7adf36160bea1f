package dev.handshakefleet.cli;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Durations;
import dev.handshakefleet.lambda.ProbeFunction;
import dev.handshakefleet.probe.Engine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fleet invoke}: an event through the Lambda handler, on this machine. */
@Command(
        name = "invoke",
        mixinStandardHelpOptions = true,
        description = "Sends an event through the Lambda handler on this machine and prints its answer.")
final class InvokeCommand implements Callable<Integer> {

    private static final String ACCEPTED = "a readable JSON file of at most 6 MB, or -";

    /** The largest event of Lambda (AWS Lambda quotas). */
    private static final int LARGEST_EVENT = 6 * 1024 * 1024;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "EVENT",
            description = "A JSON file such as events/probe-adhoc.json, or - for standard input.")
    private String event;

    @Mixin
    private FleetChoice choice;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "PT2M",
            description = "The function's timeout to assume (default: ${DEFAULT-VALUE}).")
    private String timeout;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Duration longest = Durations.positive("--timeout", timeout);
        byte[] content = content();
        try (OpenedFleet opened = choice.open(Engine.warm(), err::println)) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            Optional<BadInputException> refused = new ProbeFunction(opened.fleet())
                    .handle(new ByteArrayInputStream(content), answer, new LocalContext(longest));
            spec.commandLine().getOut().println(answer.toString(StandardCharsets.UTF_8));
            if (refused.isPresent()) {
                throw refused.get();
            }
        }
        return ExitStatus.OK;
    }

    private byte[] content() {
        try (InputStream in = event.equals("-") ? System.in : Files.newInputStream(Path.of(event))) {
            byte[] content = in.readNBytes(LARGEST_EVENT + 1);
            if (content.length > LARGEST_EVENT) {
                throw new BadInputException("EVENT", event + ": more than 6 MB", ACCEPTED);
            }
            return content;
        } catch (IOException | InvalidPathException unreadable) {
            throw new BadInputException("EVENT", event, ACCEPTED);
        }
    }
}
