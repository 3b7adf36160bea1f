package dev.handshakefleet.support;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP endpoint on loopback that answers GetParameter of the Systems Manager and GetSecretValue of the Secrets Manager. A
 * secret with {@code denied} in its name may not be read.
 */
public final class SecretsEndpoint implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("\"(?:Name|SecretId)\" *: *\"(?<name>[^\"]+)\"");

    /** A request: the operation, such as {@code AmazonSSM.GetParameter}, and the header of its signature. */
    public record Request(String operation, String authorization) {}

    private final LoopbackHttp server;
    private final ConcurrentHashMap<String, String> secrets = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    public SecretsEndpoint() {
        server = new LoopbackHttp("/", this::answer);
    }

    /** Keeps a secret, for both services. */
    public void put(String name, String secret) {
        secrets.put(name, secret);
    }

    /** All requests, in order. */
    public List<Request> requests() {
        return requests;
    }

    /** @return its address */
    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        requests.add(new Request(operation, exchange.getRequestHeaders().getFirst("Authorization")));
        Matcher name = NAME.matcher(body);
        String secret = name.find() ? secrets.get(name.group("name")) : null;
        if (secret != null && operation.equals("AmazonSSM.GetParameter")) {
            send(exchange, 200, "{\"Parameter\":{\"Type\":\"SecureString\",\"Value\":" + quoted(secret) + "}}");
        } else if (secret != null && operation.equals("secretsmanager.GetSecretValue")) {
            send(exchange, 200, "{\"SecretString\":" + quoted(secret) + "}");
        } else if (body.contains("denied")) {
            send(exchange, 400, "{\"__type\":\"AccessDeniedException\",\"message\":\"it is not allowed\"}");
        } else {
            String type = operation.startsWith("AmazonSSM") ? "ParameterNotFound" : "ResourceNotFoundException";
            send(exchange, 400, "{\"__type\":\"" + type + "\",\"message\":\"it is not there\"}");
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\n", "\\n") + "\"";
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] answer = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }
}
