package dev.handshakefleet.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.cli.ExitStatus;
import dev.handshakefleet.laptop.Laptop;
import dev.handshakefleet.support.CommandResult;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetList;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Imports files as they are in the wild; what is written is read by the fleet's own reader. */
class ImportCommandTest {

    private static final Path SOURCES = Path.of("src/test/resources/imports");

    @TempDir
    private Path directory;

    @Test
    void jobsOfPrometheusBecomeTargets() {
        CommandResult result = fleet(source("prometheus.yml"), "--modules", source("blackbox.yml"));

        Map<String, Target> targets = targets(result.out());
        assertThat(targets.keySet())
                .containsExactly(
                        "prometheus.io:443",
                        "shop.example.com:443",
                        "mail.example.org:25",
                        "mail.example.org:587",
                        "imap.example.org:993/imap.example.net",
                        "shop.example.com-api",
                        "shop.example.com-api-v2");
        Target shop = targets.get("shop.example.com:443");
        assertThat(shop.http()).hasValueSatisfying(http -> {
            assertThat(http.path()).isEqualTo("/health?full=1");
            assertThat(http.expects(200)).isTrue();
            assertThat(http.expects(404)).isFalse();
        });
        assertThat(shop.addresses().label()).isEqualTo("ipv4");
        assertThat(shop.tags()).containsExactlyInAnyOrderEntriesOf(Map.of("team", "web", "job", "blackbox"));
        Target mail = targets.get("mail.example.org:587");
        assertThat(mail.protocol()).isEqualTo(Protocol.SMTP);
        assertThat(mail.sla().limits().get(Phase.TOTAL).critical()).isEqualTo(Duration.ofSeconds(5));
        Target imap = targets.get("imap.example.org:993/imap.example.net");
        assertThat(imap.tls().versions()).containsExactly("TLSv1.2", "TLSv1.3");
        assertThat(imap.tags()).containsEntry("city", "Amsterdam");
        Target api = targets.get("shop.example.com-api");
        assertThat(api.http()).hasValueSatisfying(http -> {
            assertThat(http.method().name()).isEqualTo("HEAD");
            assertThat(http.expects(401)).isTrue();
            assertThat(http.expects(301)).isFalse();
        });
        assertThat(api.tls().alpn()).contains(List.of("h2"));
    }

    @Test
    void whatPrometheusHasAndTheFleetHasNotIsSaidWithItsLine() {
        CommandResult result = fleet(source("prometheus.yml"), "--modules", source("blackbox.yml"));

        assertThat(result.status()).isEqualTo(ExitStatus.WARNING);
        assertThat(result.err())
                .contains(
                        "prometheus.yml:16: not carried over: target prometheus.io: plain HTTP has no handshake",
                        "prometheus.yml:17: not carried over: label of prometheus.io: tags: 'region'",
                        "prometheus.yml:30: not carried over: interval of PT2M",
                        "prometheus.yml:41: not carried over: target db.example.org: its module makes no TLS handshake",
                        "not carried over: file_sd_configs of job strict: import the files that it names",
                        "blackbox.yml:21: not carried over: query_response of module smtp_starttls",
                        "not carried over: headers of module api",
                        "not carried over: fail_if_body_not_matches_regexp of module api",
                        "not carried over: ca_file of module api",
                        "note: passed over 1 job that probe nothing",
                        "note: an interval of PT1M: deploy with RateMinutes=1",
                        "fleet: 7 targets, ")
                .doesNotContain("hunter2", "http_post_2xx");
        assertThat(result.out()).doesNotContain("hunter2").contains("  # prometheus.yml:17: not carried over: label");
    }

    @Test
    void withoutModulesOnlyTheUsualOneIsKnown() {
        CommandResult result = fleet(source("prometheus.yml"));

        assertThat(targets(result.out()).keySet()).containsExactly("prometheus.io:443", "shop.example.com:443");
        assertThat(result.err()).contains("target mail.example.org: its module is not known; give the file");
    }

    @Test
    void listsOfTargetsAreReadAsJsonAndYaml() throws IOException {
        CommandResult json = fleet(source("file_sd.json"));
        Path yaml = Files.writeString(directory.resolve("sd.yml"), """
                - targets: ['example.com:443', https://example.org/health]
                  labels: {env: prod, job: web}
                - targets: ['example.com:443']
                  labels: {env: test}
                """);

        assertThat(json.status()).isZero();
        assertThat(targets(json.out()).keySet()).containsExactly("example.com:443", "example.org:443", "example.com-2");
        assertThat(targets(fleet(yaml.toString()).out())).isEqualTo(targets(json.out()));
        assertThat(targets(json.out()).get("example.com-2").tags()).isEqualTo(Map.of("env", "test"));
    }

    @Test
    void endpointsOfGatusBecomeTargets() {
        Map<String, Target> targets = targets(fleet(source("gatus.yaml")).out());

        assertThat(targets.keySet()).containsExactly("front-end", "Back-end", "any-status", "starttls", "tls");
        Target front = targets.get("front-end");
        assertThat(front.endpoint()).isEqualTo("twin.sh:443");
        assertThat(front.http()).hasValueSatisfying(http -> {
            assertThat(http.path()).isEqualTo("/health");
            assertThat(IntStream.range(100, 600).filter(http::expects)).containsExactly(200);
        });
        assertThat(front.sla().limits().get(Phase.TOTAL).critical()).isEqualTo(Duration.ofMillis(150));
        assertThat(front.expiry().leaf())
                .hasValueSatisfying(days -> assertThat(days.critical()).isEqualTo(10));
        assertThat(front.tags()).isEqualTo(Map.of("group", "core"));
        assertThat(front.alert().of(CheckFamily.AVAILABILITY).after()).isEqualTo(5);
        assertThat(front.alert().of(CheckFamily.AVAILABILITY).clear()).isEqualTo(3);
        assertThat(front.alert().of(CheckFamily.AVAILABILITY).remind()).contains(Duration.ofMinutes(30));
        assertThat(targets.get("Back-end").http()).isEmpty();
        Target any = targets.get("any-status");
        assertThat(any.http())
                .hasValueSatisfying(http -> assertThat(IntStream.range(100, 600)
                                .filter(http::expects)
                                .boxed()
                                .toList())
                        .containsExactlyElementsOf(IntStream.range(200, 500)
                                .filter(status -> status != 404)
                                .boxed()
                                .toList()));
        assertThat(any.addresses().label()).isEqualTo("ipv6");
        assertThat(any.expiry().leaf())
                .hasValueSatisfying(days -> assertThat(days.critical()).isEqualTo(2));
        assertThat(targets.get("starttls").protocol()).isEqualTo(Protocol.SMTP);
        assertThat(targets.get("tls").endpoint()).isEqualTo("ldap.example.org:636");
    }

    @Test
    void whatGatusHasAndTheFleetHasNotIsSaidWithItsLine() {
        CommandResult result = fleet(source("gatus.yaml"));

        assertThat(result.status()).isEqualTo(ExitStatus.WARNING);
        assertThat(result.err())
                .contains(
                        "gatus.yaml:17: not carried over: condition on [BODY]",
                        "gatus.yaml:27: not carried over: headers of endpoint Back end",
                        "HTTP exchange of endpoint Back end",
                        "user and password of endpoint Back end",
                        "not carried over: endpoint ping: its protocol has no TLS handshake",
                        "not carried over: endpoint example-dns-query: a question to a name server has no handshake",
                        "not carried over: endpoint later: it is not enabled",
                        "not carried over: interval of PT30M",
                        "note: the time before the expiry is rounded up to 2 days",
                        "note: an interval of PT5M: deploy with RateMinutes=5",
                        "note: the name of an endpoint becomes Back-end")
                .doesNotContain("hunter2");
        assertThat(result.out()).doesNotContain("hunter2");
    }

    @Test
    void listOfHostsBecomesTargets() {
        CommandResult result = fleet(source("hosts.txt"));

        assertThat(targets(result.out()).keySet())
                .containsExactly(
                        "example.com:443",
                        "example.org:8443",
                        "shop.example.com:443",
                        "example.net:443",
                        "mail.example.org:587",
                        "[2001:db8::1]:443",
                        "secret.example.com:443");
        assertThat(targets(result.out()).get("example.net:443").http()).isEmpty();
        assertThat(result.status()).isEqualTo(ExitStatus.WARNING);
        assertThat(result.err())
                .contains(
                        "hosts.txt:9: not carried over: target plain.example.com: plain HTTP has no handshake",
                        "hosts.txt:10: not carried over: target: host:",
                        "hosts.txt:11: not carried over: user and password in an address",
                        "hosts.txt:12: note: EXAMPLE.com is the same target as in hosts.txt:2")
                .doesNotContain("hunter2");
    }

    @Test
    void outputIsGolden() throws IOException {
        Path list = Files.writeString(
                directory.resolve("list.txt"),
                "example.com\nhttps://example.com/health?full=1\nsmtp://mail.example.org\n");

        CommandResult result = fleet(list.toString());

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEqualTo("fleet: 3 targets, 0 not carried over\n");
        assertThat(result.out()).isEqualTo("""
                        # Written by ./fleet import from list.txt.
                        targets:
                          - {host: example.com}
                          - {name: example.com-health-full-1, host: example.com, http: /health?full=1}
                          - {host: mail.example.org, protocol: smtp}
                        """);
    }

    @Test
    void filesOfDifferentFormsAreOneList() {
        CommandResult result = fleet(
                source("gatus.yaml"),
                source("prometheus.yml"),
                source("hosts.txt"),
                "--modules",
                source("blackbox.yml"));

        assertThat(targets(result.out())).hasSizeGreaterThan(15).containsKeys("front-end", "prometheus.io:443");
    }

    @Test
    void formThatIsGivenIsNotGuessed() throws IOException {
        Path file = Files.writeString(directory.resolve("names"), "endpoints:\n");

        assertThat(fleet("--from", "list", file.toString()).err()).contains("names:1: not carried over: target: port");
        assertThat(fleet("--from", "gatus", source("file_sd.json")).err()).contains("no list 'endpoints'");
        assertThat(fleet("--from", "prometheus", source("gatus.yaml")).err()).contains("no list 'scrape_configs'");
    }

    @Test
    void fileIsWrittenOnceUnlessForced() throws IOException {
        Path output = directory.resolve("targets.yaml");

        assertThat(fleet(source("file_sd.json"), "-o", output.toString()).status())
                .isZero();
        String written = Files.readString(output);
        CommandResult again = fleet(source("gatus.yaml"), "-o", output.toString());

        assertThat(again.status()).isEqualTo(ExitStatus.UNKNOWN);
        assertThat(again.err()).contains("-o: '", "accepted: a file that does not exist yet, or --force");
        assertThat(output).hasContent(written);
        assertThat(fleet(source("gatus.yaml"), "-o", output.toString(), "--force")
                        .status())
                .isEqualTo(ExitStatus.WARNING);
        assertThat(targets(Files.readString(output))).containsKey("front-end");
        assertThat(directory)
                .isDirectoryContaining(file -> file.equals(output))
                .isDirectoryNotContaining("glob:**import*");
    }

    @Test
    void nothingIsWrittenWithoutATarget() throws IOException {
        Path file = Files.writeString(directory.resolve("plain.txt"), "http://a.example.com\n");
        Path output = directory.resolve("none.yaml");

        CommandResult result = fleet(file.toString(), "-o", output.toString());

        assertThat(result.status()).isEqualTo(ExitStatus.UNKNOWN);
        assertThat(result.err()).contains("no target could be carried over; nothing was written");
        assertThat(output).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modules: {http_2xx: {prober: http}} | give them by --modules",
                "targets: [example.com] | ./fleet apply takes it as it is",
                "other: 1 | neither scrape_configs nor endpoints",
                "endpoints: [{name: a, name: b}] | the field 'name' a second time, line 1, column 23",
                "endpoints: [ | YAML that cannot be read, line 1",
                "scrape_configs: [*nobody] | YAML that cannot be read, line 1"
            })
    void unusableFileIsRefusedWithThePlaceOfTheMistake(String content, String expected) throws IOException {
        Path file = Files.writeString(directory.resolve("wrong.yml"), content);

        CommandResult result = fleet(file.toString());

        assertThat(result.status()).isEqualTo(ExitStatus.UNKNOWN);
        assertThat(result.err()).contains("fleet: FILE: '", expected, "accepted: ");
        assertThat(result.out()).isEmpty();
    }

    static Map<String, String> hostile() {
        Map<String, String> contents = new LinkedHashMap<>();
        contents.put("flow nested 2,000 deep", "endpoints: " + "[".repeat(2_000) + "]".repeat(2_000));
        contents.put("a scalar of 17 MB", "endpoints: [" + "a".repeat(17 * 1024 * 1024) + "]");
        contents.put("3,000,000 values", "endpoints: [" + "1,".repeat(3_000_000) + "]");
        contents.put("aliases that multiply", "endpoints:\n" + aliases());
        contents.put("an alias of itself", "endpoints: &a [*a, *a]");
        contents.put("zeros", "\0".repeat(1_000));
        return contents;
    }

    static List<String> hostileNames() {
        return List.copyOf(hostile().keySet());
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void hostileFileIsRefused(String name) throws IOException {
        Path file =
                Files.writeString(directory.resolve("hostile.yml"), hostile().get(name));

        CommandResult result = fleet(file.toString());

        assertThat(result.status()).isEqualTo(ExitStatus.UNKNOWN);
        assertThat(result.err()).doesNotContain("unexpected error", "\tat ");
    }

    @Test
    void fileThatIsMissingOrNoTextIsRefused() throws IOException {
        Path bytes = Files.write(directory.resolve("bytes"), new byte[] {'a', (byte) 0xff});

        assertThat(fleet(directory.resolve("missing").toString()).err()).contains("(unreadable)");
        assertThat(fleet(bytes.toString()).err()).contains("no text in UTF-8");
        assertThat(fleet(source("prometheus.yml"), "--modules", source("gatus.yaml"))
                        .err())
                .contains("--modules: '", "no map 'modules'");
    }

    /** Go's expressions take time in proportion to the text; Java's need not. */
    @Test
    void expressionThatTakesTooLongIsPassedOver() throws IOException {
        Path file = Files.writeString(directory.resolve("slow.yml"), """
                scrape_configs:
                  - metrics_path: /probe
                    static_configs: [{targets: ["https://%s.example.com"]}]
                    relabel_configs:
                      - {source_labels: [__address__], regex: '(https?[a-z:/]*|(([a-z]+)*)+)*\\$', target_label: slow}
                      - {source_labels: [__address__], target_label: __param_target}
                """.formatted("a".repeat(60)));

        CommandResult result = fleet(file.toString());

        assertThat(result.err())
                .contains("slow.yml:5: not carried over: relabel rule: its regular expression takes too long");
        assertThat(targets(result.out())).hasSize(1);
    }

    @Test
    void remarksAndTagsCannotLeaveTheirLine() throws IOException {
        Path file = Files.writeString(directory.resolve("lines.yml"), """
                endpoints:
                  - {name: "a\\nb: c", group: "x\\ny", url: "https://example.com"}
                  - {name: "é \\"quoted\\" \\U0001F525", group: "\\U0001F525 #1: a", url: "https://example.org"}
                """);

        CommandResult result = fleet(file.toString());

        assertThat(targets(result.out()).get("quoted").tags()).isEqualTo(Map.of("group", "\uD83D\uDD25 #1: a"));
        assertThat(result.out().lines())
                .allMatch(line -> line.startsWith("#") || line.startsWith(" ") || line.equals("targets:"));
        assertThat(targets(result.out()).get("a-b-c").tags()).isEmpty();
    }

    @Test
    void helpNamesTheForms() {
        assertThat(fleet("--help").out()).contains("--from", "PROMETHEUS, GATUS, LIST", "--modules", "--force");
    }

    private static String aliases() {
        StringBuilder levels = new StringBuilder("- &l0 [a, a, a, a, a, a, a, a, a]\n");
        IntStream.rangeClosed(1, 9)
                .forEach(level -> levels.append("- &l%d [%s]\n"
                        .formatted(level, String.join(", ", Collections.nCopies(5, "*l" + (level - 1))))));
        return levels.toString();
    }

    private static String source(String name) {
        return SOURCES.resolve(name).toString();
    }

    /** Everything that is written is accepted. */
    private static Map<String, Target> targets(String yaml) {
        Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        assertThat(document).isInstanceOf(Map.class);
        List<?> entries = (List<?>) ((Map<?, ?>) document).get("targets");
        TargetList list = new TargetReader(TargetDefaults.BUILT_IN).readAll(entries);
        assertThat(list.rejected()).isEmpty();
        return list.targets().stream()
                .collect(Collectors.toMap(Target::id, target -> target, (a, b) -> a, LinkedHashMap::new));
    }

    private static CommandResult fleet(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] all = new String[arguments.length + 1];
        all[0] = "import";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int status = Laptop.commandLine(all)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
        return new CommandResult(status, out.toString(), err.toString());
    }
}
