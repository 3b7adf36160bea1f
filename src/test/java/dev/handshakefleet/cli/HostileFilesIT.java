package dev.handshakefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.probe.Engine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every reader of a file, given every kind of wrong file: the answer names the field and what is accepted, status 3. */
class HostileFilesIT {

    @TempDir
    private static Path directory;

    /** A command that reads a file; {@code FILE} stands for the file. */
    private static final Map<String, List<String>> READERS = Map.of(
            "FILE", List.of("apply", "FILE"),
            "EVENT", List.of("invoke", "FILE"),
            "clientCertificate", List.of("probe", "--cert", "FILE", "localhost:1"),
            "--ca", List.of("probe", "--ca", "FILE", "localhost:1"));

    private static Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("nothing", new byte[0]);
        contents.put("zeros", new byte[1_000]);
        contents.put("not UTF-8", new byte[] {'t', 'a', 'r', 'g', 'e', 't', 's', ':', (byte) 0xff, (byte) 0xfe, '\n'});
        contents.put("flow nested 2,000 deep", bytes("targets: " + "[".repeat(2_000) + "]".repeat(2_000)));
        contents.put("blocks nested 2,000 deep", bytes("targets:\n" + blocks()));
        contents.put("objects nested 2,000 deep", bytes("{\"targets\":".repeat(2_000) + "1" + "}".repeat(2_000)));
        contents.put("a scalar of 17 MB", bytes("targets: [" + "a".repeat(17 * 1024 * 1024) + "]"));
        contents.put("spaces of 17 MB", bytes(" ".repeat(17 * 1024 * 1024)));
        contents.put("aliases that multiply", bytes(aliases()));
        contents.put("an alias of itself", bytes("targets: &a [*a, *a]"));
        contents.put("PEM of no Base64", bytes(pem("CERTIFICATE", "!!!!") + pem("PRIVATE KEY", "****")));
        contents.put("PEM of no DER", bytes(pem("CERTIFICATE", "AAAA") + pem("PRIVATE KEY", "AAAA")));
        contents.put("PEM without an end", bytes("-----BEGIN CERTIFICATE-----\nMIIB"));
        String header = pem("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\nDEK-Info: hunter2\n\nAAAA");
        contents.put("PEM with a header of no form", bytes(header));
        contents.put("DER nested 2,000 deep", nestedDer());
        return contents;
    }

    static Stream<Arguments> cases() throws IOException {
        List<Path> files = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, byte[]> content : contents().entrySet()) {
            Path folder = Files.createDirectories(directory.resolve(String.valueOf(number++)));
            files.add(
                    Files.write(folder.resolve(content.getKey().replaceAll("[^A-Za-z0-9]+", "-")), content.getValue()));
        }
        files.add(Files.createDirectories(directory.resolve("a-directory")));
        files.add(directory.resolve("missing"));
        if (Files.exists(Path.of("/dev/zero"))) {
            files.add(Path.of("/dev/zero"));
        }
        return READERS.keySet().stream()
                .sorted()
                .flatMap(field -> files.stream().map(file -> Arguments.of(field, file)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void wrongFileEndsInFieldAcceptedFormAndStatusThree(String field, Path file) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = FleetCommand.commandLine((_, engine, _) -> opened(engine), List.of())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));

        int status = command.execute(READERS.get(field).stream()
                .map(argument -> argument.equals("FILE") ? file.toString() : argument)
                .toArray(String[]::new));

        assertThat(status).as(err.toString()).isEqualTo(3);
        assertThat(err.toString())
                .contains(field.equals("EVENT") && !err.toString().contains("EVENT") ? "event" : field, "accepted: ")
                .doesNotContain("unexpected error", "hunter2", "\tat ");
    }

    private static OpenedFleet opened(Engine engine) {
        FleetSettings settings = FleetSettings.of(Map.of());
        return new OpenedFleet(
                new FleetBuilder(settings, Clock.systemUTC()).engine(engine).build(),
                Optional.empty(),
                settings,
                List.of());
    }

    private static String blocks() {
        StringBuilder blocks = new StringBuilder();
        IntStream.range(0, 2_000)
                .forEach(depth -> blocks.append(" ".repeat(depth)).append("- \n"));
        return blocks.toString();
    }

    private static String aliases() {
        StringBuilder levels = new StringBuilder("- &l0 [a, a, a, a, a, a, a, a, a]\n");
        IntStream.rangeClosed(1, 9)
                .forEach(level -> levels.append("- &l%d [%s]\n"
                        .formatted(level, String.join(", ", Collections.nCopies(5, "*l" + (level - 1))))));
        return "targets:\n" + levels;
    }

    private static String pem(String label, String body) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
    }

    private static byte[] nestedDer() {
        byte[] der = new byte[8_000];
        for (int at = 0; at < der.length; at += 4) {
            der[at] = 0x30;
            der[at + 1] = (byte) 0x82;
            int left = der.length - at - 4;
            der[at + 2] = (byte) (left >> 8);
            der[at + 3] = (byte) left;
        }
        return der;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
