package dev.handshakefleet.fleet;

import dev.handshakefleet.verdict.JudgedProbe;
import java.util.List;

/**
 * What came of probing a list of targets once: each target is in one of the two lists.
 *
 * @param probed in the order of the targets
 * @param notProbed in the order of the targets
 */
public record RoundOutcome(List<JudgedProbe> probed, List<NotProbed> notProbed) {

    public RoundOutcome {
        probed = List.copyOf(probed);
        notProbed = List.copyOf(notProbed);
    }
}
