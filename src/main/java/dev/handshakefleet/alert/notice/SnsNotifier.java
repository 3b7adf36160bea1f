package dev.handshakefleet.alert.notice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.aws.AwsFault;
import dev.handshakefleet.aws.Backoff;
import dev.handshakefleet.aws.CallTimeout;
import dev.handshakefleet.aws.SdkRetries;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.base.SafeText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sns.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishBatchRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishBatchResponse;
import software.amazon.awssdk.services.sns.model.PublishBatchResultEntry;

/**
 * Publishes to an SNS topic, up to 10 messages a call. The message is plain text for {@code email}, at most 140 characters for {@code sms}, and the
 * custom-notification JSON for every other protocol. The attributes {@code severity}, {@code worst}, {@code target}, {@code region}, {@code code},
 * {@code state}, {@code check}, {@code id} and the target's tags let subscribers filter. The attributes of a digest are lists;
 * a filter matches where it matches one of the values. A call times out after 5 s. After a call that failed as a whole no further
 * call is made. Thread-safe.
 *
 * <p>The SDK attempts each call once, because its own retries would publish a message again that SNS accepted although the
 * response was lost. This class repeats a call only where that makes no copy: SNS throttled it or refused the message for now,
 * no connection was made, or the topic is a FIFO topic, which drops a message with a known id (AWS API: PublishBatch,
 * MessageDeduplicationId). Every other message that was not sent is sent by the next run, with the same id.
 */
public final class SnsNotifier implements Notifier {

    private static final Duration UNBOUNDED = Duration.ofDays(1);

    /** The most entries of a PublishBatch (AWS API: PublishBatch). */
    private static final int BATCH = 10;

    /** A request may have 262,144 bytes (AWS API: PublishBatch); the rest is left for the names of its fields. */
    private static final int BATCH_BYTES = 225_000;

    private static final int MOST_RETRIES = 2;

    /** All waits between the retries of one {@link #send}. */
    private static final Duration MOST_WAITING = Duration.ofSeconds(2);

    private static final String FIFO = ".fifo";

    /** SNS rejects empty values. */
    private static final String NO_VALUE = "-";

    private final SnsClient client;
    private final String topicArn;
    private final FollowUpCommands followUp;
    private final Backoff backoff;

    /**
     * @param client of the home region
     * @param topicArn the topic
     * @param followUp the commands in the messages
     */
    public SnsNotifier(SnsClient client, String topicArn, FollowUpCommands followUp) {
        this(client, topicArn, followUp, Backoff.real());
    }

    SnsNotifier(SnsClient client, String topicArn, FollowUpCommands followUp, Backoff backoff) {
        this.client = Objects.requireNonNull(client, "client");
        this.topicArn = Objects.requireNonNull(topicArn, "topicArn");
        this.followUp = Objects.requireNonNull(followUp, "followUp");
        this.backoff = Objects.requireNonNull(backoff, "backoff");
    }

    @Override
    public List<NotSent> send(List<OutgoingMessage> messages) {
        return send(messages, Deadline.in(UNBOUNDED));
    }

    @Override
    public List<NotSent> send(List<OutgoingMessage> messages, Deadline until) {
        List<NotSent> notSent = new ArrayList<>();
        Backoff.Patience patience = backoff.patience(until.orIn(MOST_WAITING).remaining());
        Deque<Attempt> attempts = new ArrayDeque<>();
        batches(messages).forEach(batch -> attempts.addLast(new Attempt(batch, 0)));
        while (!attempts.isEmpty()) {
            Attempt attempt = attempts.removeFirst();
            List<Entry> batch = attempt.batch();
            try {
                Refused refused = refused(batch, publish(batch, until));
                notSent.addAll(refused.forGood());
                if (!refused.forNow().isEmpty() && attempt.mayBeRepeated(patience)) {
                    attempts.addFirst(attempt.again(refused.entriesForNow()));
                } else {
                    notSent.addAll(refused.forNow().values());
                }
            } catch (SdkException fault) {
                if (makesNoCopy(fault) && attempt.mayBeRepeated(patience)) {
                    attempts.addFirst(attempt.again(batch));
                    continue;
                }
                boolean concernsOnlyThese = concernsOnlyThese(fault);
                if (concernsOnlyThese && batch.size() > 1) {
                    // One bad message must not hold up nine good ones.
                    batch.reversed().forEach(entry -> attempts.addFirst(attempt.of(List.of(entry))));
                    continue;
                }
                String reason = AwsFault.sentence(fault, "topic " + topicArn);
                batch.forEach(entry -> notSent.add(new NotSent(entry.message(), reason, concernsOnlyThese)));
                if (!concernsOnlyThese) {
                    attempts.forEach(later ->
                            later.batch().forEach(entry -> notSent.add(new NotSent(entry.message(), reason, false))));
                    return notSent;
                }
            }
        }
        return notSent;
    }

    /** A call to make, and how often it was repeated. */
    private record Attempt(List<Entry> batch, int retries) {

        boolean mayBeRepeated(Backoff.Patience patience) {
            return retries < MOST_RETRIES && patience.beforeRetry(retries);
        }

        Attempt of(List<Entry> entries) {
            return new Attempt(entries, retries);
        }

        Attempt again(List<Entry> entries) {
            return new Attempt(entries, retries + 1);
        }
    }

    /** The messages that a response does not name as successful, in order. */
    private record Refused(List<NotSent> forGood, Map<Entry, NotSent> forNow) {

        List<Entry> entriesForNow() {
            return List.copyOf(forNow.keySet());
        }
    }

    private boolean makesNoCopy(SdkException fault) {
        boolean isFaultOfTheCaller = fault instanceof SdkServiceException answer && answer.statusCode() < 500;
        return AwsFault.wasNotProcessed(fault) || (topicArn.endsWith(FIFO) && !isFaultOfTheCaller);
    }

    private static boolean concernsOnlyThese(SdkException fault) {
        return AwsFault.concernsOnlyTheRequest(fault) || fault instanceof BatchRequestTooLongException;
    }

    /** A message as it is published, and its size. */
    private record Entry(OutgoingMessage message, PublishBatchRequestEntry request, int bytes) {}

    private List<List<Entry>> batches(List<OutgoingMessage> messages) {
        List<List<Entry>> batches = new ArrayList<>();
        int bytes = BATCH_BYTES;
        for (int number = 0; number < messages.size(); number++) {
            Entry entry = entry(messages.get(number), number);
            if (bytes + entry.bytes() > BATCH_BYTES || batches.getLast().size() == BATCH) {
                batches.add(new ArrayList<>());
                bytes = 0;
            }
            batches.getLast().add(entry);
            bytes += entry.bytes();
        }
        return batches;
    }

    private PublishBatchResponse publish(List<Entry> batch, Deadline until) {
        return client.publishBatch(request -> request.topicArn(topicArn)
                .publishBatchRequestEntries(batch.stream().map(Entry::request).toList())
                .overrideConfiguration(call -> {
                    call.apiCallTimeout(CallTimeout.until(until));
                    SdkRetries.none(call);
                }));
    }

    /** A message counts as sent only where the response names it as successful. */
    private static Refused refused(List<Entry> batch, PublishBatchResponse response) {
        Set<String> taken =
                response.successful().stream().map(PublishBatchResultEntry::id).collect(Collectors.toSet());
        Map<String, BatchResultErrorEntry> failed = new HashMap<>();
        response.failed().forEach(entry -> failed.put(entry.id(), entry));
        List<NotSent> forGood = new ArrayList<>();
        Map<Entry, NotSent> forNow = new LinkedHashMap<>();
        for (Entry entry : batch) {
            String id = entry.request().id();
            if (failed.containsKey(id)) {
                NotSent refused = refused(entry, failed.get(id));
                if (refused.concernsOnlyTheMessage()) {
                    forGood.add(refused);
                } else {
                    forNow.put(entry, refused);
                }
            } else if (!taken.contains(id)) {
                forGood.add(new NotSent(entry.message(), "SNS reported no result for it", false));
            }
        }
        return new Refused(forGood, forNow);
    }

    private static NotSent refused(Entry entry, BatchResultErrorEntry why) {
        String reason = "SNS refused it: " + why.code()
                + Optional.ofNullable(why.message())
                        .filter(message -> !message.isEmpty())
                        .map(message -> " " + message)
                        .orElse("");
        return new NotSent(entry.message(), SafeText.sentence(reason), Boolean.TRUE.equals(why.senderFault()));
    }

    private Entry entry(OutgoingMessage message, int number) {
        String body = body(message);
        String subject = message.isDigest() ? Digest.subject(message) : NoticeText.subject(message.first());
        Map<String, MessageAttributeValue> attributes = attributes(message);
        PublishBatchRequestEntry.Builder entry = PublishBatchRequestEntry.builder()
                .id(String.valueOf(number))
                .subject(subject)
                .messageStructure("json")
                .message(body)
                .messageAttributes(attributes);
        if (topicArn.endsWith(FIFO)) {
            entry.messageGroupId(group(message)).messageDeduplicationId(deduplication(message));
        }
        int bytes = bytes(body) + bytes(subject);
        for (Map.Entry<String, MessageAttributeValue> attribute : attributes.entrySet()) {
            bytes += bytes(attribute.getKey())
                    + bytes(attribute.getValue().dataType())
                    + bytes(attribute.getValue().stringValue());
        }
        return new Entry(message, entry.build(), bytes);
    }

    private String body(OutgoingMessage message) {
        ObjectNode body = JsonText.object();
        if (message.isDigest()) {
            return body.put("default", Digest.chat(message).toString())
                    .put("email", Digest.email(message))
                    .put("sms", Digest.sms(message))
                    .toString();
        }
        AlertNotice notice = message.first();
        return body.put("default", ChatNotice.of(notice, followUp).toString())
                .put("email", NoticeText.email(notice, followUp))
                .put("sms", NoticeText.sms(notice))
                .toString();
    }

    private static Map<String, MessageAttributeValue> attributes(OutgoingMessage message) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        Digest.tagNames(message)
                .forEach(name -> attributes.put(
                        name, values(message, notice -> notice.tags().getOrDefault(name, ""))));
        attributes.put("severity", values(message, notice -> notice.severity().name()));
        attributes.put("worst", values(message, notice -> notice.worst().name()));
        attributes.put("target", values(message, AlertNotice::targetId));
        attributes.put("region", values(message, AlertNotice::region));
        attributes.put("code", values(message, AlertNotice::code));
        attributes.put("check", values(message, notice -> notice.check().name()));
        attributes.put(
                "state",
                message.isDigest()
                        ? list(List.of("digest", message.first().change().label()))
                        : text(message.first().change().label()));
        attributes.put("id", text(message.id()));
        return attributes;
    }

    private static MessageAttributeValue values(OutgoingMessage message, Function<AlertNotice, String> of) {
        if (!message.isDigest()) {
            return text(of.apply(message.first()));
        }
        return list(Digest.values(message, of).stream()
                .filter(value -> !value.isEmpty())
                .toList());
    }

    private static MessageAttributeValue list(List<String> values) {
        ArrayNode array = JsonText.object().putArray("values");
        (values.isEmpty() ? List.of(NO_VALUE) : values).forEach(array::add);
        return MessageAttributeValue.builder()
                .dataType("String.Array")
                .stringValue(array.toString())
                .build();
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value.isEmpty() ? NO_VALUE : value)
                .build();
    }

    /** The notices of a target keep their order. The id is hashed, because a group id allows fewer characters than a target id. */
    private static String group(OutgoingMessage message) {
        return digest(message.isDigest() ? message.id() : message.first().targetId());
    }

    private static String deduplication(OutgoingMessage message) {
        return digest(message.id());
    }

    private static String digest(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
