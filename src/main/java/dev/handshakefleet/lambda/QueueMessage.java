package dev.handshakefleet.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.base.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message as an event source mapping of SQS delivers it (AWS Lambda Developer Guide, "Using Lambda with Amazon SQS").
 *
 * @param id names it in the answer
 * @param body as its sender wrote it; nothing is known of it
 * @param queue the name of its queue
 * @param received how often the queue has delivered it, this time included; 0 where the record does not say
 * @param group of a FIFO queue
 */
record QueueMessage(String id, String body, String queue, int received, Optional<String> group) {

    /** The field of the event that holds the messages. */
    static final String RECORDS = "Records";

    private static final String SQS = "aws:sqs";

    /** The largest batch of an event source mapping. */
    private static final int MOST_RECORDS = 10_000;

    /** No id of SQS is longer (SQS API: MessageId). */
    private static final int LONGEST_ID = 100;

    private static final int LONGEST_NAME = 80;

    /**
     * @throws BadInputException for an event that is not of SQS
     * @throws IllegalStateException for messages of a queue that no answer could name
     */
    static List<QueueMessage> allOf(JsonNode event) {
        JsonNode records = event.path(RECORDS);
        if (!records.isArray() || !isAnyOfSqs(records)) {
            throw new BadInputException(
                    RECORDS,
                    records.isArray() ? "records of another source" : EventFields.shown(records),
                    SQS + " records");
        }
        if (records.size() > MOST_RECORDS) {
            throw unanswerable(records.size() + " records, more than " + MOST_RECORDS);
        }
        List<QueueMessage> messages = new ArrayList<>();
        records.forEach(entry -> messages.add(of(entry)));
        return messages;
    }

    private static boolean isAnyOfSqs(JsonNode records) {
        for (JsonNode entry : records) {
            if (isOfSqs(entry)) {
                return true;
            }
        }
        return records.isEmpty();
    }

    private static boolean isOfSqs(JsonNode entry) {
        return entry.path("eventSource").asText().equals(SQS);
    }

    private static QueueMessage of(JsonNode entry) {
        String id = entry.path("messageId").asText();
        if (!isOfSqs(entry)
                || id.isEmpty()
                || id.length() > LONGEST_ID
                || !entry.path("body").isTextual()) {
            throw unanswerable("a record without eventSource, messageId or body");
        }
        String arn = entry.path("eventSourceARN").asText();
        JsonNode attributes = entry.path("attributes");
        return new QueueMessage(
                id,
                entry.path("body").textValue(),
                SafeText.line(arn.substring(arn.lastIndexOf(':') + 1), LONGEST_NAME),
                attributes.path("ApproximateReceiveCount").asInt(0),
                Optional.ofNullable(attributes.path("MessageGroupId").textValue()));
    }

    private static IllegalStateException unanswerable(String why) {
        return new IllegalStateException("messages of a queue that cannot be answered one by one: " + why);
    }
}
