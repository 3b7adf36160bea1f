package dev.handshakefleet.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.catalog.CatalogEntry;
import dev.handshakefleet.catalog.CatalogWriter;
import dev.handshakefleet.cli.LocalContext;
import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.lambda.ProbeFunction;
import dev.handshakefleet.local.LocalFleet;
import dev.handshakefleet.page.ReportFile;
import dev.handshakefleet.page.model.FleetWatch;
import dev.handshakefleet.page.model.LastResults;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.report.Paint;
import dev.handshakefleet.report.Screen;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The fleet at work on one machine: three scheduled rounds of three regions through the Lambda handler, against servers
 * with one thing right or wrong each. Only the network and AWS are simulated.
 */
public final class Demo {

    private static final List<String> REGIONS = List.of("eu-west-1", "us-east-1", "ap-southeast-2");
    private static final int ROUNDS = 3;
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration FUNCTION_TIMEOUT = Duration.ofMinutes(1);

    private final Path directory;
    private final Screen screen;
    private final Paint paint;
    private final Consumer<String> out;
    private final JsonMapper json = new JsonMapper();
    private final List<JsonNode> lastResults = new ArrayList<>();
    private final long start = System.nanoTime();

    /**
     * @param directory an empty directory, which keeps the data
     * @param screen what it is shown on
     * @param out receives each line
     */
    public Demo(Path directory, Screen screen, Consumer<String> out) {
        this.directory = directory;
        this.screen = screen;
        this.paint = screen.paint();
        this.out = out;
    }

    /** @return whether every target got its intended verdict from every region */
    public boolean run() throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        progress("Starting DynamoDB Local as a process of its own");
        try (LocalFleet fleet = LocalFleet.in(directory, notice -> {})) {
            progress("Starting TLS servers on loopback, one for each case");
            try (DemoServers servers = new DemoServers(now)) {
                return run(fleet, servers, now);
            }
        }
    }

    private boolean run(LocalFleet fleet, DemoServers servers, Instant now) throws IOException {
        Path root = directory.resolve("demo-root.pem");
        servers.writeRoot(root);
        progress("Warming the TLS engine");
        Engine engine = Engine.warm();
        Map<String, ProbeFunction> functions = functions(fleet, root, engine);
        CatalogWriter writer = fleet.catalog().writer((packs, of) -> {});
        writer.apply(writer.plan(catalog(servers.targets())), Optional.of("demo"), now);
        DemoTable table = new DemoTable(servers.targets());
        for (int round = 1; round <= ROUNDS; round++) {
            Instant scheduledTime = now.minus(INTERVAL.multipliedBy(ROUNDS - round));
            lastResults.clear();
            for (Map.Entry<String, ProbeFunction> function : functions.entrySet()) {
                JsonNode answer = invoke(function.getValue(), scheduledTime);
                table.add(function.getKey(), answer.path("results"));
                answer.path("results").forEach(lastResults::add);
                progress("Round " + round + " of " + ROUNDS + ", " + function.getKey() + ": "
                        + summary(answer.path("run")));
            }
            if (round == 1) {
                servers.renewTheExpired();
            }
        }
        show(table);
        writeReport(fleet, engine);
        return table.everyVerdictIsAsExpected();
    }

    /** The page of the demo in one file, with the handshakes of the last round. */
    private void writeReport(LocalFleet fleet, Engine engine) throws IOException {
        LastResults.write(directory, lastResults);
        Fleet reading =
                fleet.region(Map.of("AWS_REGION", REGIONS.getFirst()), engine).build();
        Path report = directory.resolve("report.html");
        FleetWatch watch = new FleetWatch(reading, reading::scheduledTargets, Clock.systemUTC());
        ReportFile.write(
                watch,
                Optional.of(directory),
                "the demo, three regions",
                Duration.ofHours(1),
                ReportFile.DETAILS,
                report);
        out.accept("");
        out.accept("Report, to open in a browser: " + report);
    }

    private Map<String, ProbeFunction> functions(LocalFleet fleet, Path root, Engine engine) {
        Map<String, ProbeFunction> functions = new LinkedHashMap<>();
        for (String region : REGIONS) {
            FleetBuilder builder = fleet.region(
                    Map.of(
                            "AWS_REGION",
                            region,
                            "FLEET_ALLOW_NETWORKS",
                            "127.0.0.0/8,::1/128",
                            "FLEET_CA_FILE",
                            root.toString(),
                            "FLEET_CONCURRENCY",
                            "2"),
                    engine);
            functions.put(region, new ProbeFunction(builder.build()));
        }
        return functions;
    }

    private static List<CatalogEntry> catalog(List<DemoTarget> targets) {
        TargetReader reader = new TargetReader(TargetDefaults.BUILT_IN);
        return targets.stream()
                .map(target -> new CatalogEntry(reader.read(target.written()).id(), target.written()))
                .toList();
    }

    /** The event of EventBridge Scheduler. */
    private JsonNode invoke(ProbeFunction function, Instant scheduledTime) throws IOException {
        String event = "{\"action\":\"probe\",\"scheduledTime\":\"" + scheduledTime + "\"}";
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(
                new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                answer,
                new LocalContext(FUNCTION_TIMEOUT));
        return json.readTree(answer.toByteArray());
    }

    private static String summary(JsonNode run) {
        return "%d probed (%d OK, %d WARNING, %d CRITICAL), %d stored, %s, %.1f s"
                .formatted(
                        run.path("probed").asInt(),
                        run.path("ok").asInt(),
                        run.path("warning").asInt(),
                        run.path("critical").asInt(),
                        run.path("stored").asInt(),
                        counted(run.path("noticesSent").asInt()),
                        run.path("took").asDouble() / 1_000);
    }

    private static String counted(int notices) {
        return notices == 1 ? "1 notice" : notices + " notices";
    }

    private void show(DemoTable table) throws IOException {
        out.accept("");
        out.accept(paint.bold("Targets") + " (times: median of all rounds and regions, in ms)");
        table.lines(screen).forEach(out);
        out.accept("");
        List<String> notices = DemoNotices.lines(LocalFleet.noticesFile(directory), table.names());
        out.accept(paint.bold("Notices") + " that would have gone out through SNS: " + notices.size());
        notices.forEach(out);
        out.accept("");
        out.accept(paint.bold("Stored"));
        out.accept("  measurements  " + table.measurements() + " in " + directory.resolve("dynamodb")
                + " (DynamoDB Local)");
        out.accept("  notices       " + LocalFleet.noticesFile(directory));
        out.accept("  open alerts   ./fleet alerts --data " + directory);
        out.accept("  history       ./fleet history --data " + directory + " " + table.firstId());
        out.accept("");
        out.accept(table.outcome(paint));
    }

    private void progress(String what) {
        double seconds = (System.nanoTime() - start) / 1e9;
        out.accept(paint.faint("%5.1f s".formatted(seconds)) + "  " + what);
    }
}
