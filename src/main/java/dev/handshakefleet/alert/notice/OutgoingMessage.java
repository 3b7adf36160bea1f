package dev.handshakefleet.alert.notice;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.verdict.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A message to send: one notice, or a digest of many notices of one kind. Immutable.
 *
 * @param notices the notice, or the notices of the digest, the worst first; at least one
 */
public record OutgoingMessage(List<AlertNotice> notices) {

    public OutgoingMessage {
        notices = List.copyOf(notices);
        if (notices.isEmpty()) {
            throw new IllegalArgumentException("notices: at least one");
        }
    }

    /** @return a message with one notice */
    public static OutgoingMessage of(AlertNotice notice) {
        return new OutgoingMessage(List.of(notice));
    }

    /** @return whether it carries more than one notice */
    public boolean isDigest() {
        return notices.size() > 1;
    }

    /** @return the notice; the first one of a digest */
    public AlertNotice first() {
        return notices.getFirst();
    }

    /** @return the worst severity among them */
    public Severity severity() {
        return notices.stream().map(AlertNotice::severity).reduce(Severity.OK, Severity::worseOf);
    }

    /** @return a stable id: the same notices give the same id */
    public String id() {
        if (!isDigest()) {
            return first().id();
        }
        String all = notices.stream().map(AlertNotice::id).sorted().collect(Collectors.joining("\n"));
        return "digest#" + UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
    }
}
