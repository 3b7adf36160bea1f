package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.handshakefleet.aws.MessageQueue;
import dev.handshakefleet.aws.MessageQueue.Message;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.cli.LocalContext;
import dev.handshakefleet.fleet.FleetBuilder;
import dev.handshakefleet.fleet.FleetSettings;
import dev.handshakefleet.support.ElasticMq;
import dev.handshakefleet.support.EventSourceMapping;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of a queue through the handler, with ElasticMQ and what an event source mapping does. */
class MessageWorkersIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int DELIVERIES = 3;

    @RegisterExtension
    private static ElasticMq sqs = new ElasticMq();

    private final Notes notes = new Notes();
    private final ProbeFunction function = new ProbeFunction(
            new FleetBuilder(FleetSettings.of(Map.of()), Clock.systemUTC()).build(), Optional.empty(), List.of(notes));

    /** Notes its messages; refuses those that say so. */
    private static final class Notes implements MessageWorker {

        private final Queue<String> worked = new ConcurrentLinkedQueue<>();

        @Override
        public String kind() {
            return "note";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void work(JsonNode message, Context context) throws StoreUnavailableException {
            if (message.path("text").asText().equals("unavailable")) {
                throw new StoreUnavailableException("the table is away");
            }
            worked.add(EventFields.required(message, "text", "a text"));
        }
    }

    @Test
    void badMessagesAmongOthersGoToTheQueueOfDeadLettersAndTheOthersAreWorkedOnce() {
        ElasticMq.Queues queues = sqs.newQueue(LONGEST, DELIVERIES);
        List<Message> messages = List.of(
                Message.of("{\"kind\":\"note\",\"version\":1,\"text\":\"one\"}", Duration.ZERO),
                Message.of("{\"kind\":\"note\",\"version\":2,\"text\":\"later\"}", Duration.ZERO),
                Message.of("{\"kind\":\"poem\",\"version\":1}", Duration.ZERO),
                Message.of("{\"kind\":\"note\",\"version\":1", Duration.ZERO),
                Message.of("{\"kind\":\"note\",\"version\":1,\"text\":\"unavailable\"}", Duration.ZERO),
                Message.of("{\"kind\":\"note\",\"version\":1,\"text\":\"two\"}", Duration.ZERO));
        assertThat(new MessageQueue(sqs::client, queues.url()).send(messages, Deadline.in(LONGEST)))
                .isEmpty();

        mapping(queues.url(), 10).drain(sqs, 1, LONGEST);

        assertThat(notes.worked).containsExactlyInAnyOrder("one", "two");
        assertThat(sqs.size(queues.deadLetterUrl())).isEqualTo(4);
    }

    @Test
    void answerNamesTheMessagesThatStay() throws IOException {
        JsonNode answer = invoke(event(
                entry("a", "{\"kind\":\"note\",\"version\":1,\"text\":\"one\"}"),
                entry("b", "[]"),
                entry("c", "{\"kind\":\"note\",\"version\":1,\"text\":\"two\"}")));

        assertThat(answer.toString()).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}");
        assertThat(notes.worked).containsExactly("one", "two");
        assertThat(invoke("{\"Records\":[]}").toString()).isEqualTo("{\"batchItemFailures\":[]}");
    }

    @Test
    void laterMessagesOfAGroupStayBehindOneThatStays() throws IOException {
        String group = ",\"attributes\":{\"MessageGroupId\":\"g\"}";
        JsonNode answer = invoke(event(
                entry("a", "[]").replace("}", group + "}"),
                entry("b", "{\"kind\":\"note\",\"version\":1,\"text\":\"same group\"}")
                        .replaceFirst("}$", group + "}"),
                entry("c", "{\"kind\":\"note\",\"version\":1,\"text\":\"no group\"}")));

        assertThat(answer.toString())
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"b\"}]}");
        assertThat(notes.worked).containsExactly("no group");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"version\":1}                       | kind: missing; accepted: note",
                "{\"kind\":7,\"version\":1}            | kind: '7'; accepted: a text",
                "{\"kind\":\"poem\",\"version\":1}     | kind: 'poem'; accepted: note",
                "{\"kind\":\"note\"}                   | version: missing; accepted: 1, the one that this version of the program knows",
                "{\"kind\":\"note\",\"version\":\"1\"} | version: '\"1\"'; accepted: 1, the one that this version of the program knows",
                "{\"kind\":\"note\",\"version\":99}    | version: '99'; accepted: 1, the one that this version of the program knows",
            })
    void messageOfAnotherFormIsRefusedWithFieldValueAndAcceptedForm(String body, String reason) {
        JsonNode message = new EventReader().message(body);

        assertThatThrownBy(() -> new MessageWorkers(new EventReader(), List.of(notes)).worker(message))
                .isInstanceOf(BadInputException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "no JSON", "[]", "7", "\u0000"})
    void bodyThatIsNoObjectIsRefusedByItsPlaceAndIsNotQuoted(String body) {
        assertThatThrownBy(() -> new EventReader().message(body))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("body: ")
                .hasMessageEndingWith("; accepted: a JSON object with a kind and a version")
                .hasMessageNotContaining("no JSON");
    }

    @Test
    void deeplyNestedBodyIsRefused() {
        assertThatThrownBy(() -> new EventReader().message("[".repeat(100_000)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("nested more than 50 deep");
    }

    @Test
    void messagesThatNoAnswerCanNameAreAnErrorOfTheFunctionSoThatTheyAllStay() {
        assertThatThrownBy(() -> invoke(event(entry("a", "x"), "{\"eventSource\":\"aws:sqs\",\"body\":\"x\"}")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be answered one by one");
        assertThat(notes.worked).isEmpty();
    }

    @Test
    void recordsOfAnotherSourceAreRefused() throws IOException {
        assertThat(invoke("{\"Records\":[{\"eventSource\":\"aws:s3\"}]}")
                        .path("error")
                        .path("message")
                        .asText())
                .isEqualTo("Records: 'records of another source'; accepted: aws:sqs records");
        assertThat(invoke("{\"Records\":7}").path("error").path("field").asText())
                .isEqualTo("Records");
    }

    private EventSourceMapping mapping(String url, int batchSize) {
        return new EventSourceMapping(
                sqs.client(), url, batchSize, event -> invoke(event).toString());
    }

    private JsonNode invoke(String event) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        function.handleRequest(LocalFunction.stream(event), answer, new LocalContext(LONGEST));
        return JSON.readTree(answer.toString(StandardCharsets.UTF_8));
    }

    private static String event(String... entries) {
        return "{\"Records\":[" + String.join(",", entries) + "]}";
    }

    private static String entry(String id, String body) throws IOException {
        return "{\"eventSource\":\"aws:sqs\",\"messageId\":\"%s\",\"body\":%s}"
                .formatted(id, JSON.writeValueAsString(body));
    }
}
