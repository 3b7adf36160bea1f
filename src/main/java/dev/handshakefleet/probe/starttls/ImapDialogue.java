package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.probe.result.Failure.Kind;
import java.util.Arrays;
import java.util.Locale;

/** IMAP (RFC 9051, RFC 3501). */
final class ImapDialogue implements Dialogue {

    private static final String CAPABILITY = "* CAPABILITY ";

    @Override
    public void run(ClearTextChannel channel) throws UpgradeFailedException {
        readGreeting(channel);
        requireOffer(askCapabilities(channel));
        startTls(channel);
        channel.requireNothingUnread();
    }

    /**
     * RFC 9051, 7.1: {@code * OK}, or {@code * BYE} if the server refuses the connection. After {@code * PREAUTH} the
     * client is already authenticated (7.1.4), and STARTTLS is not valid in that state (6.2.1).
     */
    private static void readGreeting(ClearTextChannel channel) throws UpgradeFailedException {
        channel.await("the IMAP greeting (* OK)");
        String greeting = channel.line();
        switch (condition(greeting, "* ")) {
            case "OK" -> {
                // the expected greeting
            }
            case "PREAUTH" ->
                throw new UpgradeFailedException(
                        Kind.STARTTLS_REFUSED,
                        "The server greeted with PREAUTH, after which STARTTLS is not possible: "
                                + SafeText.quoted(greeting));
            case "BYE" -> throw UpgradeFailedException.sessionRefused("the session", greeting);
            default -> throw channel.unexpected(greeting);
        }
    }

    /**
     * RFC 9051, 6.1.1. The client asks even if the greeting lists the capabilities, so that the times of all servers
     * compare.
     */
    private static String askCapabilities(ClearTextChannel channel) throws UpgradeFailedException {
        channel.ask("a1 CAPABILITY", "the answer to CAPABILITY");
        StringBuilder capabilities = new StringBuilder();
        String line = channel.line();
        for (; line.startsWith("* "); line = channel.line()) {
            requireNoBye(line);
            if (line.toUpperCase(Locale.ROOT).startsWith(CAPABILITY)) {
                capabilities.append(line.substring(CAPABILITY.length())).append(' ');
            }
        }
        requireOk(channel, line, "a1 ", "CAPABILITY");
        return capabilities.toString().strip();
    }

    /** RFC 9051, 6.1.1: the capability STARTTLS, case-insensitive. */
    private static void requireOffer(String capabilities) throws UpgradeFailedException {
        if (Arrays.stream(capabilities.split(" +", -1)).noneMatch("STARTTLS"::equalsIgnoreCase)) {
            throw UpgradeFailedException.notOffered("STARTTLS", capabilities);
        }
    }

    /** RFC 9051, 6.2.1: a tagged OK; TLS begins after it. */
    private static void startTls(ClearTextChannel channel) throws UpgradeFailedException {
        channel.ask("a2 STARTTLS", "the answer to STARTTLS (OK)");
        String line = channel.line();
        for (; line.startsWith("* "); line = channel.line()) {
            requireNoBye(line);
        }
        requireOk(channel, line, "a2 ", "STARTTLS");
    }

    private static void requireOk(ClearTextChannel channel, String line, String tag, String command)
            throws UpgradeFailedException {
        switch (condition(line, tag)) {
            case "OK" -> {
                // the expected response
            }
            case "NO", "BAD" -> throw UpgradeFailedException.refused(command, line);
            default -> throw channel.unexpected(line);
        }
    }

    /** RFC 9051, 7.1.5. */
    private static void requireNoBye(String line) throws UpgradeFailedException {
        if (condition(line, "* ").equals("BYE")) {
            throw UpgradeFailedException.sessionRefused("to continue", line);
        }
    }

    /** The word after the tag, in upper case; empty if the line does not begin with the tag. */
    private static String condition(String line, String tag) {
        return line.startsWith(tag)
                ? line.substring(tag.length()).split(" ", 2)[0].toUpperCase(Locale.ROOT)
                : "";
    }
}
