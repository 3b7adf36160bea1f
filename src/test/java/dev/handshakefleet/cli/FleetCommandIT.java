package dev.handshakefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.laptop.Laptop;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.support.CommandResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands as a user types them. */
class FleetCommandIT {

    /** A handshake on a busy machine does not breach this limit. */
    private static final String LONG_SLA = "PT30S";

    private static final int ATTEMPTS = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static LoopbackServer healthy;
    private static LoopbackServer expiring;
    private static LoopbackServer slow;

    @BeforeAll
    static void servers() throws IOException {
        Instant now = Instant.now();
        LocalIdentity root = LocalAuthority.root("R")
                .valid(now.minusSeconds(9), now.plus(Duration.ofDays(900)))
                .selfSigned();
        Files.writeString(directory.resolve("root.pem"), LocalIdentity.pem(List.of(root.certificate())));
        LocalIdentity leaf = LocalAuthority.leaf("localhost")
                .dns("localhost")
                .valid(now.minusSeconds(9), now.plus(Duration.ofDays(80)))
                .issuedBy(root);
        healthy = LoopbackServer.tls(leaf, "TLSv1.3");
        slow = LoopbackServer.slowTls(leaf, Duration.ofMillis(700));
        expiring = LoopbackServer.tls(
                LocalAuthority.leaf("localhost")
                        .dns("localhost")
                        .valid(now.minus(Duration.ofDays(70)), now.plus(Duration.ofDays(20)))
                        .issuedBy(root),
                "TLSv1.3");
    }

    @AfterAll
    static void end() {
        healthy.close();
        slow.close();
        expiring.close();
    }

    @Test
    void healthyTargetIsStatusZeroAndPipedTextIsPlain() {
        CommandResult result = fleet("probe", "--sla", LONG_SLA, "--ca", ca(), id(healthy));

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .startsWith("OK  " + id(healthy))
                .contains("TLSv1.3", "certificate", "root (not sent)")
                .doesNotContain("\u001b");
    }

    @Test
    void exitStatusIsThatOfTheWorstVerdict() {
        assertThat(fleet("probe", "--sla", LONG_SLA, "--ca", ca(), id(expiring)).status())
                .isEqualTo(1);
        CommandResult both = fleet("probe", "--sla", LONG_SLA, "--ca", ca(), id(healthy), id(expiring), "localhost:1");

        assertThat(both.status()).isEqualTo(2);
        assertThat(both.out()).contains("3 probed: 1 OK, 1 WARNING, 1 CRITICAL");
    }

    @Test
    void jsonOptionPrintsTheContract() throws IOException {
        CommandResult result = fleet("probe", "--json", "--sla", LONG_SLA, "--ca", ca(), id(healthy), "localhost:1");

        JsonNode answer = JSON.readTree(result.out());
        assertThat(result.status()).isEqualTo(2);
        assertThat(answer.path("run").path("probed").asInt()).isEqualTo(2);
        assertThat(answer.path("results").get(0).path("verdict").asText()).isEqualTo("OK");
        assertThat(answer.path("results").get(1).path("failure").path("kind").asText())
                .isEqualTo("CONNECTION_REFUSED");
    }

    @Test
    void rootIsNotTrustedWithoutTheCaOption() {
        assertThat(fleet("probe", id(healthy)).out()).contains("CRITICAL INCOMPLETE_CHAIN");
    }

    @Test
    void slaOptionSetsTheLimit() {
        assertThat(fleet("probe", "--ca", ca(), "--sla", LONG_SLA, id(slow)).status())
                .isZero();
        CommandResult badly = fleet("probe", "--ca", ca(), "--sla", "PT0.1S", id(slow));
        // A busy machine can add to the delay of the server until the breach is critical: one of these probes is
        // enough.
        assertThat(IntStream.range(0, ATTEMPTS)
                        .mapToObj(attempt -> fleet("probe", "--ca", ca(), "--sla", "PT0.6S", id(slow)))
                        .filter(breached -> breached.status() == 1)
                        .findFirst())
                .hasValueSatisfying(breached -> assertThat(breached.out()).contains("WARNING SLA_BREACHED"));

        assertThat(badly.status()).isEqualTo(2);
    }

    @Test
    void timeoutOptionSetsTheTimeout() {
        CommandResult result = fleet("probe", "--ca", ca(), "--timeout", "PT0.2S", id(slow));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).contains("TIMEOUT", "no time for a second attempt");
    }

    @Test
    void serverNameOptionIsCheckedInPlaceOfTheHost() {
        CommandResult result = fleet("probe", "--ca", ca(), "--server-name", "other.example", id(healthy));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.out()).contains("HOSTNAME_MISMATCH", "other.example");
    }

    @Test
    void badTargetIsStatusThreeAndGoodTargetsAreProbed() {
        CommandResult result = fleet("probe", "--sla", LONG_SLA, "--ca", ca(), "bad host", id(healthy));

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).contains("OK  " + id(healthy));
        assertThat(result.err()).contains("fleet: bad …: target: 'bad …'; accepted: ");
    }

    @Test
    void wrongUsageIsStatusThreeWithOneLine() {
        assertUsage(fleet(), "COMMAND is missing");
        assertUsage(fleet("probe"), "Missing required parameter: 'TARGET'");
        assertUsage(fleet("prob", "x"), "Did you mean: fleet probe?");
        assertUsage(fleet("probe", "--sla", "fast", "a.example"), "--sla: 'fast'; accepted: an ISO-8601 duration");
        assertUsage(fleet("probe", "--timeout", "PT0S", "a.example"), "--timeout: 'PT0S'; accepted: ");
        assertUsage(fleet("probe", "--concurrency", "0", "a.example"), "--concurrency: '0'; accepted: ");
        assertUsage(fleet("probe", "--ca", "/no/such.pem", "a.example"), "--ca: '/no/such.pem");
        assertUsage(fleet("probe", "--server-name", "a b", "a.example"), "serverName: 'a b'; accepted: ");
        assertUsage(fleet("probe", "--revocation", "on", "a.example"), "revocation: 'on'; accepted: off, ocsp, crl");
    }

    @Test
    void unusableEventIsAnsweredAsTheFunctionAnswersAndEndsAsBadInput() throws IOException {
        Path event = directory.resolve("unusable.json");
        Files.writeString(event, "{\"key1\":\"value1\"}");

        CommandResult result =
                fleet("invoke", "--data", directory.resolve("unusable").toString(), event.toString());

        assertThat(JSON.readTree(result.out()).path("error").path("field").asText())
                .isEqualTo("action");
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err()).contains("action: missing; accepted: probe, ");
    }

    @Test
    void helpListsEveryCommand() {
        CommandResult result = fleet("help");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains(
                        "probe",
                        "demo",
                        "invoke",
                        "history",
                        "apply",
                        "targets",
                        "alerts",
                        "acknowledge",
                        "silence",
                        "bench",
                        "Exit status");
        assertThat(fleet("help", "probe").out()).contains("--server-name", "--json", "--ca", "--sla", "--timeout");
    }

    @Test
    void catalogIsAppliedListedProbedByAnEventAndReadBack() throws IOException {
        String data = directory.resolve("data").toString();
        Path targets = directory.resolve("targets.yaml");
        Files.writeString(targets, """
                targets:
                  - %s
                  - host: localhost
                    port: 1
                    sla: {tls: PT0.3S}
                    alert: {after: 1}
                    tags: {team: web}
                """.formatted(id(healthy)));
        Path event = directory.resolve("event.json");
        Files.writeString(event, "{\"action\":\"probe\",\"scheduledTime\":\"" + Instant.now() + "\"}");

        assertThat(fleet("apply", "--data", data, targets.toString()).out()).contains("2 targets in the catalog");
        assertThat(fleet("targets", "--data", data).out().lines()).containsExactly("localhost:1", id(healthy));
        assertThat(fleet("targets", "--data", data, "--effective").out()).contains("\"warning\" : \"PT0.3S\"");
        CommandResult invoked = fleet("invoke", "--data", data, event.toString());
        assertThat(JSON.readTree(invoked.out()).path("run").path("stored").asInt())
                .isEqualTo(2);
        assertThat(invoked.err()).contains("localhost:1 CRITICAL: HANDSHAKE_FAILED");
        CommandResult history = fleet("history", "--data", data, "localhost:1");
        assertThat(history.out())
                .contains("localhost:1  1 measurement from", "HANDSHAKE_FAILED (connect CONNECTION_REFUSED)");
    }

    @Test
    void alertsAreListedAndAcknowledged() throws IOException {
        String data = directory.resolve("alerts").toString();
        Path targets = directory.resolve("alerting.yaml");
        Files.writeString(targets, "targets: [\"" + id(expiring) + "\"]\n");
        Path event = directory.resolve("alerting.json");
        Files.writeString(event, "{\"action\":\"probe\",\"scheduledTime\":\"" + Instant.now() + "\"}");
        fleet("apply", "--data", data, targets.toString());

        CommandResult before = fleet("alerts", "--data", data);
        fleet("invoke", "--data", data, event.toString());
        CommandResult open = fleet("alerts", "--data", data);
        CommandResult done =
                fleet("acknowledge", "--data", data, "--check", "certificate", "--by", "kim", id(expiring));
        CommandResult again = fleet("acknowledge", "--data", data, "--check", "certificate", id(expiring));
        JsonNode json = JSON.readTree(
                fleet("alerts", "--data", data, "--json", id(expiring)).out());

        assertThat(before.out()).isEqualTo("No alert is open for 1 target.\n");
        assertThat(open.status()).isZero();
        assertThat(open.out().lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("WARNING")
                        .contains("open", id(expiring), "certificate.leaf", "CERT_EXPIRING"));
        assertThat(done.out()).isEqualTo("acknowledged of " + id(expiring) + ": certificate.leaf\n");
        assertThat(again.out()).isEqualTo("No unacknowledged alert is open for " + id(expiring) + ".\n");
        assertThat(json.path("alerts").findValuesAsText("state")).contains("acknowledged");
        assertUsage(fleet("acknowledge", "--check", "tls", "a.example"), "check: 'tls'; accepted: ");
    }

    @Test
    void silenceIsSetListedAndEnded() throws IOException {
        String data = directory.resolve("silences").toString();

        CommandResult set = fleet(
                "silence",
                "--data",
                data,
                "--target",
                "*.Example.com",
                "--tag",
                "team=web",
                "--check",
                "certificate.*",
                "--for",
                "PT2H",
                "--reason",
                "planned work",
                "--by",
                "kim");
        CommandResult listed = fleet("silence", "--data", data, "--list");
        JsonNode json = JSON.readTree(
                fleet("silence", "--data", data, "--list", "--json").out());
        String id = json.path("silences").get(0).path("id").asText();

        assertThat(set.status()).isZero();
        assertThat(set.out())
                .contains("target *.example.com, tag team=web, check certificate.*")
                .contains("To end it early: ./fleet silence --end " + id);
        assertThat(listed.out().lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith(id + "  active  target *.example.com")
                .endsWith("0  kim  planned work");
        assertThat(fleet("silence", "--data", data, "--end", id).out()).isEqualTo("silence " + id + " ended\n");
        assertThat(fleet("silence", "--data", data, "--list").out()).isEqualTo("No silence is active or planned.\n");
        CommandResult again = fleet("silence", "--data", data, "--end", id);
        assertThat(again.status()).isEqualTo(3);
        assertThat(again.err()).contains("No silence with the id " + id + " is active or planned");
    }

    @Test
    void silenceWithALaterStartIsShownAsComing() throws IOException {
        Instant start = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);

        CommandResult result = fleet(
                "silence",
                "--data",
                directory.resolve("coming").toString(),
                "--check",
                "availability",
                "--from",
                start.toString(),
                "--until",
                start.plusSeconds(60).toString(),
                "--reason",
                "move",
                "--json");

        JsonNode silence = JSON.readTree(result.out());
        assertThat(result.status()).isZero();
        assertThat(silence.path("state").asText()).isEqualTo("coming");
        assertThat(silence.path("start").asText()).isEqualTo(start.toString());
    }

    @Test
    void contradictorySilenceIsRefusedBeforeTheFleetIsOpened() {
        assertUsage(fleet("silence"), "--for: missing; accepted: a duration such as PT2H, or --until INSTANT");
        assertUsage(silence("--for", "PT1H"), "target, tag, check: missing; accepted: at least one of them");
        assertUsage(silence("--target", "*", "--for", "PT1H", "--until", "2030-01-01T00:00:00Z"), "--for: 'PT1H'");
        assertUsage(silence("--target", "*", "--for", "2h"), "--for: '2h'; accepted: an ISO-8601 duration");
        assertUsage(silence("--target", "*", "--for", "P91D"), "P90D");
        assertUsage(silence("--target", "*", "--until", "noon"), "--until: 'noon'; accepted: an ISO-8601 instant");
        assertUsage(silence("--target", "a b", "--for", "PT1H"), "target: 'a b'; accepted: HOST, HOST:PORT");
        assertUsage(silence("--check", "tls", "--for", "PT1H"), "check: 'tls'; accepted: a name or a glob of these");
        assertUsage(fleet("silence", "--target", "*", "--for", "PT1H"), "--reason: missing; accepted: the reason");
        assertUsage(
                silence("--list"),
                "--list: 'given with other options'; accepted: alone, without options that set a silence");
        assertUsage(fleet("silence", "--list", "--end", "1a2b3c4d"), "--list: 'given with other options'");
        assertUsage(fleet("silence", "--end", "all"), "id: 'all'; accepted: the id of a silence, 8 hexadecimal digits");
    }

    private static CommandResult silence(String... options) {
        return fleet(Stream.concat(Stream.of("silence", "--reason", "r"), Stream.of(options))
                .toArray(String[]::new));
    }

    @Test
    void fileWithOneBadTargetIsNotApplied() throws IOException {
        Path targets = directory.resolve("bad.yaml");
        Files.writeString(targets, "targets: [a.example, 'b example', {host: c.example, port: 0}]\n");

        CommandResult result =
                fleet("apply", "--data", directory.resolve("unused").toString(), targets.toString());

        assertThat(result.status()).isEqualTo(3);
        assertThat(result.err())
                .contains("2 of 3 targets cannot be used; nothing was applied", "b …: target: 'b …'", "port: '0'");
    }

    @Test
    void fileWithoutAListOfTargetsIsRefused() throws IOException {
        Path other = directory.resolve("other.yaml");
        Files.writeString(other, "target: a.example\n");
        Path broken = directory.resolve("broken.yaml");
        Files.writeString(broken, "targets: [a.example\n");

        for (String file : List.of(other.toString(), broken.toString(), "/no/such.yaml")) {
            assertUsage(fleet("apply", file), "accepted: a YAML file with a list of targets under the key 'targets'");
        }
    }

    private static void assertUsage(CommandResult result, String expected) {
        assertThat(result.status()).isEqualTo(3);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(expected);
    }

    private static CommandResult fleet(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Laptop.commandLine(arguments);
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int status = command.execute(arguments);
        return new CommandResult(status, out.toString(), err.toString());
    }

    private static String ca() {
        return directory.resolve("root.pem").toString();
    }

    private static String id(LoopbackServer server) {
        return "localhost:" + server.port();
    }
}
