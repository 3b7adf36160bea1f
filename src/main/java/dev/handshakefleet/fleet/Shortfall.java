package dev.handshakefleet.fleet;

/**
 * What a run left undone. A run is complete only if all of it is zero and false.
 *
 * @param rejected entries of the request or of the catalog that are no valid target
 * @param notProbed valid targets that were not probed
 * @param notStored measurements that were to be stored and were not, and targets with a certificate that could not be
 *     compared with the stored ones or stored
 * @param undecided targets without a decision on their alerts, also where alerting was asked for and is not set up
 * @param unsent notices that were not sent and wait for the next run
 * @param catalogUnread whether the catalog could not be read, also where an earlier copy of it was probed
 * @param nothingToProbe whether there was no target at all, valid or not
 */
public record Shortfall(
        int rejected,
        int notProbed,
        int notStored,
        int undecided,
        int unsent,
        boolean catalogUnread,
        boolean nothingToProbe) {

    /** @return whether the run did all that it had to do */
    public boolean isNone() {
        return rejected + notProbed + notStored + undecided + unsent == 0 && !catalogUnread && !nothingToProbe;
    }
}
