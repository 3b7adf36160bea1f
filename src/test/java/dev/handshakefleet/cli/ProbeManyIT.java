package dev.handshakefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.laptop.Laptop;
import dev.handshakefleet.support.CommandResult;
import dev.handshakefleet.support.JavaProcess;
import dev.handshakefleet.support.Prerequisites;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes of many targets, as processes of their own: standard input, files, the end by Ctrl-C, the terminal. */
class ProbeManyIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> CLOSED =
            IntStream.range(1, 5).mapToObj(port -> "127.0.0.1:" + port).toList();

    @TempDir
    private Path directory;

    /** Connects by its backlog, and never answers. */
    private ServerSocket silent;

    @BeforeEach
    void listen() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        silent.close();
    }

    @Test
    void targetsComeFromStandardInputAndFromAFile() throws Exception {
        Path list = Files.writeString(directory.resolve("in.txt"), "127.0.0.1:1 # closed\nbad host\n");
        Path yaml = Files.writeString(
                directory.resolve("t.yaml"), "targets:\n  - {name: second, host: 127.0.0.1, port: 2}\n");
        Path junit = directory.resolve("junit.xml");

        CommandResult result = CommandResult.of(
                fleet("probe", "-", "--file", yaml.toString(), "--csv", "--junit", junit.toString())
                        .redirectInput(list.toFile()),
                directory);

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.outLines()).hasSize(3);
        assertThat(result.outLines().get(1))
                .startsWith("127.0.0.1:1,,127.0.0.1,local,")
                .contains(",CONNECTION_REFUSED,");
        assertThat(result.outLines().get(2)).startsWith("second,127.0.0.1:2,127.0.0.1,local,");
        assertThat(result.err()).contains("standard input line 2: ");
        assertThat(Files.readString(junit))
                .contains(
                        "tests=\"3\" failures=\"2\" errors=\"1\"",
                        "type=\"HANDSHAKE_FAILED\"",
                        "standard input line 2: ");
    }

    @Test
    void junitFileThatCannotBeWrittenIsRefusedBeforeAnythingIsProbed() throws Exception {
        CommandResult result = CommandResult.of(
                fleet(
                        "probe",
                        "127.0.0.1:1",
                        "--junit",
                        directory.resolve("no/junit.xml").toString()),
                directory);

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("--junit: '", "a file in a directory that is there");
    }

    @Test
    void ctrlCEndsAtOnceAndSaysWhatWasDone() throws Exception {
        Path junit = directory.resolve("junit.xml");
        // A JVM that inherits an ignored SIGINT, as from a shell's background, would go on ignoring it.
        List<String> command =
                new ArrayList<>(List.of(Prerequisites.program("env").toString(), "--default-signal=INT"));
        List<String> arguments =
                new ArrayList<>(List.of("probe", "--json", "--timeout", "PT3M", "--junit", junit.toString()));
        arguments.addAll(CLOSED);
        arguments.add("127.0.0.1:" + silent.getLocalPort());
        command.addAll(fleet(arguments.toArray(String[]::new)).command());
        Path out = directory.resolve("out.json");
        Path err = directory.resolve("err.txt");
        Process probe = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            await(err, "fleet: probing: 4 of 5 targets", probe);
            assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(probe.pid()))
                            .start()
                            .waitFor())
                    .isZero();

            // Much less than the rest of the probe.
            assertThat(probe.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            probe.destroyForcibly();
        }
        assertThat(probe.exitValue()).isEqualTo(130);
        assertThat(Files.readString(err)).endsWith("fleet: interrupted: 4 of 5 targets were probed\n");
        JsonNode answer = new ObjectMapper().readTree(Files.readString(out));
        assertThat(answer.path("results")).hasSize(4);
        assertThat(answer.path("notProbed")).hasSize(1);
        assertThat(answer.path("notProbed").get(0).path("reason").asText()).isEqualTo("interrupted");
        assertThat(Files.readString(junit)).contains("failures=\"4\" errors=\"1\"");
    }

    @Test
    void quietCommandTellsNothingAboutItsProgress() throws Exception {
        CommandResult loud = slow("probe");
        CommandResult quiet = slow("probe", "--quiet");

        assertThat(loud.err()).contains("fleet: probing: 4 of 5 targets", "fleet: probing: 5 of 5 targets in ");
        assertThat(quiet.err()).isEmpty();
        assertThat(quiet.out()).contains("5 probed: ").doesNotContain("probing");
    }

    @Test
    void terminalGetsColoursABarAndLinesThatFit() throws Exception {
        CommandResult result = onTerminal("TERM=xterm", slowArguments("probe"));

        assertThat(result.out())
                .contains("\u001b[31mCRITICAL\u001b[0m")
                .containsPattern("\rprobing  \\[#+-*] +4 of 5 targets, ");
        assertThat(result.out()
                        .lines()
                        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m|.*\r(?=.)", "")
                                .strip()))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
    }

    @Test
    void colourOptionAndNoColorCountOnATerminal() throws Exception {
        assertThat(onTerminal("NO_COLOR=1", List.of("probe", CLOSED.getFirst())).out())
                .doesNotContain("\u001b[");
        assertThat(onTerminal("NO_COLOR=1", List.of("probe", "--color", "always", CLOSED.getFirst()))
                        .out())
                .contains("\u001b[31mCRITICAL");
        assertThat(onTerminal("A=1", List.of("--color=never", "probe", CLOSED.getFirst()))
                        .out())
                .doesNotContain("\u001b[");
        assertThat(onTerminal("A=1", List.of("help", "probe", "--color=never")).out())
                .doesNotContain("\u001b[");
    }

    private CommandResult slow(String... options) throws Exception {
        return CommandResult.of(fleet(slowArguments(options).toArray(String[]::new)), directory);
    }

    /** One of the targets keeps the command for some seconds. */
    private List<String> slowArguments(String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--timeout", "PT4S"));
        arguments.addAll(CLOSED);
        arguments.add("127.0.0.1:" + silent.getLocalPort());
        return arguments;
    }

    /** Under a terminal of 60 columns, where standard error and output are one. */
    private CommandResult onTerminal(String variable, List<String> arguments) throws Exception {
        String command = fleet(arguments.toArray(String[]::new)).command().stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        Path script = Files.writeString(
                directory.resolve("run.sh"),
                "stty cols 60\nunset NO_COLOR CLICOLOR CLICOLOR_FORCE COLUMNS\nTERM=xterm " + variable + " " + command
                        + "\n");
        return CommandResult.of(
                new ProcessBuilder(Prerequisites.program("script").toString(), "-qec", "sh " + script, "/dev/null")
                        .redirectInput(Path.of("/dev/null").toFile()),
                directory);
    }

    private static ProcessBuilder fleet(String... arguments) {
        return JavaProcess.of(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"),
                Laptop.class,
                arguments);
    }

    private static void await(Path file, String text, Process process) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.readString(file, StandardCharsets.UTF_8).contains(text)) {
            assertThat(process.isAlive()).as(Files.readString(file)).isTrue();
            assertThat(System.nanoTime()).as(Files.readString(file)).isLessThan(end);
            Thread.sleep(50);
        }
    }
}
