package dev.handshakefleet.page.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.fleet.Shortfall;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.page.model.FleetSnapshot;
import dev.handshakefleet.page.model.Point;
import dev.handshakefleet.page.model.WatchedTarget;
import dev.handshakefleet.region.RunPace;
import dev.handshakefleet.support.Measurements;
import dev.handshakefleet.support.Prerequisites;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers, the board and the rules, held to each other and to Prometheus' own checker. */
class PromtoolIT {

    private static final long LONGEST_SECONDS = 60;
    private static final Pattern NAME = Pattern.compile("\\b(?:handshake_fleet|probe)_[a-z0-9_]+");

    @TempDir
    private static Path directory;

    private static SecureSite site;
    private static ScrapedPage page;
    private static FleetMetrics metrics;

    @BeforeAll
    static void start() throws IOException {
        LocalIdentity root = LocalAuthority.root("Root").selfSigned();
        site = SecureSite.start(LocalAuthority.leaf("site").dns("localhost").issuedBy(root));
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        AtomicReference<FleetSnapshot> fleet = new AtomicReference<>(new FleetSnapshot(now, List.of(), List.of()));
        metrics = new FleetMetrics(fleet::get, Duration.ofMinutes(1));
        Measurement measured = Measurements.good(now, "eu-west-1");
        fleet.set(new FleetSnapshot(
                now,
                List.of(new WatchedTarget(
                        Target.ofDefaults("example.com", 443, TargetDefaults.BUILT_IN),
                        List.of(measured),
                        List.of(Point.of(measured)),
                        List.of(),
                        List.of(),
                        Optional.empty())),
                List.of()));
        metrics.ran(new RunReport(
                "local",
                Optional.of(now),
                now,
                Duration.ofSeconds(1),
                RunPace.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Shortfall(0, 0, 0, 0, 0, false, false),
                List.of()));
        page = ScrapedPage.start(ScrapedPage.trusting(root, directory), metrics.route());
    }

    @AfterAll
    static void stop() {
        page.close();
        site.close();
    }

    @Test
    void promtoolFindsNothingInOurMetrics() throws IOException, InterruptedException {
        assertThat(promtool(page.get("/metrics").body(), "check", "metrics")).isEmpty();
    }

    @Test
    void promtoolFindsNothingInAProbe() throws IOException, InterruptedException {
        assertThat(promtool(probed(), "check", "metrics")).isEmpty();
    }

    @Test
    void promtoolAcceptsTheRules() throws IOException, InterruptedException {
        assertThat(promtool("", "check", "rules", "infra/prometheus-rules.yaml"))
                .contains("SUCCESS");
    }

    @Test
    void promtoolParsesEveryExpressionOfTheBoard() throws IOException, InterruptedException {
        List<String> expressions = new JsonMapper()
                .readTree(Files.readString(Path.of("infra/grafana-dashboard.json")))
                .findValuesAsText("expr");
        assertThat(expressions).hasSizeGreaterThan(10);
        StringBuilder rules = new StringBuilder("groups:\n- name: board\n  rules:\n");
        for (int index = 0; index < expressions.size(); index++) {
            rules.append("  - record: board:%d\n    expr: '%s'\n".formatted(index, expressions.get(index)));
        }
        Path file = Files.writeString(directory.resolve("board.yaml"), rules);

        assertThat(promtool("", "check", "rules", file.toString()))
                .contains("SUCCESS: " + expressions.size() + " rules found");
    }

    @Test
    void boardAndRulesUseMetricsThatExist() throws IOException, InterruptedException {
        Set<String> exposed = new TreeSet<>();
        String otherName = page.probe("tls_connect", "127.0.0.1:" + site.port()).body();
        Matcher samples = Pattern.compile("(?m)^([a-z0-9_]+)[{ ]")
                .matcher(page.get("/metrics").body() + probed() + otherName);
        while (samples.find()) {
            exposed.add(samples.group(1));
        }
        for (String file : List.of("infra/grafana-dashboard.json", "infra/prometheus-rules.yaml")) {
            Set<String> used = new TreeSet<>();
            Matcher names = NAME.matcher(Files.readString(Path.of(file)));
            while (names.find()) {
                used.add(names.group());
            }
            assertThat(used).as(file).hasSizeGreaterThan(4);
            assertThat(exposed).as(file).containsAll(used);
        }
    }

    private static String probed() throws IOException, InterruptedException {
        String answer =
                page.probe("http_2xx", "https://localhost:" + site.port() + "/").body();
        assertThat(answer).contains("probe_success 1.0");
        return answer;
    }

    private static String promtool(String input, String... arguments) throws IOException, InterruptedException {
        Path program = Prerequisites.program("promtool");
        Path in = Files.writeString(directory.resolve("in"), input);
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                        .toList())
                .redirectInput(in.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out, StandardCharsets.UTF_8);
    }
}
