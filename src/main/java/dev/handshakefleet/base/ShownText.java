package dev.handshakefleet.base;

import java.util.regex.Pattern;

/** Makes text from the wire safe to show: no cursor movement, no change of writing direction, bounded length. */
public final class ShownText {

    /**
     * Controls, format characters (bidirectional overrides among them), unassigned, lone surrogates, line separators.
     */
    private static final Pattern NOT_SHOWN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

    private static final String REPLACEMENT = "\uFFFD";
    private static final String CUT = "…";

    private ShownText() {}

    /**
     * @param longest characters; 1 or more
     * @return the text with unsafe characters replaced by U+FFFD, cut with an ellipsis at {@code longest} characters
     */
    public static String of(String text, int longest) {
        if (text.length() <= longest) {
            return NOT_SHOWN.matcher(text).replaceAll(REPLACEMENT);
        }
        String kept = text.substring(0, longest - CUT.length());
        return NOT_SHOWN.matcher(kept).replaceAll(REPLACEMENT) + CUT;
    }
}
