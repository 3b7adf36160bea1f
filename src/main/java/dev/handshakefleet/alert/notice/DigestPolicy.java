package dev.handshakefleet.alert.notice;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Many notices of one kind at once are one message with a list: nobody reads fifty. Pure. */
public final class DigestPolicy {

    /** More notices of one kind than this, in one run, are a storm. */
    public static final int MOST_ALONE = 10;

    /**
     * A message may have 262,144 bytes with its attributes (AWS API: Publish); what the list in a chat takes and what all
     * digests have is left for them.
     */
    private static final int MOST_BYTES_OF_NOTICES = 180_000;

    private static final Comparator<AlertNotice> WORST_FIRST = Comparator.comparing(
                    AlertNotice::severity, Comparator.reverseOrder())
            .thenComparing(AlertNotice::id);

    private DigestPolicy() {}

    /** The messages that tell all of the notices, in their order; digests last. */
    public static List<OutgoingMessage> messages(List<AlertNotice> notices) {
        Map<Change, List<AlertNotice>> byKind = new LinkedHashMap<>();
        notices.forEach(notice -> byKind.computeIfAbsent(notice.change(), kind -> new ArrayList<>())
                .add(notice));
        List<OutgoingMessage> messages = new ArrayList<>();
        notices.stream()
                .filter(notice -> byKind.get(notice.change()).size() <= MOST_ALONE)
                .map(OutgoingMessage::of)
                .forEach(messages::add);
        byKind.values().stream()
                .filter(kind -> kind.size() > MOST_ALONE)
                .forEach(kind -> messages.addAll(
                        digests(kind.stream().sorted(WORST_FIRST).toList())));
        return messages;
    }

    /** As few as SNS takes. */
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
