package dev.handshakefleet.fleet;

import dev.handshakefleet.verdict.Check;
import java.util.List;

/**
 * The result of an acknowledgement.
 *
 * @param targetId the target
 * @param checks its open checks that were not acknowledged before
 */
public record Acknowledged(String targetId, List<Check> checks) {

    public Acknowledged {
        checks = List.copyOf(checks);
    }
}
