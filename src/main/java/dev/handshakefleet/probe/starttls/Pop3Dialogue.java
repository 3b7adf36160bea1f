package dev.handshakefleet.probe.starttls;

import java.util.List;
import java.util.Locale;

/** POP3 (RFC 1939) with STLS (RFC 2595). */
final class Pop3Dialogue implements Dialogue {

    private static final String OK = "+OK";
    private static final String ERROR = "-ERR";

    @Override
    public void run(PlainText text) throws UpgradeFailedException {
        readGreeting(text);
        requireOfferIfListed(text);
        startTls(text);
        text.requireSilence();
    }

    /** RFC 1939, 4. */
    private static void readGreeting(PlainText text) throws UpgradeFailedException {
        text.await("the POP3 greeting (+OK)");
        String greeting = text.line();
        if (!isOk(text, greeting)) {
            throw UpgradeFailedException.refused("to serve us", greeting);
        }
    }

    /**
     * RFC 2449, 5: an old server does not know CAPA but can know STLS. RFC 2595, 4: a server that lists capabilities
     * lists STLS.
     */
    private static void requireOfferIfListed(PlainText text) throws UpgradeFailedException {
        text.ask("CAPA", "the answer to CAPA");
        if (isOk(text, text.line())) {
            List<String> capabilities = DottedLines.read(text);
            if (capabilities.stream().noneMatch("STLS"::equalsIgnoreCase)) {
                throw UpgradeFailedException.notOffered("STLS", String.join(", ", capabilities));
            }
        }
    }

    /** RFC 2595, 4. */
    private static void startTls(PlainText text) throws UpgradeFailedException {
        text.ask("STLS", "the answer to STLS (+OK)");
        String answer = text.line();
        if (!isOk(text, answer)) {
            throw UpgradeFailedException.refused("STLS", answer);
        }
    }

    /** RFC 1939, 3: every response begins with +OK or -ERR. */
    private static boolean isOk(PlainText text, String answer) throws UpgradeFailedException {
        String status = answer.split(" ", 2)[0].toUpperCase(Locale.ROOT);
        if (!status.equals(OK) && !status.equals(ERROR)) {
            throw text.unexpected(answer);
        }
        return status.equals(OK);
    }
}
