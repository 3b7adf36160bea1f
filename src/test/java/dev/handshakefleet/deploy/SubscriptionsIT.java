package dev.handshakefleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.alert.SampleNotices;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.alert.notice.FollowUpCommands;
import dev.handshakefleet.alert.notice.OutgoingMessage;
import dev.handshakefleet.alert.notice.SnsNotifier;
import dev.handshakefleet.support.AwsEmulator;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.SnsClient;

/**
 * The subscribers that {@code infra/subscriptions.yaml} makes: its filter policies as CloudFormation would make them, each with a
 * queue on an emulator of SNS and SQS in place of the phone, the webhook or the mailbox, and the function's own notifier. Skipped
 * without an emulator.
 *
 * <p>The emulator decides as SNS documents it, with one difference: it compares a prefix with single values only, never with the
 * elements of an array, and finds {@code anything-but} true of every array. SNS does so where one element differs, as {@code
 * digest} does.
 */
class SubscriptionsIT {

    private static final String US = "us-east-1";
    private static final Path TEMPLATE = Path.of("infra/subscriptions.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The columns of the tables, and the resource behind each. */
    private static final Map<String, String> SUBSCRIBERS = new LinkedHashMap<>();

    static {
        SUBSCRIBERS.put("phone", "OnCallSms");
        SUBSCRIBERS.put("web", "TeamChat");
        SUBSCRIBERS.put("all", "EverythingByEmail");
        SUBSCRIBERS.put("certs", "CertificatesByEmail");
        SUBSCRIBERS.put("us", "RegionByEmail");
    }

    private static final Map<String, String> EVERYBODY = Map.of(
            "TopicArn", "arn:aws:sns:eu-west-1:123456789012:handshake-fleet-alerts",
            "OnCallPhone", "+441234567890",
            "TeamName", "web",
            "TeamEndpoint", "https://hooks.example.com/fleet",
            "EmailAddress", "everything@example.com",
            "CertificatesEmail", "certificates@example.com",
            "RegionName", US,
            "RegionEmail", "us@example.com");

    private static final String WWW = "www.example.com:443";
    private static final String MX = "mx.example.org:25";
    private static final String NET = "example.net:443";

    private static final List<OutgoingMessage> NOTICES = List.of(
            alone(Change.OPENED, Severity.OK, Severity.CRITICAL, SampleNotices.unreachable(WWW), "web"),
            alone(Change.REMINDED, Severity.CRITICAL, Severity.CRITICAL, SampleNotices.opened(WWW, Check.CHAIN), "web"),
            alone(Change.WORSENED, Severity.WARNING, Severity.CRITICAL, SampleNotices.slow(WWW), "web"),
            alone(
                    Change.EASED,
                    Severity.CRITICAL,
                    Severity.WARNING,
                    SampleNotices.slow(WWW).region(US),
                    "web"),
            alone(
                    Change.FLAPPING,
                    Severity.OK,
                    Severity.CRITICAL,
                    SampleNotices.unreachable(MX).region(US),
                    "mail"),
            alone(Change.SETTLED, Severity.CRITICAL, Severity.CRITICAL, SampleNotices.unreachable(MX), "mail"),
            alone(Change.OPENED, Severity.OK, Severity.WARNING, SampleNotices.expired(MX), "mail"),
            alone(
                    Change.ESCALATED,
                    Severity.CRITICAL,
                    Severity.CRITICAL,
                    SampleNotices.opened(MX, certificate("root")).region(US),
                    "mail"),
            alone(Change.PROGRESSED, Severity.CRITICAL, Severity.CRITICAL, SampleNotices.expired(WWW), "web"),
            alone(Change.ACKNOWLEDGED, Severity.CRITICAL, Severity.CRITICAL, SampleNotices.expired(WWW), "web"),
            alone(Change.OPENED, Severity.OK, Severity.WARNING, SampleNotices.slow(NET), ""),
            alone(Change.ACKNOWLEDGED, Severity.WARNING, Severity.WARNING, SampleNotices.slow(NET), ""),
            alone(Change.RESOLVED, Severity.CRITICAL, Severity.OK, SampleNotices.unreachable(WWW), "web"),
            alone(Change.RESOLVED, Severity.WARNING, Severity.OK, SampleNotices.slow(NET), ""));

    /** Of two, where the fleet makes one from eleven on. */
    private static final List<OutgoingMessage> DIGESTS = List.of(
            digest(
                    told(Change.OPENED, Severity.OK, Severity.CRITICAL, SampleNotices.opened(WWW, Check.CHAIN), "web"),
                    told(
                            Change.OPENED,
                            Severity.OK,
                            Severity.WARNING,
                            SampleNotices.expired(MX).region(US),
                            "mail")),
            digest(
                    told(Change.OPENED, Severity.OK, Severity.WARNING, SampleNotices.slow(NET), ""),
                    told(
                            Change.OPENED,
                            Severity.OK,
                            Severity.WARNING,
                            SampleNotices.opened(MX, Check.PROTOCOL),
                            "mail")),
            digest(
                    told(Change.PROGRESSED, Severity.CRITICAL, Severity.CRITICAL, SampleNotices.expired(MX), "mail"),
                    told(Change.PROGRESSED, Severity.WARNING, Severity.WARNING, SampleNotices.expired(NET), "")),
            digest(
                    told(
                            Change.RESOLVED,
                            Severity.CRITICAL,
                            Severity.OK,
                            SampleNotices.opened(WWW, Check.CHAIN),
                            "web"),
                    told(Change.RESOLVED, Severity.WARNING, Severity.OK, SampleNotices.slow(NET), "")),
            digest(
                    told(Change.RESOLVED, Severity.WARNING, Severity.OK, SampleNotices.slow(MX), "mail"),
                    told(
                            Change.RESOLVED,
                            Severity.WARNING,
                            Severity.OK,
                            SampleNotices.opened(NET, Check.PROTOCOL),
                            "")));

    private static final String WHO_GETS_WHAT = """
            notice                                                | worst            | region              | team     | phone | web | all | certs | us
            opened CRITICAL availability                          | CRITICAL         | eu-west-1           | web      | x     | x   | x   |       |
            reminded CRITICAL chain                               | CRITICAL         | eu-west-1           | web      | x     | x   | x   |       |
            worsened CRITICAL sla.tls                             | CRITICAL         | eu-west-1           | web      | x     | x   | x   |       |
            eased WARNING sla.tls                                 | CRITICAL         | us-east-1           | web      | x     | x   | x   |       | x
            flapping CRITICAL availability                        | CRITICAL         | us-east-1           | mail     | x     |     | x   |       | x
            settled CRITICAL availability                         | CRITICAL         | eu-west-1           | mail     | x     |     | x   |       |
            opened WARNING certificate.leaf                       | WARNING          | eu-west-1           | mail     |       |     | x   | x     |
            escalated CRITICAL certificate.root                   | CRITICAL         | us-east-1           | mail     | x     |     | x   | x     | x
            progressed CRITICAL certificate.leaf                  | CRITICAL         | eu-west-1           | web      |       | x   | x   | x     |
            acknowledged CRITICAL certificate.leaf                | CRITICAL         | eu-west-1           | web      | x     | x   | x   | x     |
            opened WARNING sla.tls                                | WARNING          | eu-west-1           |          |       |     | x   |       |
            acknowledged WARNING sla.tls                          | WARNING          | eu-west-1           |          |       |     | x   |       |
            resolved OK availability                              | CRITICAL         | eu-west-1           | web      | x     | x   | x   |       |
            resolved OK sla.tls                                   | WARNING          | eu-west-1           |          |       |     | x   |       |
            """;

    private static final String WHO_GETS_A_DIGEST = """
            notice                                                | worst            | region              | team     | phone | web | all | certs | us
            digest opened CRITICAL,WARNING chain,certificate.leaf | CRITICAL,WARNING | eu-west-1,us-east-1 | web,mail | x     | x   | x   | x     | x
            digest opened WARNING sla.tls,protocol                | WARNING          | eu-west-1           | mail     |       |     | x   |       |
            digest progressed CRITICAL,WARNING certificate.leaf   | CRITICAL,WARNING | eu-west-1           | mail     | x     |     | x   | x     |
            digest resolved OK chain,sla.tls                      | CRITICAL,WARNING | eu-west-1           | web      | x     | x   | x   |       |
            digest resolved OK sla.tls,protocol                   | WARNING          | eu-west-1           | mail     |       |     | x   |       |
            """;

    @TempDir
    private static Path directory;

    private static AwsEmulator emulator;
    private static SnsClient sns;

    /** Before each test and not before all, so that a skipped test gives its reason. */
    @BeforeEach
    void startEmulatorOnce() throws IOException {
        if (emulator == null) {
            emulator = AwsEmulator.start(directory.resolve("emulator.log"));
            sns = emulator.client(SnsClient.builder());
        }
    }

    @AfterAll
    static void endTheEmulator() {
        if (emulator != null) {
            sns.close();
            emulator.close();
        }
    }

    @Test
    void subscriptionReceivesTheNoticesOfItsPolicy() throws Exception {
        Topic topic = new Topic("single", EVERYBODY);

        NOTICES.forEach(notice -> send(topic.arn(), List.of(notice)));

        assertThat(topic.received(NOTICES)).isEqualTo(WHO_GETS_WHAT);
    }

    @Test
    void batchIsFilteredNoticeByNotice() throws Exception {
        Topic topic = new Topic("batch", EVERYBODY);

        send(topic.arn(), NOTICES);

        assertThat(topic.received(NOTICES)).isEqualTo(WHO_GETS_WHAT);
    }

    @Test
    void digestMatchesByAnyElementOfItsArrays() throws Exception {
        Topic topic = new Topic("digest", EVERYBODY);

        send(topic.arn(), DIGESTS);

        assertThat(topic.received(DIGESTS)).isEqualTo(WHO_GETS_A_DIGEST);
    }

    @Test
    void prefixMatchesFutureChecks() throws Exception {
        Topic topic = new Topic("prefix", EVERYBODY);
        List<OutgoingMessage> later = List.of(alone(
                Change.OPENED, Severity.OK, Severity.WARNING, SampleNotices.opened(NET, certificate("client")), ""));

        send(topic.arn(), later);

        assertThat(topic.received(later, List.of("certs"))).isEqualTo("""
                notice                                                | worst            | region              | team     | certs
                opened WARNING certificate.client                     | WARNING          | eu-west-1           |          | x
                """);
    }

    /** As the function sends them. */
    private static void send(String topicArn, List<OutgoingMessage> messages) {
        assertThat(new SnsNotifier(sns, topicArn, FollowUpCommands.BY_COMMAND).send(messages))
                .isEmpty();
    }

    private static OutgoingMessage alone(
            Change change, Severity was, Severity is, SampleNotices.Builder notice, String team) {
        return OutgoingMessage.of(told(change, was, is, notice, team));
    }

    private static OutgoingMessage digest(AlertNotice... notices) {
        return new OutgoingMessage(List.of(notices));
    }

    private static AlertNotice told(
            Change change, Severity was, Severity is, SampleNotices.Builder builder, String team) {
        AlertNotice notice = builder.change(change, was, is)
                .tags(team.isEmpty() ? Map.of() : Map.of("team", team))
                .build();
        return builder.id(notice.alertId() + "#" + change.label()).build();
    }

    private static Check certificate(String part) {
        return new Check(CheckFamily.CERTIFICATE, part);
    }

    /** A topic with one queue for each subscription that the template makes with these parameters. */
    private static final class Topic {

        private final String arn;
        private final Map<String, EmulatedQueue> queues = new LinkedHashMap<>();

        Topic(String name, Map<String, String> parameters) throws Exception {
            arn = sns.createTopic(topic -> topic.name(name)).topicArn();
            Map<String, Map<?, ?>> subscriptions =
                    CloudFormationTemplate.read(TEMPLATE, parameters).resources("AWS::SNS::Subscription");
            for (Map.Entry<String, String> subscriber : SUBSCRIBERS.entrySet()) {
                Map<?, ?> properties = subscriptions.get(subscriber.getValue());
                EmulatedQueue queue = EmulatedQueue.create(emulator, name + "-" + subscriber.getValue());
                Map<String, String> attributes = new HashMap<>();
                if (properties.containsKey("FilterPolicy")) {
                    attributes.put(
                            "FilterPolicy",
                            JSON.valueToTree(properties.get("FilterPolicy")).toString());
                }
                sns.subscribe(subscription -> subscription
                        .topicArn(arn)
                        .protocol("sqs")
                        .endpoint(queue.arn())
                        .attributes(attributes));
                queues.put(subscriber.getKey(), queue);
            }
        }

        String arn() {
            return arn;
        }

        String received(List<OutgoingMessage> messages) throws Exception {
            return received(messages, List.copyOf(queues.keySet()));
        }

        /** A table: a row for each published notice, a column for each subscriber. */
        String received(List<OutgoingMessage> messages, List<String> subscribers) throws Exception {
            StringBuilder table = new StringBuilder(row("notice", "worst", "region", "team"));
            Map<String, Set<String>> ids = new LinkedHashMap<>();
            for (String subscriber : subscribers) {
                table.append(" | ").append(subscriber);
                ids.put(subscriber, idsIn(queues.get(subscriber)));
            }
            table.append('\n');
            for (OutgoingMessage message : messages) {
                StringBuilder row = new StringBuilder(row(
                        (message.isDigest() ? "digest " : "")
                                + message.first().change().label() + " "
                                + values(message, notice -> notice.severity().name()) + " "
                                + values(message, notice -> notice.check().name()),
                        values(message, notice -> notice.worst().name()),
                        values(message, AlertNotice::region),
                        values(message, notice -> notice.tags().getOrDefault("team", ""))));
                ids.forEach((subscriber, got) ->
                        row.append(" | ").append(padded(got.contains(message.id()) ? "x" : "", subscriber.length())));
                table.append(row.toString().stripTrailing()).append('\n');
            }
            return table.toString();
        }

        /** The notices in a queue, each of which is there once. */
        private static Set<String> idsIn(EmulatedQueue queue) throws Exception {
            List<String> ids = queue.received().stream()
                    .map(envelope -> envelope.path("MessageAttributes")
                            .path("id")
                            .path("Value")
                            .asText())
                    .toList();
            assertThat(ids).doesNotHaveDuplicates();
            return Set.copyOf(ids);
        }

        private static String values(OutgoingMessage message, Function<AlertNotice, String> of) {
            return message.notices().stream()
                    .map(of)
                    .filter(value -> !value.isEmpty())
                    .distinct()
                    .collect(Collectors.joining(","));
        }

        private static String row(String notice, String worst, String regions, String teams) {
            return padded(notice, 53) + " | " + padded(worst, 16) + " | " + padded(regions, 19) + " | "
                    + padded(teams, 8);
        }

        private static String padded(String text, int width) {
            return String.format("%-" + width + "." + width + "s", text);
        }
    }
}
