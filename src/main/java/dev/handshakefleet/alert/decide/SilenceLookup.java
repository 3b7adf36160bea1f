package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Check;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the silence that covers a check of a target. A decision asks only when it would otherwise send a notice, so that an
 * implementation can read the silences on the first question.
 */
@FunctionalInterface
public interface SilenceLookup {

    /** There are no silences. */
    SilenceLookup NONE = (targetId, tags, check) -> Optional.empty();

    /**
     * @param targetId the target
     * @param tags its tags
     * @param check the check that the notice is about
     * @return the id of an active silence that covers the check; empty where there is none
     */
    Optional<String> activeFor(String targetId, Map<String, String> tags, Check check);
}
