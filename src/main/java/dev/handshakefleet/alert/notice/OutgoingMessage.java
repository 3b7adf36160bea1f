package dev.handshakefleet.alert.notice;

import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.verdict.Severity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One message: a notice, or the digest of many of one kind.
 *
 * @param notices one, or those of the digest, the worst first; never none
 */
public record OutgoingMessage(List<AlertNotice> notices) {

    public OutgoingMessage {
        notices = List.copyOf(notices);
        if (notices.isEmpty()) {
            throw new IllegalArgumentException("notices: at least one");
        }
    }

    /** A message of its own. */
    public static OutgoingMessage of(AlertNotice notice) {
        return new OutgoingMessage(List.of(notice));
    }

    /** @return whether it stands for many */
    public boolean isDigest() {
        return notices.size() > 1;
    }

    /** @return the notice, of a digest the first one */
    public AlertNotice first() {
        return notices.getFirst();
    }

    /** @return the worst severity among them */
    public Severity severity() {
        return notices.stream().map(AlertNotice::severity).reduce(Severity.OK, Severity::worseOf);
    }

    /** @return stable: the same notices make the same id */
    public String id() {
        if (!isDigest()) {
            return first().id();
        }
        String all = notices.stream().map(AlertNotice::id).sorted().collect(Collectors.joining("\n"));
        return "digest#" + UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
    }
}
