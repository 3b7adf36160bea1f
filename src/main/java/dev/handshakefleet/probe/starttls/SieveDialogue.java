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
    public void run(PlainText text) throws UpgradeFailedException {
        readGreetingWithOffer(text);
        startTls(text);
        text.requireSilence();
    }

    /** RFC 5804, 1.7 and 2: the server begins with its capabilities, one per line, and then sends OK. */
    private static void readGreetingWithOffer(PlainText text) throws UpgradeFailedException {
        text.await("the ManageSieve greeting (capabilities and OK)");
        StringJoiner capabilities = new StringJoiner(" ");
        boolean offered = false;
        String line = line(text);
        while (!COMPLETION.matcher(upper(line)).matches()) {
            if (!line.startsWith("\"")) {
                throw text.unexpected(line);
            }
            capabilities.add(line);
            offered |= upper(line).strip().equals("\"STARTTLS\"");
            line = line(text);
        }
        if (!isOk(line)) {
            throw UpgradeFailedException.refused("to serve us", line);
        }
        if (!offered) {
            throw UpgradeFailedException.notOffered("STARTTLS", capabilities.toString());
        }
    }

    /** RFC 5804, 2.2. */
    private static void startTls(PlainText text) throws UpgradeFailedException {
        text.ask("STARTTLS", "the answer to STARTTLS (OK)");
        String answer = line(text);
        if (!COMPLETION.matcher(upper(answer)).matches()) {
            throw text.unexpected(answer);
        }
        if (!isOk(answer)) {
            throw UpgradeFailedException.refused("STARTTLS", answer);
        }
    }

    /**
     * RFC 5804, 4: a string at the end of a line can be a literal, {@code {5}} and five octets; the line continues
     * after it.
     */
    private static String line(PlainText text) throws UpgradeFailedException {
        StringBuilder line = new StringBuilder(text.line());
        Matcher literal = LITERAL.matcher(line);
        while (literal.find()) {
            byte[] octets = text.octets(Integer.parseInt(literal.group(1)));
            line.setLength(literal.start());
            line.append('"')
                    .append(new String(octets, StandardCharsets.ISO_8859_1))
                    .append('"')
                    .append(text.line());
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
