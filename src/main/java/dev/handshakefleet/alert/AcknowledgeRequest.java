package dev.handshakefleet.alert;

import dev.handshakefleet.alert.silence.CheckNames;
import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.alert.silence.SilenceMatcher;
import dev.handshakefleet.verdict.Check;
import java.util.Objects;
import java.util.Optional;

/**
 * A request to acknowledge the open alerts of a target. Immutable.
 *
 * @param target the target as in a list of targets, or its id
 * @param check a glob as in {@link SilenceMatcher}; empty selects every check
 * @param by the name of the person; 1 to 100 characters
 * @param reason the reason; 1 to 200 characters
 */
public record AcknowledgeRequest(String target, Optional<String> check, Optional<String> by, Optional<String> reason) {

    /** @throws dev.handshakefleet.base.BadInputException naming the field, the value and what is accepted */
    public AcknowledgeRequest {
        Objects.requireNonNull(target, "target");
        check = check.map(SilenceMatcher::checkGlob);
        by = by.map(Silence::checkedName);
        reason = reason.map(Silence::checkedReason);
    }

    boolean covers(Check name) {
        return check.map(glob -> CheckNames.covers(glob, name.name())).orElse(true);
    }
}
