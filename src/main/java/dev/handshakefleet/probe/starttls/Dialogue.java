package dev.handshakefleet.probe.starttls;

/** The plain-text part of one protocol, up to the point at which TLS can begin. */
@FunctionalInterface
interface Dialogue {

    /**
     * Returns when the peer has agreed and has sent nothing after its agreement (see {@link ClearTextChannel#requireNothingUnread}).
     *
     * @throws UpgradeFailedException if the peer has not agreed
     */
    void run(ClearTextChannel channel) throws UpgradeFailedException;
}
