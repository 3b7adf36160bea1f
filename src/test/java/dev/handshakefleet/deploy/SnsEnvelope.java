package dev.handshakefleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.alert.notice.FollowUpCommands;
import dev.handshakefleet.alert.notice.OutgoingMessage;
import dev.handshakefleet.alert.notice.SnsNotifier;
import dev.handshakefleet.support.SnsEndpoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The body that SNS posts to an HTTPS subscriber: a message of the function's own notifier, in the envelope of the Amazon SNS
 * Developer Guide, "HTTP/HTTPS notification JSON format".
 */
final class SnsEnvelope {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:handshake-fleet-alerts";
    private static final String ATTRIBUTE = "MessageAttributes.entry.";

    private SnsEnvelope() {}

    static JsonNode of(OutgoingMessage message) throws IOException {
        try (SnsEndpoint sns = new SnsEndpoint();
                SnsClient client = sns.client()) {
            assertThat(new SnsNotifier(client, TOPIC, FollowUpCommands.BY_COMMAND).send(List.of(message)))
                    .isEmpty();
            return of(sns.published().getFirst());
        }
    }

    private static JsonNode of(Map<String, String> published) throws IOException {
        ObjectNode envelope = JSON.createObjectNode()
                .put("Type", "Notification")
                .put("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324")
                .put("TopicArn", published.get("TopicArn"))
                .put("Subject", published.get("Subject"))
                .put(
                        "Message",
                        JSON.readTree(published.get("Message")).path("default").asText())
                .put("Timestamp", "2026-11-23T10:05:01.512Z")
                .put("SignatureVersion", "2")
                .put("Signature", "EXAMPLE")
                .put("SigningCertURL", "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-EXAMPLE.pem")
                .put(
                        "UnsubscribeURL",
                        "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=EXAMPLE");
        Map<String, ObjectNode> attributes = new TreeMap<>();
        published.forEach((field, name) -> {
            if (field.startsWith(ATTRIBUTE) && field.endsWith(".Name")) {
                String value = field.replace(".Name", ".Value.");
                attributes.put(
                        name,
                        JSON.createObjectNode()
                                .put("Type", published.get(value + "DataType"))
                                .put("Value", published.get(value + "StringValue")));
            }
        });
        envelope.putObject("MessageAttributes").setAll(attributes);
        return envelope;
    }
}
