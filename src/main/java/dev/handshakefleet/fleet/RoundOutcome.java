package dev.handshakefleet.fleet;

import dev.handshakefleet.verdict.JudgedProbe;
import java.util.List;

/**
 * The outcome of probing a list of targets once. Each target is in one of the two lists.
 *
 * @param probed in the order of the targets
 * @param notProbed in the order of the targets
 * @param pace what probing reaches with all its places in use, in targets a second; 0 where nothing was probed
 * @param problems problems with certificate authorities, in plain sentences
 */
public record RoundOutcome(List<JudgedProbe> probed, List<NotProbed> notProbed, double pace, List<String> problems) {

    public RoundOutcome {
        probed = List.copyOf(probed);
        notProbed = List.copyOf(notProbed);
        problems = List.copyOf(problems);
    }
}
