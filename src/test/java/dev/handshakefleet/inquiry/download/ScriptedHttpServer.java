package dev.handshakefleet.inquiry.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ServerSocketFactory;

/** A server on loopback that reads a request and then runs its script on the connection. */
final class ScriptedHttpServer implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: (\\d+)\r\n");

    private final ServerSocket listener;
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();

    /** A script for a connection; the connection is closed afterwards. */
    @FunctionalInterface
    interface Script {
        void on(Socket connection) throws IOException, InterruptedException;
    }

    private ScriptedHttpServer(ServerSocket listener, Script script) {
        this.listener = listener;
        Thread.ofVirtual().start(() -> accept(script));
    }

    static ScriptedHttpServer doing(Script script) {
        return doing(ServerSocketFactory.getDefault(), script);
    }

    static ScriptedHttpServer doing(ServerSocketFactory sockets, Script script) {
        try {
            return new ScriptedHttpServer(sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    static ScriptedHttpServer saying(String answer) {
        return doing(connection -> say(connection, answer));
    }

    static void say(Socket connection, String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        connection.getOutputStream().flush();
    }

    static void waitForEnd(Socket connection) throws IOException {
        while (connection.getInputStream().read() >= 0) {
            // Until the other side goes.
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    URI at(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + port() + pathAndQuery);
    }

    /** The next request, its head in lower case, its body as it is. */
    String request() throws InterruptedException {
        String request = requests.poll(60, TimeUnit.SECONDS);
        return request == null ? "no request" : request;
    }

    boolean wasAsked() {
        return !requests.isEmpty();
    }

    /** Whether the next connection ended, from either side, within five seconds. */
    boolean connectionEnds() throws InterruptedException {
        return ended.poll(60, TimeUnit.SECONDS) != null;
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept(Script script) {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                Thread.ofVirtual().start(() -> serve(connection, script));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket accepted, Script script) {
        try (Socket connection = accepted) {
            requests.add(read(connection.getInputStream()));
            script.on(connection);
        } catch (IOException gone) {
            // The download has ended.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            ended.add(accepted.getPort());
        }
    }

    private static String read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        String lower = head.toString().toLowerCase(Locale.ROOT);
        Matcher length = LENGTH.matcher(lower);
        byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
        return lower + new String(body, StandardCharsets.ISO_8859_1);
    }
}
