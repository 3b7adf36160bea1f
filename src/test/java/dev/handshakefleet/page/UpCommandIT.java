package dev.handshakefleet.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.laptop.Laptop;
import dev.handshakefleet.local.LocalTables;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.measurement.MeasurementStore;
import dev.handshakefleet.support.FaultProxy;
import dev.handshakefleet.support.FleetTables;
import dev.handshakefleet.support.JavaProcess;
import dev.handshakefleet.support.Measurements;
import dev.handshakefleet.support.Prerequisites;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fleet up} as a process of its own. */
class UpCommandIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern ADDRESS = Pattern.compile("The page is at (http://127\\.0\\.0\\.1:\\d+/)");

    @RegisterExtension
    private static FleetTables deployed = new FleetTables();

    @TempDir
    private Path directory;

    @Test
    void theTargetsOfTheDirectoryAreProbedAndCtrlCSaysWhatWasDone() throws Exception {
        Files.writeString(
                directory.resolve("targets.yaml"), "targets:\n  - {name: closed, host: 127.0.0.1, port: 1}\n");
        Path out = directory.resolve("out.txt");
        Process up = start(out, "up", "--port", "0", "--interval", "PT1H", "--data", "data");
        try {
            await(out, "1 probed: 0 OK, 0 WARNING, 1 CRITICAL", up);
            Matcher address = ADDRESS.matcher(Files.readString(out));
            assertThat(address.find()).as(Files.readString(out)).isTrue();
            assertThat(Files.readString(out)).contains("the targets are those of targets.yaml in this directory");
            assertThat(get(address.group(1) + "metrics"))
                    .contains("handshake_fleet_target_success{region=\"local\",target=\"closed\"} 0.0")
                    .contains("handshake_fleet_runs_total 1.0");
            interrupt(up);

            assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            up.destroyForcibly();
        }
        assertThat(up.exitValue()).isEqualTo(130);
        assertThat(Files.readString(out))
                .endsWith("fleet: interrupted after 1 run with 1 result; all of it is in data\n");
    }

    @Test
    void withoutTargetsItSaysWhatToDo() throws Exception {
        Path out = directory.resolve("out.txt");
        Process up = start(out, "up", "--port", "0", "--data", "data");
        try {
            await(out, "There is nothing to probe yet: give a targets.yaml", up);
        } finally {
            interrupt(up);
            boolean _ = up.waitFor(60, TimeUnit.SECONDS);
            up.destroyForcibly();
        }
    }

    @Test
    void theDeployedTablesAreShownAndOnlyRead() throws Exception {
        Measurement stored = Measurements.of(
                Target.ofDefaults("shop.example", 443, TargetDefaults.BUILT_IN),
                Measurements.good(Instant.now().truncatedTo(ChronoUnit.MILLIS), "ap-southeast-2"));
        new MeasurementStore(deployed.client(), LocalTables.MEASUREMENTS, Duration.ofDays(90)).store(List.of(stored));
        Path out = directory.resolve("out.txt");
        try (FaultProxy proxy = new FaultProxy(deployed.endpoint())) {
            Process up = start(
                    out,
                    Map.of(
                            "AWS_REGION", "eu-west-1",
                            "AWS_ACCESS_KEY_ID", "test",
                            "AWS_SECRET_ACCESS_KEY", "test",
                            "AWS_ENDPOINT_URL_DYNAMODB", proxy.uri().toString(),
                            "FLEET_MEASUREMENTS_TABLE", LocalTables.MEASUREMENTS,
                            "FLEET_STATE_TABLE", LocalTables.STATE,
                            "FLEET_TARGETS", "shop.example"),
                    "up",
                    "--aws",
                    "--port",
                    "0");
            try {
                await(out, "The page is at ", up);
                Matcher address = ADDRESS.matcher(Files.readString(out));
                assertThat(address.find()).as(Files.readString(out)).isTrue();
                assertThat(get(address.group(1))).contains("shop.example", "ap-southeast-2", "the deployed fleet");
                assertThat(get(address.group(1) + "target?id=shop.example:443")).contains("ap-southeast-2", "--aws");
                interrupt(up);

                assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
            } finally {
                up.destroyForcibly();
            }
            assertThat(proxy.calls())
                    .extracting(FaultProxy.Call::operation)
                    .contains("Query")
                    .isSubsetOf("GetItem", "BatchGetItem", "Query");
        }
        assertThat(Files.readString(out)).endsWith("fleet: interrupted; the deployed fleet was only read\n");
    }

    private Process start(Path out, String... arguments) throws IOException {
        return start(out, Map.of(), arguments);
    }

    private Process start(Path out, Map<String, String> environment, String... arguments) throws IOException {
        // A JVM that inherits an ignored SIGINT, as from a shell's background, would go on ignoring it.
        List<String> command =
                new ArrayList<>(List.of(Prerequisites.program("env").toString(), "--default-signal=INT"));
        command.addAll(JavaProcess.of(
                        List.of(
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dfleet.dynamodb-local="
                                        + Path.of(System.getProperty("fleet.dynamodb-local"))
                                                .toAbsolutePath(),
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"),
                        Laptop.class,
                        arguments)
                .command());
        int classPath = command.indexOf("-cp") + 1;
        command.set(classPath, absolute(command.get(classPath)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FLEET_") || name.startsWith("AWS_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String absolute(String classPath) {
        List<String> entries = new ArrayList<>();
        for (String entry : classPath.split(Pattern.quote(java.io.File.pathSeparator), -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(java.io.File.pathSeparator, entries);
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                        .start()
                        .waitFor(60, TimeUnit.SECONDS))
                .isTrue();
    }

    private static String get(String address) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(address))
                                    .timeout(Duration.ofSeconds(60))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
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
