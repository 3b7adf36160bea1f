package dev.handshakefleet.probe.starttls;

/** What one protocol says in clear until TLS may begin. */
@FunctionalInterface
interface Dialogue {

    /**
     * Returns when the peer has agreed and has said nothing behind its go-ahead (see {@link PlainText#requireSilence}).
     *
     * @throws UpgradeFailedException when it has not agreed
     */
    void run(PlainText text) throws UpgradeFailedException;
}
