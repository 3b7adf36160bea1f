package dev.handshakefleet.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.base.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Does what an event source mapping of Lambda does with a queue of SQS and {@code ReportBatchItemFailures} (AWS Lambda Developer Guide,
 * "Using Lambda with Amazon SQS" and "Handling errors for an SQS event source"): it receives messages, invokes the function with them,
 * and deletes those that the answer does not name. After an error of the function, or an answer that is not valid, it deletes none. The
 * queue itself gives messages up. One thing differs, so that tests need not wait: what was not deleted is visible again at once, and not
 * after the visibility timeout.
 */
public final class EventSourceMapping {

    /** The function as Lambda calls it. */
    @FunctionalInterface
    public interface Function {
        /** @return the JSON of its answer */
        String invoke(String event) throws IOException;
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FAILURES = "batchItemFailures";
    private static final String IDENTIFIER = "itemIdentifier";

    private final SqsClient queue;
    private final String url;
    private final int batchSize;
    private final Function function;

    /**
     * @param queue the client
     * @param url of the queue
     * @param batchSize the most messages of an invocation, 1 to 10
     * @param function the function
     */
    public EventSourceMapping(SqsClient queue, String url, int batchSize, Function function) {
        this.queue = queue;
        this.url = url;
        this.batchSize = batchSize;
        this.function = function;
    }

    /**
     * Receives once, and invokes the function if there was a message.
     *
     * @return how many messages there were
     */
    public int poll() {
        List<Message> messages = queue.receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(batchSize)
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages();
        if (!messages.isEmpty()) {
            Set<String> failed = failed(messages);
            messages.forEach(message -> {
                if (failed.contains(message.messageId())) {
                    queue.changeMessageVisibility(request -> request.queueUrl(url)
                            .receiptHandle(message.receiptHandle())
                            .visibilityTimeout(0));
                } else {
                    queue.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receiptHandle()));
                }
            });
        }
        return messages.size();
    }

    /**
     * Polls until the queue holds nothing more, delayed and delivered messages included.
     *
     * @param engine of the queue
     * @param concurrency how many invocations are under way at the most
     * @param longest when the test fails
     */
    public void drain(ElasticMq engine, int concurrency, Duration longest) {
        Deadline end = Deadline.in(longest);
        try (ExecutorService pollers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> polling = IntStream.range(0, concurrency)
                    .mapToObj(_ -> CompletableFuture.runAsync(() -> pollUntilEmpty(engine, end), pollers))
                    .toList();
            polling.forEach(CompletableFuture::join);
        }
        assertThat(engine.size(url))
                .as("messages left in %s after %s", url, longest)
                .isZero();
    }

    private void pollUntilEmpty(ElasticMq engine, Deadline end) {
        while (!end.hasPassed() && engine.size(url) > 0) {
            if (poll() == 0) {
                try {
                    Thread.sleep(Duration.ofMillis(50));
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** @return the ids of the messages that stay in the queue */
    private Set<String> failed(List<Message> messages) {
        Set<String> all = messages.stream().map(Message::messageId).collect(Collectors.toSet());
        try {
            return failures(JSON.readTree(function.invoke(event(messages))))
                    .filter(all::containsAll)
                    .orElse(all);
        } catch (IOException | RuntimeException | Error error) {
            return all;
        }
    }

    /** @return empty where the answer is not valid */
    private static Optional<Set<String>> failures(JsonNode answer) {
        if (!answer.path(FAILURES).isArray()) {
            return answer.isObject() && answer.isEmpty() ? Optional.of(Set.of()) : Optional.empty();
        }
        Set<String> failed = new HashSet<>();
        for (JsonNode failure : answer.path(FAILURES)) {
            if (failure.path(IDENTIFIER).asText().isEmpty()) {
                return Optional.empty();
            }
            failed.add(failure.path(IDENTIFIER).asText());
        }
        return Optional.of(failed);
    }

    private String event(List<Message> messages) throws JsonProcessingException {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        List<Message> inOrder = new ArrayList<>(messages);
        inOrder.forEach(message -> {
            ObjectNode entry = records.addObject()
                    .put("messageId", message.messageId())
                    .put("receiptHandle", message.receiptHandle())
                    .put("body", message.body());
            ObjectNode attributes = entry.putObject("attributes");
            message.attributesAsStrings().forEach(attributes::put);
            entry.putObject("messageAttributes");
            entry.put("md5OfBody", message.md5OfBody())
                    .put("eventSource", "aws:sqs")
                    .put(
                            "eventSourceARN",
                            "arn:aws:sqs:eu-west-1:000000000000:" + url.substring(url.lastIndexOf('/') + 1))
                    .put("awsRegion", "eu-west-1");
        });
        return JSON.writeValueAsString(event);
    }
}
