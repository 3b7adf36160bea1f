package dev.handshakefleet.support;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The Lambda runtime API on loopback. It gives the function one event at a time and takes its answer or its error. */
public final class RuntimeApi implements AutoCloseable {

    private static final String BASE = "/2018-06-01/runtime/";

    private final LoopbackHttp server;
    private final Duration functionTimeout;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> restores = new LinkedBlockingQueue<>();

    /** The answer of the function, or its error. */
    public record Answer(boolean isError, String body) {}

    public RuntimeApi(Duration functionTimeout) {
        this.functionTimeout = functionTimeout;
        server = new LoopbackHttp(BASE, this::serve);
    }

    /** The value for {@code AWS_LAMBDA_RUNTIME_API}. */
    public String address() {
        return server.uri().getAuthority();
    }

    /** Sends an event and waits up to 60 s for the answer of the function. */
    public Answer invoke(String event) throws InterruptedException {
        events.add(event);
        Answer answer = answers.poll(60, TimeUnit.SECONDS);
        if (answer == null) {
            throw new IllegalStateException("the function did not answer in 60 s");
        }
        return answer;
    }

    /**
     * Waits up to 60 s for the function to ask for its restoration, which it does when Lambda may take its snapshot. Only a function
     * with the initialization type {@code snap-start} asks.
     */
    public void awaitSnapshot() throws InterruptedException {
        if (restores.poll(60, TimeUnit.SECONDS) == null) {
            throw new IllegalStateException("the function was not ready for its snapshot in 60 s");
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath().substring(BASE.length());
        if (path.equals("invocation/next")) {
            handOut(exchange);
            return;
        }
        if (path.equals("restore/next")) {
            restores.add(path);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        answers.add(new Answer(!path.endsWith("/response"), body));
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
    }

    private void handOut(HttpExchange exchange) throws IOException {
        try {
            byte[] event = events.take().getBytes(StandardCharsets.UTF_8);
            var headers = exchange.getResponseHeaders();
            headers.add("Content-Type", "application/json");
            headers.add("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
            headers.add(
                    "Lambda-Runtime-Deadline-Ms",
                    String.valueOf(System.currentTimeMillis() + functionTimeout.toMillis()));
            headers.add(
                    "Lambda-Runtime-Invoked-Function-Arn",
                    "arn:aws:lambda:eu-west-1:123456789012:function:handshake-fleet");
            exchange.sendResponseHeaders(200, event.length);
            exchange.getResponseBody().write(event);
            exchange.close();
        } catch (InterruptedException serverStops) {
            Thread.currentThread().interrupt();
        }
    }
}
