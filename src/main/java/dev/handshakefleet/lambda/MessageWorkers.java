package dev.handshakefleet.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.aws.MessageQueue;
import dev.handshakefleet.aws.StoreUnavailableException;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.SafeText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Works the messages of a batch, each by itself: one that cannot be worked is named in the answer, stays in its queue and holds up no
 * other. In a FIFO queue the later messages of its group stay too, so that their order is kept.
 *
 * <pre>
 *   {"batchItemFailures":[{"itemIdentifier":"2e1424d4-f796-459a-8184-9c92662be6da"}]}
 * </pre>
 *
 * The event source mapping has to report batch item failures ({@code ReportBatchItemFailures}). Thread-safe.
 */
final class MessageWorkers {

    private static final Logger LOG = Logger.getLogger(ProbeFunction.class);
    private static final String KIND = "kind";
    private static final String VERSION = "version";

    private final Map<String, MessageWorker> workers = new TreeMap<>();
    private final EventReader reader;
    private final Map<String, MessageQueue> deadLetters;

    /**
     * @param reader reads the bodies
     * @param workers one a kind
     */
    MessageWorkers(EventReader reader, List<MessageWorker> workers) {
        this(reader, workers, Map.of());
    }

    /**
     * @param reader reads the bodies
     * @param workers one a kind
     * @param deadLetters where unusable messages of a FIFO queue go, by the name of that queue
     */
    MessageWorkers(EventReader reader, List<MessageWorker> workers, Map<String, MessageQueue> deadLetters) {
        this.reader = reader;
        this.deadLetters = deadLetters;
        workers.forEach(worker -> this.workers.put(worker.kind(), worker));
    }

    /** @return the answer to the event source mapping */
    byte[] work(List<QueueMessage> messages, Context context) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode failures = answer.putArray("batchItemFailures");
        Set<String> heldUp = new HashSet<>();
        for (QueueMessage message : messages) {
            boolean mayBeWorked =
                    message.group().map(group -> !heldUp.contains(group)).orElse(true);
            if (!mayBeWorked || !isWorked(message, context)) {
                message.group().ifPresent(heldUp::add);
                failures.addObject().put("itemIdentifier", message.id());
            }
        }
        return answer.toString().getBytes(StandardCharsets.UTF_8);
    }

    private boolean isWorked(QueueMessage message, Context context) {
        try {
            JsonNode body = reader.message(message.body());
            worker(body).work(body, context);
            return true;
        } catch (BadInputException unusable) {
            return isGivenUp(message, unusable, context);
        } catch (StoreUnavailableException | RuntimeException failed) {
            logged("message not worked", message, Objects.requireNonNullElse(failed.getMessage(), failed.toString()));
            return false;
        }
    }

    /** Whether an unusable message is in the queue of dead letters now. */
    private boolean isGivenUp(QueueMessage message, BadInputException unusable, Context context) {
        MessageQueue dead = deadLetters.get(message.queue());
        if (dead == null) {
            logged("message not worked", message, unusable.getMessage());
            return false;
        }
        List<MessageQueue.Unsent> unsent = dead.send(
                List.of(new MessageQueue.Message(
                        message.body(),
                        Duration.ZERO,
                        Optional.of(new MessageQueue.Order(message.group().orElse(message.queue()), message.id())))),
                ProbeFunction.answerBy(context));
        unsent.forEach(one -> logged("message not given up to the " + dead.name(), message, one.reason()));
        logged(
                unsent.isEmpty() ? "message given up to the " + dead.name() : "message not worked",
                message,
                unusable.getMessage());
        return unsent.isEmpty();
    }

    private static void logged(String what, QueueMessage message, String why) {
        LOG.errorf(
                "%s queue=%s id=%s received=%d: %s",
                what, message.queue(), SafeText.line(message.id()), message.received(), SafeText.sentence(why));
    }

    /** @throws BadInputException for a kind or a version that is not known */
    MessageWorker worker(JsonNode body) {
        String kinds = workers.isEmpty() ? "none: this function has no queue" : String.join(", ", workers.keySet());
        String kind = EventFields.required(body, KIND, kinds);
        MessageWorker worker = workers.get(kind);
        if (worker == null) {
            throw new BadInputException(KIND, kind, kinds);
        }
        JsonNode version = body.path(VERSION);
        if (!version.isInt() || version.intValue() != worker.version()) {
            throw new BadInputException(
                    VERSION,
                    version.isMissingNode() ? null : EventFields.shown(version),
                    worker.version() + ", the one that this version of the program knows");
        }
        return worker;
    }
}
