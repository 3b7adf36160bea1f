package dev.handshakefleet.page.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * An HTTP server on 127.0.0.1, a virtual thread a request. Every answer forbids scripts, styles, frames and requests of any other
 * origin (Content Security Policy Level 3). Thread-safe; ends with {@link #close}.
 */
public final class PageServer implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PageServer.class.getName());
    private static final int LARGEST_FORM = 8 * 1024;
    private static final int HIGHEST_PORT = 65_535;
    private static final int NO_BODY = -1;
    private static final int OPEN_END = 0;

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, Map<Route.Method, Route>> routes;
    private final ServerEvents events;
    private final RequestGuard guard;

    private PageServer(HttpServer server, List<Route> routes, ServerEvents events) {
        this.server = server;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        this.routes = routes.stream()
                .collect(Collectors.groupingBy(
                        Route::path, Collectors.toUnmodifiableMap(Route::method, route -> route)));
        this.events = events;
        this.guard = new RequestGuard(server.getAddress().getPort());
    }

    /**
     * Starts a server.
     *
     * @param port 0 for any free port
     * @param routes no two of the same method and path
     * @param events what open pages are told
     * @throws BadInputException naming {@code --port} where the port is not one, or is in use
     */
    public static PageServer start(int port, List<Route> routes, ServerEvents events) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new BadInputException("--port", port, "0 to 65535; 0 for any free port");
        }
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            HttpServer http = HttpServer.create(new InetSocketAddress(loopback, port), 0);
            PageServer server = new PageServer(http, routes, events);
            http.setExecutor(server.threads);
            http.createContext("/", server::answer);
            http.start();
            return server;
        } catch (BindException inUse) {
            throw new BadInputException(
                    "--port", port, "a free port: another program listens there; 0 takes any free one");
        } catch (IOException notStarted) {
            throw new BadInputException("--port", port, "a port that can be listened on");
        }
    }

    /** @return the address of the first page, such as {@code http://127.0.0.1:8440/} */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            HEADERS.forEach(exchange.getResponseHeaders()::set);
            switch (answerTo(exchange)) {
                case Answer.Document document -> write(exchange, document);
                case Answer.Events _ -> stream(exchange);
            }
        }
    }

    private Answer answerTo(HttpExchange exchange) throws IOException {
        Optional<Route.Method> method = method(exchange.getRequestMethod());
        Map<Route.Method, Route> ofPath =
                routes.getOrDefault(exchange.getRequestURI().getPath(), Map.of());
        Headers headers = exchange.getRequestHeaders();
        Optional<String> refused = guard.refusal(method.orElse(Route.Method.POST), headers);
        if (refused.isPresent()) {
            return Answer.text(403, "Refused: " + refused.get() + ".");
        }
        if (ofPath.isEmpty()) {
            return Answer.text(404, "There is no such page. The overview is at /.");
        }
        Optional<Route> route = method.map(ofPath::get);
        if (route.isEmpty()) {
            exchange.getResponseHeaders()
                    .set(
                            "Allow",
                            ofPath.keySet().stream().map(Enum::name).sorted().collect(Collectors.joining(", ")));
            return Answer.text(
                    405, "This page does not answer " + SafeText.octets(exchange.getRequestMethod(), 20) + ".");
        }
        return handled(route.get(), exchange);
    }

    private static Answer handled(Route route, HttpExchange exchange) throws IOException {
        try {
            Map<String, String> parameters = new LinkedHashMap<>();
            if (route.method() == Route.Method.POST) {
                byte[] form = form(exchange.getRequestBody());
                if (form.length > LARGEST_FORM) {
                    return Answer.text(413, "The form is longer than " + LARGEST_FORM + " bytes.");
                }
                parameters.putAll(Request.decoded(new String(form, StandardCharsets.UTF_8)));
            } else {
                parameters.putAll(Request.decoded(
                        Optional.ofNullable(exchange.getRequestURI().getRawQuery())
                                .orElse("")));
            }
            return route.handler().answer(new Request(route.path(), parameters, headers(exchange)));
        } catch (BadInputException bad) {
            return Answer.text(400, bad.getMessage());
        } catch (IllegalArgumentException malformed) {
            return Answer.text(400, "The parameters are not form-encoded.");
        } catch (RuntimeException fault) {
            LOG.log(Level.WARNING, fault, () -> "The page " + route.path() + " could not be made");
            return Answer.text(500, "The page could not be made; the terminal of ./fleet up says why.");
        }
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        return exchange.getRequestHeaders().entrySet().stream()
                .filter(header -> !header.getValue().isEmpty())
                .collect(Collectors.toUnmodifiableMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        header -> header.getValue().getFirst()));
    }

    private static Optional<Route.Method> method(String written) {
        return switch (written) {
            case "GET", "HEAD" -> Optional.of(Route.Method.GET);
            case "POST" -> Optional.of(Route.Method.POST);
            default -> Optional.empty();
        };
    }

    private static byte[] form(InputStream body) throws IOException {
        return body.readNBytes(LARGEST_FORM + 1);
    }

    private static void write(HttpExchange exchange, Answer.Document document) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", document.contentType());
        byte[] body = document.body().getBytes(StandardCharsets.UTF_8);
        boolean hasBody = !exchange.getRequestMethod().equals("HEAD") && body.length > 0;
        exchange.sendResponseHeaders(document.status(), hasBody ? body.length : NO_BODY);
        if (hasBody) {
            exchange.getResponseBody().write(body);
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        Optional<BlockingQueue<String>> page = events.open();
        if (page.isEmpty()) {
            write(exchange, (Answer.Document)
                    Answer.text(503, "More than " + ServerEvents.MOST_PAGES + " pages are open already."));
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, OPEN_END);
        events.write(page.get(), exchange.getResponseBody());
    }
}
