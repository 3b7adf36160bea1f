package dev.handshakefleet.target.read;

import dev.handshakefleet.target.Target;
import java.util.List;

/**
 * The result of reading a list of targets. Each entry is in one of the two lists.
 *
 * @param targets valid targets, in the order written, no id twice
 * @param rejected invalid entries, each with the reason
 */
public record TargetList(List<Target> targets, List<RejectedTarget> rejected) {

    public TargetList {
        targets = List.copyOf(targets);
        rejected = List.copyOf(rejected);
    }
}
