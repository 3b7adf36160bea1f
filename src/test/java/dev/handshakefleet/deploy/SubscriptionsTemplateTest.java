package dev.handshakefleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The resources that {@code infra/subscriptions.yaml} makes for its parameters. */
class SubscriptionsTemplateTest {

    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:handshake-fleet-alerts";

    @Test
    void topicAloneHasNoSubscription() throws IOException {
        CloudFormationTemplate template = template(Map.of());

        assertThat(template.rulesHold()).isTrue();
        assertThat(subscriptions(template)).isEmpty();
    }

    @Test
    void phoneReceivesCriticalAlertsAndTheirEnds() throws IOException {
        assertThat(subscriptions(template(Map.of("OnCallPhone", "+441234567890"))))
                .containsOnlyKeys("OnCallSms")
                .extractingByKey("OnCallSms")
                .hasToString("{TopicArn=" + TOPIC + ", Protocol=sms, Endpoint=+441234567890, FilterPolicy="
                        + "{worst=[CRITICAL], state=[{anything-but=[progressed]}]}}");
    }

    @Test
    void teamReceivesNoticesWithItsTag() throws IOException {
        Map<String, Map<?, ?>> subscriptions =
                subscriptions(template(Map.of("TeamName", "web", "TeamEndpoint", "https://hooks.example.com/fleet")));

        assertThat(subscriptions).containsOnlyKeys("TeamChat");
        assertThat(subscriptions.get("TeamChat").get("Protocol")).isEqualTo("https");
        assertThat(subscriptions.get("TeamChat").get("FilterPolicy")).hasToString("{team=[web]}");
    }

    @Test
    void mailboxReceivesEveryNotice() throws IOException {
        assertThat(subscriptions(template(Map.of("EmailAddress", "ops@example.com"))))
                .containsOnlyKeys("EverythingByEmail")
                .extractingByKey("EverythingByEmail")
                .hasToString("{TopicArn=" + TOPIC + ", Protocol=email, Endpoint=ops@example.com}");
    }

    @Test
    void parameterWithoutItsPairIsRefused() throws IOException {
        assertThat(template(Map.of("TeamName", "web")).rulesHold()).isFalse();
        assertThat(template(Map.of("RegionEmail", "us@example.com")).rulesHold())
                .isFalse();
        assertThat(template(Map.of("RegionName", "us-east-1", "RegionEmail", "us@example.com"))
                        .rulesHold())
                .isTrue();
    }

    /** Amazon SNS Developer Guide, "Message delivery retries": the total may not be more than 3,600 seconds. */
    @Test
    void endpointOfTheTeamIsRetriedForLessThanAnHour() throws IOException {
        Map<?, ?> chat = subscriptions(
                        template(Map.of("TeamName", "web", "TeamEndpoint", "https://hooks.example.com/fleet")))
                .get("TeamChat");
        Map<?, ?> retries = (Map<?, ?>) ((Map<?, ?>) chat.get("DeliveryPolicy")).get("healthyRetryPolicy");

        assertThat((int) retries.get("numRetries") * (int) retries.get("maxDelayTarget"))
                .isLessThanOrEqualTo(3_600);
    }

    private static CloudFormationTemplate template(Map<String, String> parameters) throws IOException {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("TopicArn", TOPIC);
        return CloudFormationTemplate.read(Path.of("infra/subscriptions.yaml"), all);
    }

    private static Map<String, Map<?, ?>> subscriptions(CloudFormationTemplate template) {
        return template.resources("AWS::SNS::Subscription");
    }
}
