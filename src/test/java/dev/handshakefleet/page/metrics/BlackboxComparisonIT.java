package dev.handshakefleet.page.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.handshakefleet.bench.workbench.ChildProcesses;
import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackPort;
import dev.handshakefleet.local.server.LoopbackServer;
import dev.handshakefleet.support.Prerequisites;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus scrapes the real blackbox_exporter and our {@code /probe} with the same targets, and has the same series of both,
 * but for the differences that docs/prometheus.md lists.
 */
class BlackboxComparisonIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(3);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);

    /** blackbox_exporter 0.23 has them and we have not. */
    private static final Set<String> NOT_OURS = Set.of("probe_http_content_length");

    /** Newer versions of blackbox_exporter have them too. */
    private static final Set<String> NEWER = Set.of("probe_tls_cipher_info");

    /** Values that are measured, and differ from run to run. */
    private static final Set<String> DURATIONS =
            Set.of("probe_duration_seconds", "probe_dns_lookup_time_seconds", "probe_http_duration_seconds");

    /** Of a chain that is not trusted we say what it is; blackbox_exporter gives up before. */
    private static final Set<String> OF_A_REFUSED_CHAIN = Set.of(
            "probe_ssl_earliest_cert_expiry",
            "probe_ssl_last_chain_info",
            "probe_tls_version_info",
            "probe_http_status_code",
            "probe_http_version",
            "probe_http_ssl",
            "probe_http_uncompressed_body_length");

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void prometheusHasTheSameOfBoth() throws IOException, InterruptedException {
        Path prometheus = Prerequisites.program("prometheus");
        Path blackbox = Prerequisites.program("prometheus-blackbox-exporter");
        LocalIdentity root = LocalAuthority.root("Root").selfSigned();
        LocalIdentity authority =
                LocalAuthority.intermediate("CN=CA 1,OU=One,O=Authority,C=DE").issuedBy(root);
        LocalIdentity trusted = LocalAuthority.leaf(
                        "ST=NRW,C=DE,L=Bonn,STREET=Rheinweg 1,2.5.4.17=53111,O=\"Site, Inc\",OU=\"Web + Mail\",OU=Two,"
                                + "CN=first,CN=site,2.5.4.5=HRB 1,1.2.840.113549.1.9.1=hostmaster@example.com")
                .dns("localhost", "site.example.com")
                .ip("127.0.0.1")
                .issuedBy(authority);
        LocalIdentity foreign = LocalAuthority.leaf("foreign")
                .dns("localhost")
                .issuedBy(LocalAuthority.root("Foreign").selfSigned());
        Instant yesterday = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(1));
        LocalIdentity expired = LocalAuthority.leaf("expired")
                .dns("localhost")
                .valid(yesterday.minus(Duration.ofDays(80)), yesterday)
                .issuedBy(authority);
        try (ScrapedPage page = ScrapedPage.start(ScrapedPage.trusting(root, directory));
                SecureSite site = SecureSite.start(trusted);
                SecureSite foreignSite = SecureSite.start(foreign);
                SecureSite expiredSite = SecureSite.start(expired);
                LoopbackServer older = LoopbackServer.tls(trusted, "TLSv1.2");
                LoopbackServer plain = LoopbackServer.plainText();
                ChildProcesses processes = new ChildProcesses()) {
            int closed = LoopbackPort.free();
            Map<String, List<String>> targets = new TreeMap<>(Map.of(
                    "http_2xx",
                    List.of(
                            "https://localhost:" + site.port() + "/",
                            "https://127.0.0.1:" + site.port(),
                            "https://localhost:" + site.port() + "/nothing",
                            "https://localhost:" + foreignSite.port() + "/",
                            "https://localhost:" + expiredSite.port() + "/",
                            "https://localhost:" + closed + "/"),
                    "tls_connect",
                    List.of(
                            "localhost:" + site.port(),
                            "localhost:" + older.port(),
                            "localhost:" + foreignSite.port(),
                            "localhost:" + plain.port(),
                            "localhost:" + closed),
                    "tcp_connect",
                    List.of("localhost:" + plain.port(), "127.0.0.1:" + site.port(), "localhost:" + closed)));
            int blackboxPort = startBlackbox(processes, blackbox);
            URI api = startPrometheus(
                    processes, prometheus, Map.of("blackbox", blackboxPort, "ours", page.port()), targets);

            for (Map.Entry<String, List<String>> module : targets.entrySet()) {
                for (String target : module.getValue()) {
                    Map<String, String> theirs = series(api, "blackbox-" + module.getKey(), target);
                    Map<String, String> ours = series(api, "ours-" + module.getKey(), target);
                    compare(module.getKey() + " " + target, theirs, ours);
                }
            }
            assertThat(series(api, "ours-http_2xx", "https://localhost:" + site.port() + "/"))
                    .containsEntry("probe_success", "1")
                    .containsEntry("probe_http_status_code", "200");
            assertThat(series(api, "ours-tls_connect", "localhost:" + older.port()))
                    .containsEntry("probe_success", "1")
                    .containsEntry("probe_tls_version_info{version=TLS 1.2}", "1");
            assertThat(series(api, "ours-tls_connect", "localhost:" + foreignSite.port()))
                    .containsEntry("probe_success", "0");
        }
    }

    private static void compare(String what, Map<String, String> theirs, Map<String, String> ours) {
        Map<String, String> expected = new TreeMap<>(theirs);
        Map<String, String> found = new TreeMap<>(ours);
        expected.keySet().removeIf(series -> NOT_OURS.contains(name(series)));
        found.keySet()
                .removeIf(series -> NEWER.contains(name(series)) || name(series).startsWith("handshake_fleet_"));
        boolean isRefused =
                "0".equals(theirs.get("probe_success")) && !theirs.containsKey("probe_ssl_earliest_cert_expiry");
        if (isRefused && found.containsKey("probe_ssl_earliest_cert_expiry")) {
            expected.keySet().removeIf(series -> OF_A_REFUSED_CHAIN.contains(name(series)));
            found.keySet().removeIf(series -> OF_A_REFUSED_CHAIN.contains(name(series)));
        }
        assertThat(names(found)).as("names of %s", what).isEqualTo(names(expected));
        expected.keySet().removeIf(series -> DURATIONS.contains(name(series)));
        found.keySet().removeIf(series -> DURATIONS.contains(name(series)));
        assertThat(found).as("values of %s", what).isEqualTo(expected);
    }

    /** Labels belong to the name: the phases must be the same. */
    private static Set<String> names(Map<String, String> series) {
        return new TreeSet<>(series.keySet());
    }

    private static String name(String series) {
        return series.contains("{") ? series.substring(0, series.indexOf('{')) : series;
    }

    private int startBlackbox(ChildProcesses processes, Path program) throws IOException {
        String ca = directory.resolve("ca.pem").toString();
        Path configuration = Files.writeString(processes.newFile("blackbox", ".yml"), """
                modules:
                  http_2xx:
                    prober: http
                    http: {preferred_ip_protocol: ip4, tls_config: {ca_file: "%1$s"}}
                  tls_connect:
                    prober: tcp
                    tcp: {preferred_ip_protocol: ip4, tls: true, tls_config: {ca_file: "%1$s"}}
                  tcp_connect:
                    prober: tcp
                    tcp: {preferred_ip_protocol: ip4}
                """.formatted(ca));
        int port = LoopbackPort.free();
        Process process = processes.start(
                ProcessBuilder.Redirect.DISCARD,
                processes.newFile("blackbox", ".log"),
                List.of(
                        program.toString(),
                        "--config.file=" + configuration,
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=error"));
        LoopbackPort.awaitListening(port, process);
        return port;
    }

    private static URI startPrometheus(
            ChildProcesses processes, Path program, Map<String, Integer> exporters, Map<String, List<String>> targets)
            throws IOException {
        StringBuilder jobs = new StringBuilder();
        exporters.forEach((exporter, port) -> targets.forEach((module, ofModule) -> jobs.append("""
                  - job_name: %s-%s
                    metrics_path: /probe
                    params: {module: [%s]}
                    static_configs:
                      - targets: %s
                    relabel_configs:
                      - source_labels: [__address__]
                        target_label: __param_target
                      - source_labels: [__param_target]
                        target_label: instance
                      - target_label: __address__
                        replacement: 127.0.0.1:%d
                """.formatted(
                exporter,
                module,
                module,
                ofModule.stream().map(target -> "\"" + target + "\"").collect(Collectors.joining(", ", "[", "]")),
                port))));
        Path configuration = Files.writeString(
                processes.newFile("prometheus", ".yml"),
                "global: {scrape_interval: 15s, scrape_timeout: 15s}\nscrape_configs:\n" + jobs);
        int port = LoopbackPort.free();
        Path log = processes.newFile("prometheus", ".log");
        Process process = processes.start(
                ProcessBuilder.Redirect.DISCARD,
                log,
                List.of(
                        program.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + processes.directory().resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=error"));
        try {
            LoopbackPort.awaitListening(port, process);
        } catch (IOException notStarted) {
            throw new IOException("prometheus does not start: " + ChildProcesses.endOf(log), notStarted);
        }
        return URI.create("http://127.0.0.1:" + port + "/api/v1/query");
    }

    /** @return the series of a target, by name and labels, once it was scraped */
    private Map<String, String> series(URI api, String job, String instance) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (query(api, "up{job=\"%s\",instance=\"%s\"} == 1".formatted(job, instance))
                .isEmpty()) {
            assertThat(System.nanoTime())
                    .as("%s was scraped for %s", job, instance)
                    .isLessThan(end);
            Thread.sleep(250);
        }
        Map<String, String> series = new TreeMap<>();
        for (JsonNode result : query(
                api,
                "{__name__=~\"probe_.*|handshake_fleet_.*\",job=\"%s\",instance=\"%s\"}".formatted(job, instance))) {
            Map<String, String> labels = new TreeMap<>();
            result.path("metric")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            String name = labels.remove("__name__");
            // serialnumber came with a version after Debian's.
            labels.keySet().removeAll(Set.of("job", "instance", "serialnumber"));
            String written = labels.entrySet().stream().map(Object::toString).collect(Collectors.joining(","));
            series.put(
                    written.isEmpty() ? name : name + "{" + written + "}",
                    result.path("value").path(1).asText());
        }
        return series;
    }

    private JsonNode query(URI api, String expression) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(api + "?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)))
                .timeout(LONGEST_ANSWER)
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        // Prometheus listens before it is ready, and answers with this status until then.
        if (answer.statusCode() == HttpURLConnection.HTTP_UNAVAILABLE) {
            return MissingNode.getInstance();
        }
        return JSON.readTree(answer.body()).path("data").path("result");
    }
}
