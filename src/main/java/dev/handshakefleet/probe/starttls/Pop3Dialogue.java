package dev.handshakefleet.probe.starttls;

import java.util.List;
import java.util.Locale;

/** POP3 (RFC 1939) with STLS (RFC 2595). */
final class Pop3Dialogue implements Dialogue {

    private static final String OK = "+OK";
    private static final String ERROR = "-ERR";

    @Override
    public void run(ClearTextChannel channel) throws UpgradeFailedException {
        readGreeting(channel);
        requireOfferIfListed(channel);
        startTls(channel);
        channel.requireNothingUnread();
    }

    /** RFC 1939, 4. */
    private static void readGreeting(ClearTextChannel channel) throws UpgradeFailedException {
        channel.await("the POP3 greeting (+OK)");
        String greeting = channel.line();
        if (!isOk(channel, greeting)) {
            throw UpgradeFailedException.sessionRefused("the session", greeting);
        }
    }

    /**
     * RFC 2449, 5: an old server does not know CAPA but can know STLS. RFC 2595, 4: a server that lists capabilities
     * lists STLS.
     */
    private static void requireOfferIfListed(ClearTextChannel channel) throws UpgradeFailedException {
        channel.ask("CAPA", "the answer to CAPA");
        if (isOk(channel, channel.line())) {
            List<String> capabilities = DottedLines.read(channel);
            if (capabilities.stream().noneMatch("STLS"::equalsIgnoreCase)) {
                throw UpgradeFailedException.notOffered("STLS", String.join(", ", capabilities));
            }
        }
    }

    /** RFC 2595, 4. */
    private static void startTls(ClearTextChannel channel) throws UpgradeFailedException {
        channel.ask("STLS", "the answer to STLS (+OK)");
        String answer = channel.line();
        if (!isOk(channel, answer)) {
            throw UpgradeFailedException.refused("STLS", answer);
        }
    }

    /** RFC 1939, 3: every response begins with +OK or -ERR. */
    private static boolean isOk(ClearTextChannel channel, String answer) throws UpgradeFailedException {
        String status = answer.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        if (!status.equals(OK) && !status.equals(ERROR)) {
            throw channel.unexpected(answer);
        }
        return status.equals(OK);
    }
}
