package dev.handshakefleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.support.AwsEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A queue of an emulator of SQS. The requests are written by hand, because no other test needs the SDK's client for SQS.
 *
 * @param arn the endpoint of a subscription to a topic
 */
record EmulatedQueue(URI endpoint, String url, String arn) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static EmulatedQueue create(AwsEmulator emulator, String name) throws IOException, InterruptedException {
        URI endpoint = emulator.endpoint();
        String url = call(endpoint, "CreateQueue", Map.of("QueueName", name))
                .path("QueueUrl")
                .asText();
        String arn = call(
                        endpoint, "GetQueueAttributes", Map.of("QueueUrl", url, "AttributeNames", List.of("QueueArn")))
                .path("Attributes")
                .path("QueueArn")
                .asText();
        return new EmulatedQueue(endpoint, url, arn);
    }

    /** The envelopes of SNS that are in it now. */
    List<JsonNode> received() throws IOException, InterruptedException {
        List<JsonNode> envelopes = new ArrayList<>();
        while (true) {
            JsonNode messages = call(endpoint, "ReceiveMessage", Map.of("QueueUrl", url, "MaxNumberOfMessages", 10))
                    .path("Messages");
            if (messages.isEmpty()) {
                return envelopes;
            }
            for (JsonNode message : messages) {
                envelopes.add(JSON.readTree(message.path("Body").asText()));
            }
        }
    }

    private static JsonNode call(URI endpoint, String action, Map<String, ?> arguments)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AmazonSQS." + action)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/sqs/aws4_request,"
                                + " SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(arguments)))
                .build();
        // Each call has a client of its own, because the emulator may close an idle connection.
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        }
    }
}
