package dev.handshakefleet.page.metrics;

import dev.handshakefleet.fleet.Fleet;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.local.server.LocalIdentity;
import dev.handshakefleet.page.server.PageServer;
import dev.handshakefleet.page.server.Route;
import dev.handshakefleet.page.server.ServerEvents;
import dev.handshakefleet.probe.Engine;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A server with the route {@code /probe}, as {@code ./fleet up} starts it, without tables. */
final class ScrapedPage implements AutoCloseable {

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private final PageServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    private ScrapedPage(PageServer server) {
        this.server = server;
    }

    /** @param environment {@code FLEET_…} variables */
    static ScrapedPage start(Map<String, String> environment, Route... more) {
        Fleet fleet = new FleetBuilder(FleetSettings.of(environment), Clock.systemUTC())
                .engine(Engine.cold())
                .build();
        List<Route> routes = new ArrayList<>(List.of(more));
        routes.add(new ProbeRoute(fleet, new TargetReader(TargetDefaults.BUILT_IN)).route());
        return new ScrapedPage(PageServer.start(0, routes, new ServerEvents()));
    }

    /** @return the environment of a fleet that trusts the root and may connect to 127.0.0.1 */
    static Map<String, String> trusting(LocalIdentity root, Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), root.chainPem());
        return Map.of("FLEET_CA_FILE", file.toString(), "FLEET_ALLOW_NETWORKS", "127.0.0.0/8");
    }

    int port() {
        return server.address().getPort();
    }

    HttpResponse<String> probe(String module, String target, String... headers)
            throws IOException, InterruptedException {
        return get(
                "/probe?module=" + URLEncoder.encode(module, StandardCharsets.UTF_8) + "&target="
                        + URLEncoder.encode(target, StandardCharsets.UTF_8),
                headers);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(LONGEST_ANSWER);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** @return the samples of a text exposition, by name and labels as written */
    static Map<String, Double> samples(String exposition) {
        Map<String, Double> samples = new LinkedHashMap<>();
        exposition.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
        });
        return samples;
    }

    @Override
    public void close() {
        server.close();
        http.close();
    }
}
