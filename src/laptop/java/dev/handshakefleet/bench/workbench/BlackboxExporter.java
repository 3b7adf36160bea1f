package dev.handshakefleet.bench.workbench;

import dev.handshakefleet.local.server.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * prometheus-blackbox-exporter, used through its {@code /probe} endpoint, its only interface. It verifies no chain
 * here, because our engine does not during the handshake either.
 */
public final class BlackboxExporter {

    private static final Duration LONGEST_PROBE = Duration.ofSeconds(30);
    private static final String CONFIGURATION = """
            modules:
              https:
                prober: http
                http:
                  preferred_ip_protocol: ip4
                  tls_config: {insecure_skip_verify: true}
              tls:
                prober: tcp
                tcp:
                  preferred_ip_protocol: ip4
                  tls: true
                  tls_config: {insecure_skip_verify: true}
            """;

    private final Process process;
    private final String base;
    private final HttpClient http;

    private BlackboxExporter(Process process, String base) {
        this.process = process;
        this.base = base;
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /** Starts one and waits until it listens. */
    public static BlackboxExporter start(ChildProcesses processes, Path program) throws IOException {
        Path configuration = Files.writeString(processes.newFile("blackbox", ".yml"), CONFIGURATION);
        Path log = processes.newFile("blackbox", ".log");
        int port = LoopbackPort.free();
        String address = "127.0.0.1:" + port;
        Process process = processes.start(
                ProcessBuilder.Redirect.DISCARD,
                log,
                List.of(
                        program.toString(),
                        "--config.file=" + configuration,
                        "--web.listen-address=" + address,
                        "--log.level=error"));
        try {
            LoopbackPort.awaitListening(port, process);
        } catch (IOException notStarted) {
            processes.stop(process);
            throw new IOException(
                    "prometheus-blackbox-exporter does not start: " + ChildProcesses.endOf(log), notStarted);
        }
        return new BlackboxExporter(process, "http://" + address);
    }

    /** @return its process */
    public Process process() {
        return process;
    }

    /** Probes with the http module, the only one that reports the times of connect and handshake. */
    public ReportedTimes probeHttps(String address, int port) {
        String metrics = get("/probe?module=https&target=https://" + address + ":" + port + "/");
        return new ReportedTimes(address, phase(metrics, "connect"), phase(metrics, "tls"), Optional.empty());
    }

    /** @return whether a probe with the tcp module and TLS succeeded */
    public boolean probeTls(String address, int port) {
        return get("/probe?module=tls&target=" + address + ":" + port).contains("\nprobe_success 1\n");
    }

    /** A request without a probe, for the cost of its HTTP interface alone. */
    public boolean isHealthy() {
        return !get("/-/healthy").isEmpty();
    }

    private String get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                    .timeout(LONGEST_PROBE)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException noAnswer) {
            return "";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a probe was in flight", interrupted);
        }
    }

    private static Optional<Duration> phase(String metrics, String phase) {
        String name = "probe_http_duration_seconds{phase=\"" + phase + "\"} ";
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> Double.parseDouble(line.substring(name.length())))
                .filter(seconds -> seconds > 0)
                .map(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                .findFirst();
    }
}
