package dev.handshakefleet.alert;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.measurement.AwsFault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/**
 * Publishes notices to an SNS topic: plain text to {@code email}, at most 140 characters to {@code sms}, the
 * custom-notification JSON to everything else. The attributes {@code severity}, {@code target}, {@code region},
 * {@code code}, {@code state} and the target's tags let subscribers filter. A call that hangs is given up after 5 s. Thread-safe.
 */
public final class SnsNotifier implements Notifier {

    /** Well within the lease of a notice, retries of the client included. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

    private static final JsonMapper JSON = new JsonMapper();

    private final SnsClient client;
    private final String topicArn;

    /**
     * @param client of the home region
     * @param topicArn the topic
     */
    public SnsNotifier(SnsClient client, String topicArn) {
        this.client = Objects.requireNonNull(client, "client");
        this.topicArn = Objects.requireNonNull(topicArn, "topicArn");
    }

    @Override
    public void send(AlertNotice notice) throws NotSentException {
        try {
            client.publish(request(notice));
        } catch (SdkException fault) {
            throw new NotSentException(
                    AwsFault.sentence(fault, "topic " + topicArn), fault, AwsFault.concernsOnlyTheRequest(fault));
        }
    }

    private PublishRequest request(AlertNotice notice) {
        String message = JSON.createObjectNode()
                .put("default", ChatNotice.of(notice).toString())
                .put("email", NoticeText.email(notice))
                .put("sms", NoticeText.sms(notice))
                .toString();
        return PublishRequest.builder()
                .topicArn(topicArn)
                .subject(NoticeText.subject(notice))
                .messageStructure("json")
                .message(message)
                .messageAttributes(attributes(notice))
                .overrideConfiguration(call -> call.apiCallTimeout(LONGEST_CALL))
                .build();
    }

    private static Map<String, MessageAttributeValue> attributes(AlertNotice notice) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        notice.tags().forEach((name, value) -> attributes.put(name, text(value)));
        attributes.put("severity", text(notice.severity().name()));
        attributes.put("target", text(notice.targetId()));
        attributes.put("region", text(notice.region()));
        attributes.put("code", text(notice.code()));
        attributes.put("state", text(notice.change().label()));
        return attributes;
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
