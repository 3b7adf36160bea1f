package dev.handshakefleet.probe.starttls;

/** FTP (RFC 959) with AUTH TLS (RFC 4217) on the control connection. */
final class FtpDialogue implements Dialogue {

    private static final int SOON_READY = 120;
    private static final int READY = 220;
    private static final int AUTH_ACCEPTED = 234;

    @Override
    public void run(ClearTextChannel channel) throws UpgradeFailedException {
        readGreeting(channel);
        authTls(channel);
        channel.requireNothingUnread();
    }

    /** RFC 959, 5.4, connection establishment: 220, possibly after 120 (ready in a number of minutes), or 421. */
    private static void readGreeting(ClearTextChannel channel) throws UpgradeFailedException {
        channel.await("the FTP greeting (220)");
        Reply greeting = Reply.ofFtp(channel);
        while (greeting.code() == SOON_READY) {
            greeting = Reply.ofFtp(channel);
        }
        if (greeting.code() != READY) {
            throw UpgradeFailedException.sessionRefused("the session", greeting.text());
        }
    }

    /** RFC 4217, 4: 234. The client may send AUTH TLS without asking FEAT first. */
    private static void authTls(ClearTextChannel channel) throws UpgradeFailedException {
        channel.ask("AUTH TLS", "the answer to AUTH TLS (234)");
        Reply answer = Reply.ofFtp(channel);
        if (answer.code() != AUTH_ACCEPTED) {
            throw answer.refusalOf("AUTH TLS");
        }
    }
}
