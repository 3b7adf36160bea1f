package dev.handshakefleet.support;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP server on loopback with what certificates point to; says what it was asked. Status 503 for what it does not have. */
public final class PointedTo implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    public PointedTo() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.getRequestBody().readAllBytes();
            byte[] document = documents.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(document == null ? 503 : 200, document == null ? -1 : document.length);
            if (document != null) {
                exchange.getResponseBody().write(document);
            }
            exchange.close();
        });
        server.start();
    }

    /** The address of a document, whether it is there yet or not. */
    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** From now on that document is there. */
    public void put(String path, byte[] document) {
        documents.put(path, document);
    }

    /** Method and path of each request, in order. */
    public List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
