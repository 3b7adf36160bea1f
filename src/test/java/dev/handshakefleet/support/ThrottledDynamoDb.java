package dev.handshakefleet.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loopback endpoint that answers BatchWriteItem in DynamoDB's JSON protocol. For the given number of requests it returns all
 * items but the first as unprocessed, which DynamoDB Local never does.
 */
public final class ThrottledDynamoDb implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LoopbackHttp server;
    private final AtomicInteger throttledRequests;
    private final List<String> written = new CopyOnWriteArrayList<>();

    public ThrottledDynamoDb(int throttledRequests) {
        this.throttledRequests = new AtomicInteger(throttledRequests);
        server = new LoopbackHttp("/", this::answer);
    }

    /** @return its address */
    public URI uri() {
        return server.uri();
    }

    /** The partition keys of the written items, in order. */
    public List<String> written() {
        return written;
    }

    @Override
    public void close() {
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var tables =
                JSON.readTree(exchange.getRequestBody()).path("RequestItems").properties();
        boolean throttles = throttledRequests.getAndDecrement() > 0;
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode unprocessed = answer.putObject("UnprocessedItems");
        tables.forEach(table -> {
            int taken = 0;
            for (var write : table.getValue()) {
                if (throttles && taken++ > 0) {
                    unprocessed.withArray("/" + table.getKey()).add(write);
                } else {
                    written.add(write.path("PutRequest")
                            .path("Item")
                            .path("pk")
                            .path("S")
                            .asText());
                }
            }
        });
        byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
