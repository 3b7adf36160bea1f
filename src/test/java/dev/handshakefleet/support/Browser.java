package dev.handshakefleet.support;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.local.server.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Headless Chromium, driven by chromedriver (W3C WebDriver). Tests are skipped where either is missing. It resolves no name, so a page
 * can reach nothing but loopback; each request is recorded all the same.
 */
public final class Browser implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final Path profile;
    private final URI address;
    private final String session;
    private final List<String> requested = new ArrayList<>();

    private Browser(Process driver, Path profile, URI address) throws IOException, InterruptedException {
        this.driver = driver;
        this.profile = profile;
        this.address = address;
        this.session = newSession();
    }

    /** Starts a browser. */
    public static Browser start() throws IOException, InterruptedException {
        Path program = Prerequisites.program("chromedriver");
        Prerequisites.program("chromium");
        Path profile = Files.createTempDirectory("browser");
        int port = LoopbackPort.free();
        Process driver = new ProcessBuilder(program.toString(), "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("chromedriver.log").toFile())
                .start();
        URI address = URI.create("http://127.0.0.1:" + port);
        HttpClient http = HttpClient.newHttpClient();
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (System.nanoTime() < end && driver.isAlive()) {
            try {
                http.send(
                        HttpRequest.newBuilder(address.resolve("/status")).build(),
                        HttpResponse.BodyHandlers.ofString());
                return new Browser(driver, profile, address);
            } catch (IOException notYet) {
                Thread.sleep(100);
            }
        }
        driver.destroyForcibly();
        return abort("chromedriver did not start");
    }

    /** Loads a page. */
    public void open(URI page) throws IOException, InterruptedException {
        send("/url", JSON.createObjectNode().put("url", page.toString()));
    }

    /** @return the result of a script, which returns a value */
    public JsonNode run(String script) throws IOException, InterruptedException {
        ObjectNode call = JSON.createObjectNode().put("script", script);
        call.putArray("args");
        return send("/execute/sync", call);
    }

    /** @return the result of a script, which calls its last argument with a value */
    public JsonNode runAsync(String script) throws IOException, InterruptedException {
        ObjectNode call = JSON.createObjectNode().put("script", script);
        call.putArray("args");
        return send("/execute/async", call);
    }

    /** Waits until a script returns true. */
    public void await(String script) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!run("return Boolean(" + script + ")").asBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not true within " + LONGEST_WAIT + ": " + script);
            }
            Thread.sleep(100);
        }
    }

    /** Sets size, colours and medium of the page. */
    public void look(int width, int height, String colours, String medium) throws IOException, InterruptedException {
        ObjectNode size = JSON.createObjectNode();
        size.put("width", width)
                .put("height", height)
                .put("deviceScaleFactor", 1)
                .put("mobile", width < 600);
        devTools("Emulation.setDeviceMetricsOverride", size);
        ObjectNode media = JSON.createObjectNode().put("media", medium);
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", colours);
        devTools("Emulation.setEmulatedMedia", media);
    }

    /** Keeps a picture of the whole page, at most 4,000 pixels high. */
    public void picture(Path file) throws IOException, InterruptedException {
        Files.createDirectories(file.getParent());
        ObjectNode options = JSON.createObjectNode().put("format", "png").put("captureBeyondViewport", true);
        JsonNode size = run("return [innerWidth, Math.min(4000, document.documentElement.scrollHeight)]");
        options.putObject("clip")
                .put("x", 0)
                .put("y", 0)
                .put("width", size.path(0).asInt())
                .put("height", size.path(1).asInt())
                .put("scale", 1);
        Files.write(
                file,
                Base64.getDecoder()
                        .decode(devTools("Page.captureScreenshot", options)
                                .path("data")
                                .asText()));
    }

    /** @return errors and warnings of the console since the last call */
    public List<String> console() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        send("/se/log", JSON.createObjectNode().put("type", "browser"))
                .forEach(entry -> lines.add(entry.path("level").asText() + " "
                        + entry.path("message").asText()));
        return lines;
    }

    /** @return the address of each request of all pages so far */
    public List<String> requested() throws IOException, InterruptedException {
        for (JsonNode entry : send("/se/log", JSON.createObjectNode().put("type", "performance"))) {
            JsonNode message = JSON.readTree(entry.path("message").asText()).path("message");
            if (message.path("method").asText().equals("Network.requestWillBeSent")) {
                requested.add(message.path("params").path("request").path("url").asText());
            }
        }
        // The first tab of the browser is a page of its own. A data: address is no request over a network.
        return requested.stream()
                .filter(url -> !url.startsWith("chrome:") && !url.startsWith("data:"))
                .toList();
    }

    @Override
    public void close() throws IOException {
        try {
            http.send(
                    HttpRequest.newBuilder(address.resolve("/session/" + session))
                            .DELETE()
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            driver.destroy();
            if (!driver.waitFor(10, TimeUnit.SECONDS)) {
                driver.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            driver.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode devTools(String command, ObjectNode parameters) throws IOException, InterruptedException {
        ObjectNode call = JSON.createObjectNode().put("cmd", command);
        call.set("params", parameters);
        return send("/goog/cdp/execute", call);
    }

    private String newSession() throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode wanted = body.putObject("capabilities").putObject("alwaysMatch");
        wanted.putObject("goog:loggingPrefs").put("browser", "WARNING").put("performance", "ALL");
        ObjectNode options = wanted.putObject("goog:chromeOptions");
        options.putArray("args")
                .add("--headless=new")
                .add("--no-sandbox")
                .add("--disable-gpu")
                .add("--disable-dev-shm-usage")
                .add("--no-first-run")
                .add("--disable-background-networking")
                .add("--disable-component-update")
                .add("--disable-sync")
                .add("--no-proxy-server")
                .add("--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1")
                .add("--user-data-dir=" + profile.resolve("profile"));
        JsonNode answer = answer("/session", body);
        return answer.path("sessionId").asText();
    }

    private JsonNode send(String command, ObjectNode body) throws IOException, InterruptedException {
        return answer("/session/" + session + command, body);
    }

    private JsonNode answer(String path, ObjectNode body) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                JSON.writeValueAsString(body), StandardCharsets.UTF_8))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode value = JSON.readTree(response.body()).path("value");
        if (response.statusCode() != 200) {
            throw new IOException(path + ": " + value.path("message").asText());
        }
        return value;
    }
}
