package dev.handshakefleet.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.aws.MessageQueue.Message;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.support.AwsClients;
import dev.handshakefleet.support.ElasticMq;
import dev.handshakefleet.support.LostResponses;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;

/** Sending to a queue, with ElasticMQ. */
class MessageQueueIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    @RegisterExtension
    private static ElasticMq sqs = new ElasticMq();

    private final Backoff atOnce = new Backoff(new Random(1), _ -> {});

    @Test
    void messagesOfSeveralBatchesAreInTheQueue() {
        String url = sqs.newQueue(LONGEST, 3).url();
        LostResponses requests = new LostResponses(SendMessageBatchRequest.class);
        MessageQueue queue = new MessageQueue(() -> sqs.client(requests), url);
        List<Message> messages = IntStream.range(0, 25)
                .mapToObj(number -> Message.of("{\"number\":" + number + "}", Duration.ZERO))
                .toList();

        assertThat(queue.send(messages, Deadline.in(LONGEST))).isEmpty();

        // The answer to the first batch is lost, and the client sends that batch again.
        assertThat(requests.requests()).isEqualTo(4);
        assertThat(bodies(url))
                .hasSize(35)
                .containsAll(messages.stream().map(Message::body).toList());
    }

    @Test
    void batchIsBoundedInBytes() {
        String url = sqs.newQueue(LONGEST, 3).url();
        MessageQueue queue = new MessageQueue(sqs::client, url);
        List<Message> messages = IntStream.range(0, 4)
                .mapToObj(number -> Message.of("a".repeat(MessageQueue.MOST_BYTES / 2 - 1), Duration.ZERO))
                .toList();

        assertThat(queue.send(messages, Deadline.in(LONGEST))).isEmpty();
        assertThat(sqs.size(url)).isEqualTo(4);
    }

    @Test
    void delayedMessageIsNotDeliveredBeforeItsTime() {
        String url = sqs.newQueue(LONGEST, 3).url();
        MessageQueue queue = new MessageQueue(sqs::client, url);

        assertThat(queue.send(
                        List.of(
                                Message.of("now", Duration.ZERO),
                                Message.of("in a quarter of an hour", MessageQueue.LONGEST_DELAY)),
                        Deadline.in(LONGEST)))
                .isEmpty();

        assertThat(bodies(url)).containsExactly("now");
        assertThat(sqs.size(url)).isEqualTo(1);
    }

    @Test
    void unusableMessageIsNamedAndHoldsUpNoOther() {
        String url = sqs.newQueue(LONGEST, 3).url();
        MessageQueue queue = new MessageQueue(sqs::client, url);
        Message tooLong = Message.of("a".repeat(MessageQueue.MOST_BYTES + 1), Duration.ZERO);
        Message fine = Message.of("fine", Duration.ZERO);

        assertThat(queue.send(List.of(tooLong, fine), Deadline.in(LONGEST)))
                .singleElement()
                .satisfies(unsent -> {
                    assertThat(unsent.message()).isEqualTo(tooLong);
                    assertThat(unsent.reason()).isEqualTo("the message has 262145 bytes, more than 262144");
                });
        assertThat(bodies(url)).containsExactly("fine");
    }

    @Test
    void delayThatSqsDoesNotTakeIsRefused() {
        assertThatThrownBy(() -> Message.of("body", Duration.ofMinutes(16)))
                .hasMessage("delay: PT16M; accepted: PT0S to PT15M");
    }

    @Test
    void missingQueueIsNamed() {
        String url = sqs.endpoint() + "/000000000000/nobody-made-this";
        MessageQueue queue = new MessageQueue(sqs::client, url);

        assertThat(queue.send(List.of(Message.of("body", Duration.ZERO)), Deadline.in(LONGEST)))
                .extracting(MessageQueue.Unsent::reason)
                .singleElement()
                .asString()
                .startsWith("the queue nobody-made-this does not exist in this account and region");
    }

    @Test
    void unreachableQueueIsNamedAsTheReasonOfEachMessage() {
        MessageQueue queue = new MessageQueue(
                () -> AwsClients.client(SqsClient.builder(), URI.create("http://127.0.0.1:1")),
                "http://127.0.0.1:1/000000000000/shards",
                atOnce);

        assertThat(queue.send(
                        List.of(Message.of("a", Duration.ZERO), Message.of("b", Duration.ZERO)), Deadline.in(LONGEST)))
                .hasSize(2)
                .allSatisfy(unsent -> assertThat(unsent.reason()).startsWith("the service could not be reached"));
    }

    @Test
    void nothingIsSentAfterTheDeadlineAndNoClientIsMade() {
        AtomicInteger clients = new AtomicInteger();
        MessageQueue queue = new MessageQueue(
                () -> {
                    clients.incrementAndGet();
                    return sqs.client();
                },
                "http://127.0.0.1:1/000000000000/shards");

        assertThat(queue.send(List.of(Message.of("a", Duration.ZERO)), Deadline.in(Duration.ZERO)))
                .extracting(MessageQueue.Unsent::reason)
                .containsExactly("no time was left in this run");
        assertThat(queue.send(List.of(), Deadline.in(LONGEST))).isEmpty();
        assertThat(clients).hasValue(0);
    }

    @Test
    void fifoQueueKeepsTheOrderOfAGroupAndDropsASecondMessageWithTheSameId() {
        String url = sqs.newFifoQueue();
        MessageQueue queue = new MessageQueue(sqs::client, url);
        List<Message> messages = IntStream.of(1, 2, 2, 3)
                .mapToObj(number -> new Message(
                        "body " + number, Duration.ZERO, Optional.of(new MessageQueue.Order("group", "id-" + number))))
                .toList();

        assertThat(queue.send(messages, Deadline.in(LONGEST))).isEmpty();

        assertThat(bodies(url)).containsExactly("body 1", "body 2", "body 3");
    }

    private static List<String> bodies(String url) {
        List<String> bodies = new ArrayList<>();
        try (SqsClient client = sqs.client()) {
            for (var received = receive(client, url); !received.isEmpty(); received = receive(client, url)) {
                received.forEach(message -> {
                    bodies.add(message.body());
                    client.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
                });
            }
        }
        return bodies;
    }

    private static List<software.amazon.awssdk.services.sqs.model.Message> receive(SqsClient client, String url) {
        return client.receiveMessage(request -> request.queueUrl(url).maxNumberOfMessages(10))
                .messages();
    }
}
