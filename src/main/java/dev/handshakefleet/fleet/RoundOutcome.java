package dev.handshakefleet.fleet;

import dev.handshakefleet.verdict.JudgedProbe;
import java.util.List;

/**
 * What came of probing a list of targets once: each target is in one of the two lists.
 *
 * @param probed in the order of the targets
 * @param notProbed in the order of the targets
 * @param problems what went wrong beside the probes, with those who were asked about their certificates
 */
public record RoundOutcome(List<JudgedProbe> probed, List<NotProbed> notProbed, List<String> problems) {

    public RoundOutcome {
        probed = List.copyOf(probed);
        notProbed = List.copyOf(notProbed);
        problems = List.copyOf(problems);
    }
}
