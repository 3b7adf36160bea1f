package dev.handshakefleet.support;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;

/**
 * An HTTP proxy on loopback between the SDK of AWS and a real service (DynamoDB Local) or another endpoint of a test. It passes each
 * request on, records the calls, and answers chosen ones with a fault. The retries of the SDK are attempts of the same call. An
 * attempt ends after a minute at the latest.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int BACKLOG = 200;
    private static final int LARGEST_HEAD = 64 * 1024;
    private static final int LARGEST_BODY = 16 * 1024 * 1024;
    private static final int LONGEST_MILLIS = (int) Duration.ofMinutes(1).toMillis();
    private static final String CALL_ID = "amz-sdk-invocation-id";

    /** Headers that belong to one connection or to the bytes of one body, whose checksum a fault may change. */
    private static final Set<String> OF_A_CONNECTION =
            Set.of("connection", "content-length", "host", "transfer-encoding", "x-amz-crc32");

    /** What happens to an attempt in place of its answer. */
    public enum Fault {
        /** The service refuses it for now. */
        THROTTLED,
        /** Status 500. */
        SERVER_ERROR,
        /** The service never gets it, and the client gets no answer. */
        NO_ANSWER,
        /** The service never gets it, and the connection is reset. */
        RESET,
        /** The service processes it, and the connection is reset. */
        RESET_AFTER_SUCCESS,
        /** The service processes it, and the client gets no answer. */
        NO_ANSWER_AFTER_SUCCESS,
        /** The service processes only the first part of a batch; of a call that is no batch, all of it. */
        PARTIAL
    }

    /**
     * A call.
     *
     * @param operation such as {@code PutItem}
     * @param number how many calls of that operation came before it
     */
    public record Call(String operation, int number) {

        @Override
        public String toString() {
            return operation + " " + number;
        }
    }

    /** Chooses the faults. */
    @FunctionalInterface
    public interface Faults {
        /** @param attempt 0 for the first one of the call */
        Optional<Fault> of(Call call, int attempt);
    }

    private final ServerSocket listener;
    private final URI service;
    private final Map<String, Call> callsById = new HashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private volatile Faults faults = (call, attempt) -> Optional.empty();

    /** @param service where requests go, such as the address of DynamoDB Local */
    public FaultProxy(URI service) {
        this.service = service;
        try {
            listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Chooses the faults from now on. */
    public void inject(Faults chosen) {
        faults = chosen;
    }

    /** @return its address */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** The client that the builder makes, through this proxy, with the time limits of the function. */
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(B builder) {
        return AwsClients.client(AwsClients.asInTheFunction(builder), uri());
    }

    /** @return the calls so far, in the order of their first attempts */
    public List<Call> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException closedAlready) {
            // It is closed.
        }
    }

    /** A request as it came. The names of headers are in lower case. */
    record Request(String path, Map<String, String> headers, String body) {

        Request with(String newBody) {
            return new Request(path, headers, newBody);
        }
    }

    /** An answer as it goes. */
    record Answer(int status, Map<String, String> headers, String body) {

        static Answer of(int status, String type, String body) {
            return new Answer(status, Map.of("Content-Type", type), body);
        }

        Answer with(String newBody) {
            return new Answer(status, headers, newBody);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = listener.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The test has ended.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setSoTimeout(LONGEST_MILLIS);
            Request request = read(connection.getInputStream());
            FaultyService protocol = FaultyService.of(request);
            Optional<Fault> fault = faultOf(request, protocol.operation(request));
            if (fault.isEmpty()) {
                write(connection.getOutputStream(), passedOn(request));
                return;
            }
            switch (fault.get()) {
                case THROTTLED -> write(connection.getOutputStream(), protocol.throttled());
                case SERVER_ERROR -> write(connection.getOutputStream(), protocol.serverError());
                case NO_ANSWER -> untilTheClientGoes(connection);
                case RESET -> reset(connection);
                case RESET_AFTER_SUCCESS -> {
                    passedOn(request);
                    reset(connection);
                }
                case NO_ANSWER_AFTER_SUCCESS -> {
                    passedOn(request);
                    untilTheClientGoes(connection);
                }
                case PARTIAL -> write(connection.getOutputStream(), protocol.inPart(request, this::passedOn));
            }
        } catch (IOException gone) {
            // The client has gone, or the service has: the connection ends.
        }
    }

    private Optional<Fault> faultOf(Request request, String operation) {
        Call call;
        int attempt;
        synchronized (calls) {
            String id = request.headers().getOrDefault(CALL_ID, "");
            call = callsById.get(id);
            if (call == null) {
                call = new Call(operation, (int) calls.stream()
                        .filter(earlier -> earlier.operation().equals(operation))
                        .count());
                calls.add(call);
                callsById.put(id, call);
            }
            attempt = attempts.merge(id, 1, Integer::sum) - 1;
        }
        return faults.of(call, attempt);
    }

    private static void untilTheClientGoes(Socket connection) throws IOException {
        int _ = connection.getInputStream().read();
    }

    /** Its close, which follows, resets the connection. */
    private static void reset(Socket connection) throws IOException {
        connection.setSoLinger(true, 0);
    }

    private Answer passedOn(Request request) throws IOException {
        HttpURLConnection onward =
                (HttpURLConnection) service.resolve(request.path()).toURL().openConnection();
        onward.setConnectTimeout(LONGEST_MILLIS);
        onward.setReadTimeout(LONGEST_MILLIS);
        onward.setRequestMethod("POST");
        onward.setDoOutput(true);
        byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
        onward.setFixedLengthStreamingMode(body.length);
        request.headers().forEach((name, value) -> {
            if (!OF_A_CONNECTION.contains(name)) {
                onward.setRequestProperty(name, value);
            }
        });
        onward.setRequestProperty("Connection", "close");
        try (OutputStream out = onward.getOutputStream()) {
            out.write(body);
        }
        int status = onward.getResponseCode();
        Map<String, String> headers = new TreeMap<>();
        onward.getHeaderFields().forEach((name, values) -> {
            if (name != null && !OF_A_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, values.getFirst());
            }
        });
        try (InputStream in = status < 400 ? onward.getInputStream() : onward.getErrorStream()) {
            return new Answer(status, headers, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Request read(InputStream in) throws IOException {
        List<String> head = head(in).lines().toList();
        Map<String, String> headers = new TreeMap<>();
        for (String field : head.subList(1, head.size())) {
            int colon = field.indexOf(':');
            if (colon > 0) {
                headers.put(
                        field.substring(0, colon).toLowerCase(Locale.ROOT),
                        field.substring(colon + 1).strip());
            }
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (length > LARGEST_BODY) {
            throw new IOException("a body of " + length + " bytes");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the client has gone");
        }
        String path = head.getFirst()
                .substring(head.getFirst().indexOf(' ') + 1, head.getFirst().lastIndexOf(' '));
        return new Request(path, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (head.size() < LARGEST_HEAD) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the client has gone");
            }
            head.write(next);
            if (next == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        throw new IOException("a head of more than " + LARGEST_HEAD + " bytes");
    }

    private static void write(OutputStream out, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " .\r\nConnection: close\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }
}
