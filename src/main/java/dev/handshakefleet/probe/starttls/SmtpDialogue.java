package dev.handshakefleet.probe.starttls;

import java.util.Locale;
import java.util.stream.Collectors;

/** SMTP (RFC 5321, RFC 3207), and LMTP (RFC 2033), which uses LHLO instead of EHLO. */
final class SmtpDialogue implements Dialogue {

    private static final int READY = 220;
    private static final int OK = 250;

    private final String name;
    private final String hello;

    private SmtpDialogue(String name, String hello) {
        this.name = name;
        this.hello = hello;
    }

    static SmtpDialogue smtp() {
        return new SmtpDialogue("SMTP", "EHLO");
    }

    static SmtpDialogue lmtp() {
        return new SmtpDialogue("LMTP", "LHLO");
    }

    @Override
    public void run(ClearTextChannel channel) throws UpgradeFailedException {
        readGreeting(channel);
        requireOffer(sayHello(channel));
        startTls(channel);
        channel.requireNothingUnread();
    }

    /** RFC 5321, 3.1: 220, or 554 if the server takes no mail. */
    private void readGreeting(ClearTextChannel channel) throws UpgradeFailedException {
        channel.await("the " + name + " greeting (220)");
        Reply greeting = Reply.ofSmtp(channel);
        if (greeting.code() != READY) {
            throw UpgradeFailedException.sessionRefused("the session", greeting.text());
        }
    }

    /** RFC 5321, 4.1.1.1; RFC 2033, 4.1: the extensions of the server, one per line after the first. */
    private Reply sayHello(ClearTextChannel channel) throws UpgradeFailedException {
        channel.ask(hello + " " + StartTls.CALLER, "the answer to " + hello);
        Reply answer = Reply.ofSmtp(channel);
        if (answer.code() != OK) {
            throw UpgradeFailedException.sessionRefused(hello, answer.text());
        }
        return answer;
    }

    /** RFC 3207, 4: the keyword STARTTLS, case-insensitive. */
    private static void requireOffer(Reply answer) throws UpgradeFailedException {
        boolean offered = answer.texts().stream()
                .skip(1)
                .anyMatch(extension -> keyword(extension).equals("STARTTLS"));
        if (!offered) {
            throw UpgradeFailedException.notOffered(
                    "STARTTLS",
                    answer.texts().stream().skip(1).map(SmtpDialogue::keyword).collect(Collectors.joining(", ")));
        }
    }

    /** RFC 3207, 4: 220, or 454 if TLS is temporarily not available. */
    private static void startTls(ClearTextChannel channel) throws UpgradeFailedException {
        channel.ask("STARTTLS", "the answer to STARTTLS (220)");
        Reply answer = Reply.ofSmtp(channel);
        if (answer.code() != READY) {
            throw answer.refusalOf("STARTTLS");
        }
    }

    private static String keyword(String extension) {
        return extension.strip().split(" ", 2)[0].toUpperCase(Locale.ROOT);
    }
}
