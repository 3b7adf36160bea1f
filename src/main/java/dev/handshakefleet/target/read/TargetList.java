package dev.handshakefleet.target.read;

import dev.handshakefleet.target.Target;
import java.util.List;

/**
 * What became of a list of written targets: each entry is in one of the two lists.
 *
 * @param targets what can be probed, in the order written, no id twice
 * @param rejected what cannot, with the reason
 */
public record TargetList(List<Target> targets, List<RejectedTarget> rejected) {

    public TargetList {
        targets = List.copyOf(targets);
        rejected = List.copyOf(rejected);
    }
}
