package dev.handshakefleet.probe.starttls;

import java.util.ArrayList;
import java.util.List;

/**
 * A reply of FTP, SMTP and related protocols: a code of three digits, and text in one line or several.
 *
 * @param code from 100 to 599
 * @param texts the text after the code, line by line; never empty
 */
record Reply(int code, List<String> texts) {

    private static final int CODE_LENGTH = 3;
    private static final int HUNDRED = 100;
    private static final int TEMPORARY = 4;

    Reply {
        texts = List.copyOf(texts);
    }

    /** RFC 5321, 4.2.1: every line of a reply begins with the same code. */
    static Reply ofSmtp(ClearTextChannel channel) throws UpgradeFailedException {
        return read(channel, false);
    }

    /** RFC 959, 4.2: the lines between the first and the last are free text. */
    static Reply ofFtp(ClearTextChannel channel) throws UpgradeFailedException {
        return read(channel, true);
    }

    /** @return the failure of a server that refuses a command with this reply; 4yz is temporary (RFC 5321, 4.2.1) */
    UpgradeFailedException refusalOf(String command) {
        return code / HUNDRED == TEMPORARY
                ? UpgradeFailedException.temporarilyRefused(command, text())
                : UpgradeFailedException.refused(command, text());
    }

    /** @return the reply as the server wrote it, with its lines joined */
    String text() {
        return code + " " + String.join(" ", texts);
    }

    private static Reply read(ClearTextChannel channel, boolean freeText) throws UpgradeFailedException {
        String first = channel.line();
        if (!first.matches("[1-5][0-9]{2}([ -].*)?")) {
            throw channel.unexpected(first);
        }
        String code = first.substring(0, CODE_LENGTH);
        List<String> texts = new ArrayList<>(List.of(behindCode(first)));
        String line = first;
        while (!isLast(line, code)) {
            line = channel.line();
            boolean carriesCode = line.startsWith(code);
            if (!carriesCode && !freeText) {
                throw channel.unexpected(line);
            }
            texts.add(carriesCode ? behindCode(line) : line);
        }
        return new Reply(Integer.parseInt(code), texts);
    }

    private static boolean isLast(String line, String code) {
        return line.startsWith(code) && (line.length() == CODE_LENGTH || line.charAt(CODE_LENGTH) == ' ');
    }

    private static String behindCode(String line) {
        return line.substring(Math.min(line.length(), CODE_LENGTH + 1));
    }
}
