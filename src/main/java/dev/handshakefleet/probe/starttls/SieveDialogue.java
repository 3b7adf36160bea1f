package dev.handshakefleet.probe.starttls;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ManageSieve (RFC 5804). */
final class SieveDialogue implements Dialogue {

    private static final Pattern LITERAL = Pattern.compile("\\{(\\d{1,5})\\+?}$");
    private static final Pattern COMPLETION = Pattern.compile("(OK|NO|BYE)([ (].*)?", Pattern.DOTALL);

    @Override
    public void run(ClearTextChannel channel) throws UpgradeFailedException {
        readGreetingWithOffer(channel);
        startTls(channel);
        channel.requireNothingUnread();
    }

    /** RFC 5804, 1.7 and 2: the server begins with its capabilities, one per line, and then sends OK. */
    private static void readGreetingWithOffer(ClearTextChannel channel) throws UpgradeFailedException {
        channel.await("the ManageSieve greeting (capabilities and OK)");
        StringJoiner capabilities = new StringJoiner(" ");
        boolean offered = false;
        String line = line(channel);
        while (!COMPLETION.matcher(upper(line)).matches()) {
            if (!line.startsWith("\"")) {
                throw channel.unexpected(line);
            }
            capabilities.add(line);
            offered |= upper(line).strip().equals("\"STARTTLS\"");
            line = line(channel);
        }
        if (!isOk(line)) {
            throw UpgradeFailedException.sessionRefused("the session", line);
        }
        if (!offered) {
            throw UpgradeFailedException.notOffered("STARTTLS", capabilities.toString());
        }
    }

    /** RFC 5804, 2.2. */
    private static void startTls(ClearTextChannel channel) throws UpgradeFailedException {
        channel.ask("STARTTLS", "the answer to STARTTLS (OK)");
        String answer = line(channel);
        if (!COMPLETION.matcher(upper(answer)).matches()) {
            throw channel.unexpected(answer);
        }
        if (!isOk(answer)) {
            throw UpgradeFailedException.refused("STARTTLS", answer);
        }
    }

    /**
     * RFC 5804, 4: a string at the end of a line can be a literal, {@code {5}} and five octets; the line continues
     * after it.
     */
    private static String line(ClearTextChannel channel) throws UpgradeFailedException {
        StringBuilder line = new StringBuilder(channel.line());
        Matcher literal = LITERAL.matcher(line);
        while (literal.find()) {
            byte[] octets = channel.octets(Integer.parseInt(literal.group(1)));
            line.setLength(literal.start());
            line.append('"')
                    .append(new String(octets, StandardCharsets.ISO_8859_1))
                    .append('"')
                    .append(channel.line());
            literal = LITERAL.matcher(line);
        }
        return line.toString();
    }

    private static boolean isOk(String line) {
        return upper(line).startsWith("OK");
    }

    private static String upper(String line) {
        return line.toUpperCase(Locale.ROOT);
    }
}
