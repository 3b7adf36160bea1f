package dev.handshakefleet.support;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * ElasticMQ, an engine of queues with the interface of SQS, on loopback and in this process, for one test class: a static field with
 * {@code @RegisterExtension}. It holds requests to the limits of SQS.
 */
public final class ElasticMq implements BeforeAllCallback, AfterAllCallback {

    private static final String LOOPBACK = "127.0.0.1";

    private final AtomicInteger queues = new AtomicInteger();
    private SQSRestServer server;
    private URI endpoint;
    private SqsClient client;

    /** A queue and the queue of what it gives up. */
    public record Queues(String url, String deadLetterUrl) {}

    @Override
    public void beforeAll(ExtensionContext testClass) {
        server = SQSRestServerBuilder.withInterface(LOOPBACK).withDynamicPort().start();
        endpoint = URI.create("http://" + LOOPBACK + ":"
                + server.waitUntilStarted().localAddress().getPort());
        client = client();
    }

    @Override
    public void afterAll(ExtensionContext testClass) {
        client.close();
        server.stopAndWait();
    }

    /** @return its address */
    public URI endpoint() {
        return endpoint;
    }

    /** @return a new client of the AWS SDK for it */
    public SqsClient client(ExecutionInterceptor... interceptors) {
        return AwsClients.client(
                SqsClient.builder().overrideConfiguration(calls -> {
                    for (ExecutionInterceptor interceptor : interceptors) {
                        calls.addExecutionInterceptor(interceptor);
                    }
                }),
                endpoint);
    }

    /**
     * Creates a standard queue that gives a message up after some deliveries.
     *
     * @param visibility how long a delivered message is not delivered again
     * @param deliveries after how many a message goes to the queue of dead letters
     */
    public Queues newQueue(Duration visibility, int deliveries) {
        String name = "queue-" + queues.incrementAndGet();
        String dead = create(name + "-dead", Map.of());
        String arn = attribute(dead, QueueAttributeName.QUEUE_ARN);
        return new Queues(
                create(
                        name,
                        Map.of(
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                String.valueOf(visibility.toSeconds()),
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}".formatted(arn, deliveries))),
                dead);
    }

    /** Creates a FIFO queue. */
    public String newFifoQueue() {
        return create("queue-" + queues.incrementAndGet() + ".fifo", Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
    }

    /** @return how many messages the queue holds, those included that are delayed or delivered and not deleted */
    public int size(String url) {
        return Integer.parseInt(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                + Integer.parseInt(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                + Integer.parseInt(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    private String attribute(String url, QueueAttributeName name) {
        return client.getQueueAttributes(request -> request.queueUrl(url).attributeNames(name))
                .attributes()
                .get(name);
    }

    private String create(String name, Map<QueueAttributeName, String> attributes) {
        return client.createQueue(request -> request.queueName(name).attributes(new HashMap<>(attributes)))
                .queueUrl();
    }
}
