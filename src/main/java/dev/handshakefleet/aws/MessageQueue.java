package dev.handshakefleet.aws;

import dev.handshakefleet.base.Deadline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/**
 * Sends messages to one queue of SQS, in batches. The client is made at the first message, so a process that sends none makes no call and
 * opens no connection. Thread-safe.
 *
 * <p>A call whose answer was lost is repeated, so a message can be in a standard queue twice. A queue delivers at least once anyway, and
 * every worker of messages expects it. In a FIFO queue the deduplication id keeps it once.
 */
public final class MessageQueue {

    /** The most messages of a SendMessageBatch (SQS API: SendMessageBatch). */
    public static final int BATCH = 10;

    /** The most bytes of a message, and of a batch. SQS takes 1 MiB; older engines take this. A request is charged by 64 KiB. */
    public static final int MOST_BYTES = 256 * 1024;

    /** The longest delay (SQS API: DelaySeconds). */
    public static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(3);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(6);
    private static final Duration MOST_WAITING = Duration.ofSeconds(5);
    private static final int MOST_RETRIES = 4;

    private final Supplier<SqsClient> clients;
    private final String url;
    private final Backoff backoff;
    private volatile Optional<SqsClient> made = Optional.empty();

    /**
     * @param clients makes the client, once, at the first message
     * @param url of the queue
     */
    public MessageQueue(Supplier<SqsClient> clients, String url) {
        this(clients, url, Backoff.real());
    }

    MessageQueue(Supplier<SqsClient> clients, String url, Backoff backoff) {
        this.clients = Objects.requireNonNull(clients, "clients");
        this.url = Objects.requireNonNull(url, "url");
        this.backoff = Objects.requireNonNull(backoff, "backoff");
    }

    /**
     * A queue with the credentials of the environment.
     *
     * @param region of the queue; if empty, the default of the SDK
     * @param url of the queue
     */
    public static MessageQueue in(Optional<String> region, String url) {
        return new MessageQueue(
                () -> {
                    var builder = SqsClient.builder()
                            .httpClientBuilder(UrlConnectionHttpClient.builder()
                                    .connectionTimeout(LONGEST_CONNECT)
                                    .socketTimeout(LONGEST_ANSWER));
                    region.map(Region::of).ifPresent(builder::region);
                    return builder.build();
                },
                url);
    }

    /**
     * A message.
     *
     * @param body at most {@value MessageQueue#MOST_BYTES} bytes of UTF-8, of characters that XML 1.0 allows
     * @param delay until a worker gets it, in whole seconds, at most {@link #LONGEST_DELAY}; zero in a FIFO queue
     * @param order its place in a FIFO queue; empty in a standard queue
     */
    public record Message(String body, Duration delay, Optional<Order> order) {

        public Message {
            Objects.requireNonNull(body, "body");
            Objects.requireNonNull(order, "order");
            if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
                throw new IllegalArgumentException("delay: " + delay + "; accepted: PT0S to " + LONGEST_DELAY);
            }
        }

        /** @return a message of a standard queue */
        public static Message of(String body, Duration delay) {
            return new Message(body, delay, Optional.empty());
        }
    }

    /**
     * What a FIFO queue wants to know of a message.
     *
     * @param group messages of one group are delivered in their order
     * @param deduplicationId a second message with it within five minutes is dropped
     */
    public record Order(String group, String deduplicationId) {}

    /**
     * A message that is not known to be in the queue.
     *
     * @param message the message
     * @param reason in one plain sentence
     */
    public record Unsent(Message message, String reason) {}

    /** @return what this is, such as {@code queue handshake-fleet-shards} */
    public String name() {
        return "queue " + url.substring(url.lastIndexOf('/') + 1);
    }

    /**
     * Sends messages. What the queue did not take is sent again with backoff, unless the message itself is refused.
     *
     * @param messages in any number
     * @param by no call begins after it, and none lasts longer
     * @return those that were not sent, in their order; empty if all were
     */
    public List<Unsent> send(List<Message> messages, Deadline by) {
        List<Unsent> unsent = new ArrayList<>();
        List<Message> batch = new ArrayList<>();
        int bytes = 0;
        for (Message message : messages) {
            int more = message.body().getBytes(StandardCharsets.UTF_8).length;
            if (more > MOST_BYTES) {
                unsent.add(new Unsent(message, "the message has " + more + " bytes, more than " + MOST_BYTES));
                continue;
            }
            if (batch.size() == BATCH || bytes + more > MOST_BYTES) {
                unsent.addAll(sendBatch(batch, by));
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(message);
            bytes += more;
        }
        unsent.addAll(batch.isEmpty() ? List.of() : sendBatch(batch, by));
        return unsent;
    }

    private List<Unsent> sendBatch(List<Message> batch, Deadline by) {
        Backoff.Patience patience = backoff.patience(MOST_WAITING);
        List<Unsent> refused = new ArrayList<>();
        List<Unsent> waiting = batch.stream()
                .map(message -> new Unsent(message, CircuitBreaker.NO_TIME_LEFT))
                .toList();
        for (int retry = 0; !waiting.isEmpty() && !by.hasPassed(); retry++) {
            Attempt attempt = attempt(waiting, by);
            refused.addAll(attempt.refused());
            waiting = attempt.again();
            if (attempt.failed() || retry == MOST_RETRIES || waiting.isEmpty() || !patience.beforeRetry(retry)) {
                break;
            }
        }
        refused.addAll(waiting);
        return refused;
    }

    /**
     * @param refused no second attempt can help these
     * @param again the queue did not take these
     * @param failed whether the call itself failed, after the retries of the SDK
     */
    private record Attempt(List<Unsent> refused, List<Unsent> again, boolean failed) {}

    private Attempt attempt(List<Unsent> waiting, Deadline by) {
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (int id = 0; id < waiting.size(); id++) {
            entries.add(entry(id, waiting.get(id).message()));
        }
        Duration longest = Duration.ofMillis(by.orIn(LONGEST_CALL).remainingMillisForSocket());
        try {
            SendMessageBatchResponse response = client().sendMessageBatch(request ->
                    request.queueUrl(url).entries(entries).overrideConfiguration(call -> call.apiCallTimeout(longest)));
            return answered(waiting, response);
        } catch (SdkException fault) {
            String reason = AwsFault.sentence(fault, name());
            return new Attempt(
                    List.of(),
                    waiting.stream()
                            .map(unsent -> new Unsent(unsent.message(), reason))
                            .toList(),
                    true);
        }
    }

    /** What is in neither list of the answer counts as not sent. */
    private static Attempt answered(List<Unsent> waiting, SendMessageBatchResponse response) {
        Map<String, BatchResultErrorEntry> failed = new HashMap<>();
        response.failed().forEach(entry -> failed.put(entry.id(), entry));
        List<Unsent> refused = new ArrayList<>();
        List<Unsent> again = new ArrayList<>();
        for (int id = 0; id < waiting.size(); id++) {
            String name = String.valueOf(id);
            if (response.successful().stream().noneMatch(sent -> sent.id().equals(name))) {
                BatchResultErrorEntry why = failed.getOrDefault(
                        name,
                        BatchResultErrorEntry.builder()
                                .code("missing in the answer")
                                .senderFault(false)
                                .build());
                Unsent unsent = new Unsent(waiting.get(id).message(), AwsFault.sentence(why.code(), why.message()));
                (Boolean.TRUE.equals(why.senderFault()) ? refused : again).add(unsent);
            }
        }
        return new Attempt(refused, again, false);
    }

    private static SendMessageBatchRequestEntry entry(int id, Message message) {
        SendMessageBatchRequestEntry.Builder entry =
                SendMessageBatchRequestEntry.builder().id(String.valueOf(id)).messageBody(message.body());
        if (message.delay().isPositive()) {
            entry.delaySeconds(Math.toIntExact(message.delay().toSeconds()));
        }
        message.order()
                .ifPresent(
                        order -> entry.messageGroupId(order.group()).messageDeduplicationId(order.deduplicationId()));
        return entry.build();
    }

    private SqsClient client() {
        Optional<SqsClient> known = made;
        if (known.isPresent()) {
            return known.get();
        }
        synchronized (this) {
            if (made.isEmpty()) {
                made = Optional.of(clients.get());
            }
            return made.get();
        }
    }
}
