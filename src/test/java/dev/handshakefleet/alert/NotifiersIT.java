package dev.handshakefleet.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.support.Probes;
import dev.handshakefleet.support.SnsEndpoint;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.Severity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;

/** The two keepers of the door to people. */
class NotifiersIT {

    private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:handshake-fleet-alerts";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void snsGetsAMessageForEachProtocolAndTheAttributesToFilterBy() throws Exception {
        try (SnsEndpoint endpoint = new SnsEndpoint();
                SnsClient client = endpoint.client()) {
            new SnsNotifier(client, TOPIC).send(notice());

            assertThat(endpoint.published()).hasSize(1);
            Map<String, String> form = endpoint.published().getFirst();
            assertThat(form)
                    .containsEntry("Action", "Publish")
                    .containsEntry("TopicArn", TOPIC)
                    .containsEntry("Subject", "example.com:443 CRITICAL: CERT_EXPIRED")
                    .containsEntry("MessageStructure", "json");
            JsonNode message = JSON.readTree(form.get("Message"));
            assertThat(message.path("email").asText()).startsWith("example.com:443 CRITICAL: CERT_EXPIRED\n");
            assertThat(message.path("sms").asText()).hasSizeLessThanOrEqualTo(140);
            assertThat(JSON.readTree(message.path("default").asText())
                            .path("source")
                            .asText())
                    .isEqualTo("custom");
            assertThat(attributes(form))
                    .isEqualTo(Map.of(
                            "severity", "CRITICAL",
                            "target", "example.com:443",
                            "region", "eu-west-1",
                            "code", "CERT_EXPIRED",
                            "state", "opened",
                            "team", "web"));
        }
    }

    @Test
    void aNoticeThatSnsRefusesIsNotSentAndSaysWhy() {
        try (SnsEndpoint endpoint = new SnsEndpoint();
                SnsClient client = endpoint.client()) {
            endpoint.refuses(true);

            assertThatThrownBy(() -> new SnsNotifier(client, TOPIC).send(notice()))
                    .isInstanceOf(NotSentException.class)
                    .hasMessageContaining("500")
                    .hasMessageContaining("not today");
        }
    }

    @Test
    void anEndpointThatNeverAnswersIsGivenUpQuickly() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SnsClient client = SnsClient.builder()
                        .endpointOverride(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                        .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(2)))
                        .build()) {
            long startNanos = System.nanoTime();

            assertThatThrownBy(() -> new SnsNotifier(client, TOPIC).send(notice()))
                    .isInstanceOf(NotSentException.class)
                    .hasMessage("the service did not answer in time");
            assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void theLargestMessageStaysWithinWhatSnsTakes() throws NotSentException {
        Finding[] hostile = Arrays.stream(FindingCode.values())
                .map(code -> new Finding(code, Severity.CRITICAL, "\"\\\u4E16".repeat(9_000), "\"\\<".repeat(9_000)))
                .toArray(Finding[]::new);
        Instant at = Instant.parse("2026-11-23T10:00:00Z");
        AlertNotice largest = Decision.on(
                        AlertState.nothingStored("example.com:443"),
                        Observation.of(Probes.with("example.com", hostile), "eu-west-1", at),
                        at.plusSeconds(60))
                .notice()
                .orElseThrow();
        try (SnsEndpoint endpoint = new SnsEndpoint();
                SnsClient client = endpoint.client()) {
            new SnsNotifier(client, TOPIC).send(largest);

            // AWS API: Publish, "up to 262,144 bytes" for the message with its attributes.
            assertThat(endpoint.published().getFirst().get("Message").getBytes(StandardCharsets.UTF_8))
                    .hasSizeBetween(20_000, 200_000);
        }
    }

    @Test
    void theLocalKeeperTakesNoticesFromManyThreads() throws Exception {
        Path file = directory.resolve("many.jsonl");
        LocalNotifier notifier = new LocalNotifier(file, text -> {});
        AlertNotice notice = notice();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<Void> send = () -> {
                notifier.send(notice);
                return null;
            };
            for (Future<Void> sent : threads.invokeAll(Collections.nCopies(200, send))) {
                sent.get();
            }
        }

        assertThat(Files.readAllLines(file))
                .hasSize(200)
                .allSatisfy(line ->
                        assertThat(JSON.readTree(line).path("id").asText()).isEqualTo(notice.id()));
    }

    @Test
    void theLocalKeeperPrintsAndKeepsOneLineANotice() throws IOException, NotSentException {
        Path file = directory.resolve("notices.jsonl");
        List<String> printed = new ArrayList<>();
        LocalNotifier notifier = new LocalNotifier(file, printed::add);

        notifier.send(notice());
        notifier.send(notice());

        assertThat(printed).hasSize(2).allSatisfy(text -> assertThat(text).contains("CERT_EXPIRED"));
        assertThat(Files.readAllLines(file))
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(JSON.readTree(line).path("subject").asText())
                                .isEqualTo("example.com:443 CRITICAL: CERT_EXPIRED"));
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidSo() {
        LocalNotifier notifier = new LocalNotifier(directory, text -> {});

        assertThatThrownBy(() -> notifier.send(notice())).isInstanceOf(NotSentException.class);
    }

    private static AlertNotice notice() {
        Target target = Probes.target(Map.of("host", "example.com", "tags", Map.of("team", "web")));
        var judged = Probes.judged(
                target, List.of(Probes.finding(FindingCode.CERT_EXPIRED, Severity.CRITICAL)), Optional.empty());
        Instant at = Instant.parse("2026-11-23T10:00:00Z");
        return Decision.on(
                        AlertState.nothingStored(target.id()),
                        Observation.of(judged, "eu-west-1", at),
                        at.plusSeconds(60))
                .notice()
                .orElseThrow();
    }

    private static Map<String, String> attributes(Map<String, String> form) {
        Map<String, String> attributes = new HashMap<>();
        form.forEach((field, name) -> {
            if (field.startsWith("MessageAttributes.entry.") && field.endsWith(".Name")) {
                attributes.put(name, form.get(field.replace(".Name", ".Value.StringValue")));
            }
        });
        return attributes;
    }
}
