package dev.handshakefleet.alert;

import dev.handshakefleet.alert.silence.CheckNames;
import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.alert.silence.SilenceMatcher;
import dev.handshakefleet.verdict.Check;
import java.util.Objects;
import java.util.Optional;

/**
 * Somebody takes care of what is open of a target.
 *
 * @param target as people write it, or its id
 * @param check a glob as {@link SilenceMatcher} takes it; every check where it is empty
 * @param by who; 1 to 100 characters
 * @param reason what they say; 1 to 200 characters
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
