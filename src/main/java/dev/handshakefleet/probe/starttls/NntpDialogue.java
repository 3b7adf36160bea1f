package dev.handshakefleet.probe.starttls;

import java.util.List;

/** NNTP (RFC 3977) with STARTTLS (RFC 4642). */
final class NntpDialogue implements Dialogue {

    private static final int POSTING_ALLOWED = 200;
    private static final int POSTING_PROHIBITED = 201;
    private static final int CAPABILITIES_FOLLOW = 101;
    private static final int CONTINUE_WITH_TLS = 382;

    @Override
    public void run(ClearTextChannel channel) throws UpgradeFailedException {
        readGreeting(channel);
        requireOfferIfListed(channel);
        startTls(channel);
        channel.requireNothingUnread();
    }

    /** RFC 3977, 5.1: 200 or 201; 400 or 502 if the service is not available. */
    private static void readGreeting(ClearTextChannel channel) throws UpgradeFailedException {
        channel.await("the NNTP greeting (200 or 201)");
        Reply greeting = Reply.ofSmtp(channel);
        if (greeting.code() != POSTING_ALLOWED && greeting.code() != POSTING_PROHIBITED) {
            throw UpgradeFailedException.sessionRefused("the session", greeting.text());
        }
    }

    /** RFC 3977, 5.2; RFC 4642, 2.1. A server older than both does not know CAPABILITIES but can know STARTTLS. */
    private static void requireOfferIfListed(ClearTextChannel channel) throws UpgradeFailedException {
        channel.ask("CAPABILITIES", "the answer to CAPABILITIES (101)");
        if (Reply.ofSmtp(channel).code() == CAPABILITIES_FOLLOW) {
            List<String> capabilities = DottedLines.read(channel);
            if (capabilities.stream().noneMatch("STARTTLS"::equalsIgnoreCase)) {
                throw UpgradeFailedException.notOffered("STARTTLS", String.join(", ", capabilities));
            }
        }
    }

    /** RFC 4642, 2.2: 382; 502 or 580 if TLS is not available. */
    private static void startTls(ClearTextChannel channel) throws UpgradeFailedException {
        channel.ask("STARTTLS", "the answer to STARTTLS (382)");
        Reply answer = Reply.ofSmtp(channel);
        if (answer.code() != CONTINUE_WITH_TLS) {
            throw answer.refusalOf("STARTTLS");
        }
    }
}
