package dev.handshakefleet.fleet;

import dev.handshakefleet.verdict.Check;
import java.util.List;

/**
 * What somebody takes care of from now on.
 *
 * @param targetId of whom
 * @param checks what was open of it, and nobody took care of before
 */
public record Acknowledged(String targetId, List<Check> checks) {

    public Acknowledged {
        checks = List.copyOf(checks);
    }
}
