package dev.handshakefleet.alert.notice;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Combines many notices of one kind into digests, because nobody reads fifty messages. Pure. */
public final class DigestPolicy {

    /** The most notices of one kind in one run that are sent one by one; more become a digest. */
    public static final int MOST_SINGLE = 10;

    /**
     * A message may have 262,144 bytes with its attributes (AWS API: Publish). The rest is left for the list in a chat and for
     * the parts that every digest has.
     */
    private static final int MOST_BYTES_OF_NOTICES = 180_000;

    private static final Comparator<AlertNotice> WORST_FIRST = Comparator.comparing(
                    AlertNotice::severity, Comparator.reverseOrder())
            .thenComparing(AlertNotice::id);

    private DigestPolicy() {}

    /** @return messages that carry all of the notices, in the same order; digests come last */
    public static List<OutgoingMessage> messages(List<AlertNotice> notices) {
        Map<Change, List<AlertNotice>> byKind = new LinkedHashMap<>();
        notices.forEach(notice -> byKind.computeIfAbsent(notice.change(), kind -> new ArrayList<>())
                .add(notice));
        List<OutgoingMessage> messages = new ArrayList<>();
        notices.stream()
                .filter(notice -> byKind.get(notice.change()).size() <= MOST_SINGLE)
                .map(OutgoingMessage::of)
                .forEach(messages::add);
        byKind.values().stream()
                .filter(kind -> kind.size() > MOST_SINGLE)
                .forEach(kind -> messages.addAll(
                        digests(kind.stream().sorted(WORST_FIRST).toList())));
        return messages;
    }

    /** @return as few digests as the size limit allows */
    private static List<OutgoingMessage> digests(List<AlertNotice> sorted) {
        List<OutgoingMessage> digests = new ArrayList<>();
        List<AlertNotice> next = new ArrayList<>();
        int bytes = 0;
        for (AlertNotice notice : sorted) {
            int own = Digest.bytes(notice);
            if (bytes + own > MOST_BYTES_OF_NOTICES && !next.isEmpty()) {
                digests.add(new OutgoingMessage(next));
                next = new ArrayList<>();
                bytes = 0;
            }
            next.add(notice);
            bytes += own;
        }
        digests.add(new OutgoingMessage(next));
        return digests;
    }
}
