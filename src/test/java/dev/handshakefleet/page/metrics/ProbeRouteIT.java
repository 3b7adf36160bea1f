package dev.handshakefleet.page.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.local.server.LocalAuthority;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.local.server.LoopbackPort;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /probe} of a real server, over HTTP. */
class ProbeRouteIT {

    private static final LocalIdentity ROOT = LocalAuthority.root("Root").selfSigned();
    private static final LocalIdentity SERVER = LocalAuthority.leaf("CN=site,O=\"Site, Inc\",L=Bonn,ST=NRW,C=DE")
            .dns("localhost")
            .issuedBy(ROOT);

    @TempDir
    private static Path directory;

    private static SecureSite site;
    private static ScrapedPage page;

    @BeforeAll
    static void start() throws IOException {
        site = SecureSite.start(SERVER);
        page = ScrapedPage.start(ScrapedPage.trusting(ROOT, directory));
    }

    @AfterAll
    static void stop() {
        page.close();
        site.close();
    }

    @Test
    void aProbeOverHttpHasTheMetricsOfBlackboxExporterAndOurs() throws IOException, InterruptedException {
        HttpResponse<String> answer = page.probe("http_2xx", "https://localhost:" + site.port() + "/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        Map<String, Double> samples = ScrapedPage.samples(answer.body());
        double leafEnd = SERVER.certificate().getNotAfter().toInstant().getEpochSecond();
        assertThat(samples)
                .containsEntry("probe_success", 1.0)
                .containsEntry("probe_http_status_code", 200.0)
                .containsEntry("probe_http_version", 1.1)
                .containsEntry("probe_http_ssl", 1.0)
                .containsEntry("probe_http_uncompressed_body_length", 10.0)
                .containsEntry("probe_ip_protocol", 4.0)
                .containsEntry("probe_ip_addr_hash", 3_668_918_509.0)
                .containsEntry("probe_ssl_earliest_cert_expiry", leafEnd)
                .containsEntry("probe_ssl_last_chain_expiry_timestamp_seconds", leafEnd)
                .containsEntry("probe_tls_version_info{version=\"TLS 1.3\"}", 1.0)
                .containsEntry("handshake_fleet_probe_certificate_expiry_timestamp_seconds{role=\"leaf\"}", leafEnd)
                .containsKeys(
                        "probe_duration_seconds",
                        "probe_dns_lookup_time_seconds",
                        "probe_http_duration_seconds{phase=\"resolve\"}",
                        "probe_http_duration_seconds{phase=\"connect\"}",
                        "probe_http_duration_seconds{phase=\"tls\"}",
                        "probe_http_duration_seconds{phase=\"processing\"}",
                        "probe_http_duration_seconds{phase=\"transfer\"}",
                        "handshake_fleet_probe_phase_seconds{phase=\"tls\"}",
                        "handshake_fleet_probe_tls_part_seconds{part=\"wait\"}");
        assertThat(answer.body())
                .contains("subject=\"CN=site,O=Site\\\\, Inc,L=Bonn,ST=NRW,C=DE\",subjectalternative=\"localhost\"");
    }

    @Test
    void openMetricsIsWrittenWhereItIsAccepted() throws IOException, InterruptedException {
        HttpResponse<String> answer = page.probe(
                "tls_connect", "localhost:" + site.port(), "Accept", "application/openmetrics-text;version=1.0.0");

        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
        assertThat(answer.body())
                .endsWith("# EOF\n")
                .contains("probe_success 1.0")
                .doesNotContain("probe_http");
    }

    @Test
    void aConnectSendsNothingAndKnowsNoCertificate() throws IOException, InterruptedException {
        Map<String, Double> samples = ScrapedPage.samples(
                page.probe("tcp_connect", "localhost:" + site.port()).body());

        assertThat(samples)
                .containsOnlyKeys(
                        "probe_dns_lookup_time_seconds",
                        "probe_duration_seconds",
                        "probe_failed_due_to_regex",
                        "probe_ip_addr_hash",
                        "probe_ip_protocol",
                        "probe_success")
                .containsEntry("probe_success", 1.0);
    }

    @Test
    void aFailureIsAnAnswerWithSuccessZero() throws IOException, InterruptedException {
        int closed = LoopbackPort.free();

        Map<String, Double> refused = ScrapedPage.samples(
                page.probe("http_2xx", "https://localhost:" + closed).body());
        Map<String, Double> missing =
                ScrapedPage.samples(page.probe("http_2xx", "https://localhost:" + site.port() + "/nothing")
                        .body());
        Map<String, Double> otherName = ScrapedPage.samples(
                page.probe("tls_connect", "127.0.0.1:" + site.port()).body());

        assertThat(refused)
                .containsEntry("probe_success", 0.0)
                .containsEntry("probe_http_status_code", 0.0)
                .containsEntry(
                        "handshake_fleet_probe_failure_info{kind=\"CONNECTION_REFUSED\",phase=\"connect\"}", 1.0);
        assertThat(missing).containsEntry("probe_success", 0.0).containsEntry("probe_http_status_code", 404.0);
        assertThat(otherName)
                .containsEntry("probe_success", 0.0)
                .containsEntry("handshake_fleet_probe_finding{code=\"HOSTNAME_MISMATCH\",severity=\"CRITICAL\"}", 1.0)
                .containsKey("probe_ssl_earliest_cert_expiry")
                .doesNotContainKey("probe_ssl_last_chain_expiry_timestamp_seconds");
    }

    @Test
    void hostnameIsTheNameOfTheCertificate() throws IOException, InterruptedException {
        String body = page.get("/probe?module=tls_connect&hostname=localhost&target=127.0.0.1:" + site.port())
                .body();

        assertThat(ScrapedPage.samples(body)).containsEntry("probe_success", 1.0);
    }

    @Test
    void theRulesOfEgressHold() throws IOException, InterruptedException {
        try (ScrapedPage strict = ScrapedPage.start(Map.of())) {
            for (String module : new String[] {"tls_connect", "tcp_connect"}) {
                Map<String, Double> samples = ScrapedPage.samples(
                        strict.probe(module, "127.0.0.1:" + site.port()).body());

                assertThat(samples).as(module).containsEntry("probe_success", 0.0);
            }
            assertThat(strict.probe("tls_connect", "127.0.0.1:" + site.port()).body())
                    .contains("kind=\"ADDRESS_REFUSED_BY_POLICY\"");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/probe | target: missing",
                "/probe?module=tls_connect | target: missing",
                "/probe?module=icmp&target=localhost | module: 'icmp'; accepted: ftp_starttls, http_2xx,",
                "/probe?target=http://localhost/ | target: 'http://localhost/'; accepted: https://HOST",
                "/probe?module=tcp_connect&target=https://localhost/ | accepted: HOST[:PORT]",
                "/probe?module=tls_connect&target=localhost:99999 | port: '99999'",
                "/probe?module=tls_connect&target=localhost&hostname=a..b | hostname: 'a..b'",
                "/probe?module=tls_connect&target=localhost&debug=true | debug: 'true'"
            })
    void aBadRequestNamesTheParameterAndTheAcceptedForm(String path, String named)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = page.get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(named);
    }

    @Test
    void aScrapeTimeoutThatIsNoNumberIsRefused() throws IOException, InterruptedException {
        HttpResponse<String> answer =
                page.probe("tls_connect", "localhost", "X-Prometheus-Scrape-Timeout-Seconds", "soon");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("X-Prometheus-Scrape-Timeout-Seconds: 'soon'");
    }

    @Test
    void aPageOfAnotherSiteGetsNoProbeNotEvenByALink() throws IOException, InterruptedException {
        HttpResponse<String> answer = page.probe(
                "tls_connect",
                "localhost:" + site.port(),
                "Sec-Fetch-Site",
                "cross-site",
                "Sec-Fetch-Mode",
                "navigate");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("probe_success");
    }
}
