package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Check;
import java.util.Map;
import java.util.Optional;

/** Which silence, if any, is on for a check of a target. */
public interface SilenceLookup {

    /** No silence is on. */
    SilenceLookup NEVER = (targetId, tags, check) -> Optional.empty();

    /**
     * @param targetId the target
     * @param tags its tags
     * @param check what of it
     * @return the id of the silence; empty where none is on
     */
    Optional<String> by(String targetId, Map<String, String> tags, Check check);
}
