package dev.handshakefleet.support;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * An HTTP endpoint on loopback that answers Publish and PublishBatch in the query protocol of SNS. It records the messages that
 * it accepts and all requests.
 */
public final class SnsEndpoint implements AutoCloseable {

    private static final String XMLNS = " xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">";
    private static final String METADATA = "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>";
    private static final String MESSAGE_ID = "<MessageId>00000000-0000-0000-0000-000000000000</MessageId>";
    private static final String ENTRY = "PublishBatchRequestEntries.member.%d.";

    /** The error with which a call or a message is refused. */
    public record Refusal(String code, String message, boolean senderFault) {}

    private final LoopbackHttp server;
    private final List<Map<String, String>> published = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
    private volatile boolean refuses;
    private volatile boolean drops;
    private volatile Function<Map<String, String>, Optional<Refusal>> refusesCall = form -> Optional.empty();
    private volatile Function<Map<String, String>, Optional<Refusal>> refusesMessage = form -> Optional.empty();

    public SnsEndpoint() {
        server = new LoopbackHttp("/", this::answer);
    }

    /** Answers every request with status 500 from now on, or no longer. */
    public void refuses(boolean everything) {
        refuses = everything;
    }

    /** Accepts the messages of every request and closes its connection without a response from now on, or no longer. */
    public void dropsAfterAccepting(boolean everything) {
        drops = everything;
    }

    /** Answers a call with status 400 from now on if the function gives a refusal for its form fields. */
    public void refusesCalls(Function<Map<String, String>, Optional<Refusal>> why) {
        refusesCall = why;
    }

    /** Lists an entry of a PublishBatch as failed from now on if the function gives a refusal for its fields. */
    public void refusesMessages(Function<Map<String, String>, Optional<Refusal>> why) {
        refusesMessage = why;
    }

    /** The form fields of each accepted message, in order, as Publish names them. Each entry of a batch is a message. */
    public List<Map<String, String>> published() {
        return published;
    }

    /** The form fields of every request, also of the refused ones, in order. */
    public List<Map<String, String>> requests() {
        return requests;
    }

    /** The names and values of a message's attributes. */
    public static Map<String, String> attributes(Map<String, String> message) {
        Map<String, String> attributes = new LinkedHashMap<>();
        message.forEach((field, name) -> {
            if (field.startsWith("MessageAttributes.entry.") && field.endsWith(".Name")) {
                attributes.put(name, message.get(field.replace(".Name", ".Value.StringValue")));
            }
        });
        return attributes;
    }

    /** @return its address */
    public URI uri() {
        return server.uri();
    }

    /** A client of the AWS SDK for this endpoint. */
    public SnsClient client() {
        return AwsClients.client(SnsClient.builder(), uri());
    }

    @Override
    public void close() {
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        requests.add(form);
        Optional<Refusal> refusal = refusesCall.apply(form);
        if (refuses) {
            send(exchange, 500, refused(new Refusal("InternalError", "not today", false)));
        } else if (refusal.isPresent()) {
            send(exchange, 400, refused(refusal.get()));
        } else if (drops) {
            batch(form);
            exchange.close();
        } else if (form.get("Action").equals("PublishBatch")) {
            send(exchange, 200, batch(form));
        } else {
            published.add(form);
            send(
                    exchange,
                    200,
                    "<PublishResponse" + XMLNS + "<PublishResult>" + MESSAGE_ID + "</PublishResult>" + METADATA
                            + "</PublishResponse>");
        }
    }

    private String batch(Map<String, String> form) {
        StringBuilder successful = new StringBuilder();
        StringBuilder failed = new StringBuilder();
        for (Map<String, String> entry : entries(form)) {
            String id = "<Id>" + entry.get("Id") + "</Id>";
            Optional<Refusal> refusal = refusesMessage.apply(entry);
            refusal.ifPresentOrElse(
                    no -> failed.append(
                            "<member>%s<Code>%s</Code><Message>%s</Message><SenderFault>%s</SenderFault></member>"
                                    .formatted(id, no.code(), no.message(), no.senderFault())),
                    () -> {
                        published.add(entry);
                        successful.append("<member>" + id + MESSAGE_ID + "</member>");
                    });
        }
        return "<PublishBatchResponse" + XMLNS + "<PublishBatchResult><Successful>" + successful
                + "</Successful><Failed>" + failed + "</Failed></PublishBatchResult>" + METADATA
                + "</PublishBatchResponse>";
    }

    /** The entries of a PublishBatch, each with its fields as Publish names them. */
    public static List<Map<String, String>> entries(Map<String, String> form) {
        List<Map<String, String>> entries = new ArrayList<>();
        for (int number = 1; form.containsKey(ENTRY.formatted(number) + "Id"); number++) {
            String prefix = ENTRY.formatted(number);
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("TopicArn", form.get("TopicArn"));
            form.forEach((field, value) -> {
                if (field.startsWith(prefix)) {
                    entry.put(field.substring(prefix.length()), value);
                }
            });
            entries.add(entry);
        }
        return entries;
    }

    private static String refused(Refusal refusal) {
        return "<ErrorResponse" + XMLNS + "<Error><Type>" + (refusal.senderFault() ? "Sender" : "Receiver")
                + "</Type><Code>" + refusal.code() + "</Code><Message>" + refusal.message()
                + "</Message></Error><RequestId>1</RequestId></ErrorResponse>";
    }

    private static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] answer = xml.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static Map<String, String> form(String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : body.split("&", -1)) {
            String[] parts = field.split("=", 2);
            fields.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
