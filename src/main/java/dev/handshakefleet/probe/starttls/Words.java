package dev.handshakefleet.probe.starttls;

import java.util.Locale;

/** What the peer said, made fit to be shown. */
final class Words {

    private static final int MOST_SHOWN = 120;

    private Words() {}

    /**
     * @param said octets as ISO 8859-1 characters
     * @return the text in quotes: octets beyond printable ASCII as {@code \x1b}, cut at 120 characters
     */
    static String quoted(String said) {
        String text = said.strip();
        StringBuilder shown = new StringBuilder("\"");
        int index = 0;
        while (index < text.length() && shown.length() < MOST_SHOWN) {
            shown.append(escaped(text.charAt(index++)));
        }
        return shown.append(index < text.length() ? "...\"" : "\"").toString();
    }

    private static String escaped(char octet) {
        return octet >= ' ' && octet <= '~' && octet != '\\'
                ? String.valueOf(octet)
                : String.format(Locale.ROOT, "\\x%02x", (int) octet);
    }
}
