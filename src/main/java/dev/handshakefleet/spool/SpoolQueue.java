package dev.handshakefleet.spool;

import dev.handshakefleet.aws.MessageQueue;
import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.measurement.Measurement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The FIFO queue of a region for measurements that the table did not take. All of them are one group, so they are delivered the oldest
 * first. A message is known by the keys of its measurements, so that a repeated call does not put it into the queue twice. Thread-safe.
 */
public final class SpoolQueue {

    private final MessageQueue queue;
    private final String region;

    /**
     * @param queue a FIFO queue of this region
     * @param region the name of the region
     */
    public SpoolQueue(MessageQueue queue, String region) {
        this.queue = Objects.requireNonNull(queue, "queue");
        this.region = Objects.requireNonNull(region, "region");
    }

    /**
     * What the queue did not take.
     *
     * @param measurements in their order
     * @param reason why, in one plain sentence; empty if it took all
     */
    record Refused(List<Measurement> measurements, Optional<String> reason) {}

    /**
     * Puts measurements into the queue.
     *
     * @param by no call begins after it, and none lasts longer
     */
    Refused put(List<Measurement> measurements, Deadline by) {
        List<SpoolMessage.Packed> packed = SpoolMessage.pack(measurements.stream()
                .sorted(Comparator.comparing(Measurement::scheduledAt))
                .toList());
        Map<String, List<Measurement>> byBody = new HashMap<>();
        List<MessageQueue.Message> messages = new ArrayList<>();
        for (SpoolMessage.Packed one : packed) {
            byBody.put(one.body(), one.measurements());
            messages.add(new MessageQueue.Message(
                    one.body(),
                    Duration.ZERO,
                    Optional.of(new MessageQueue.Order(region, deduplicationId(one.measurements())))));
        }
        List<MessageQueue.Unsent> unsent = queue.send(messages, by);
        return new Refused(
                unsent.stream()
                        .flatMap(one -> byBody.get(one.message().body()).stream())
                        .toList(),
                unsent.stream().map(MessageQueue.Unsent::reason).findFirst());
    }

    private static String deduplicationId(List<Measurement> measurements) {
        MessageDigest digest = sha256();
        measurements.forEach(measurement ->
                digest.update((measurement.targetId() + "|" + measurement.scheduledAt() + "|" + measurement.region()
                                + "|" + measurement.address().orElse("-") + "\n")
                        .getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
