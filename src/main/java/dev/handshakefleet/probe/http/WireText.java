package dev.handshakefleet.probe.http;

/** Text that came from the server, made fit to be shown. */
final class WireText {

    private WireText() {}

    /** @return the text in printable ASCII, a dot for each other character, cut at {@link HttpLimits#MOST_SHOWN} */
    static String of(String text) {
        String kept = text.substring(0, Math.min(text.length(), HttpLimits.MOST_SHOWN));
        return kept.replaceAll("[^ -~]", ".");
    }
}
