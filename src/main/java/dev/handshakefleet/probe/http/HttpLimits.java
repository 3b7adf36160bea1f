package dev.handshakefleet.probe.http;

/** The limits on the data that is accepted from a server before the exchange ends. */
final class HttpLimits {

    /** Content in bytes: 8 MB. An exchange that reaches this limit ends successfully. */
    static final int MOST_CONTENT = 8 << 20;

    /**
     * All received bytes: twice the limit of content. Framing that is larger than the content is treated as an attack.
     */
    static final int MOST_RECEIVED = 2 * MOST_CONTENT;

    /**
     * Bytes of all response heads, interim ones included. In HTTP/2 the limit holds for the compressed bytes and again
     * for the text.
     */
    static final int MOST_HEAD = 32 << 10;

    /** Bytes of one status line. */
    static final int MOST_STATUS_LINE = 4 << 10;

    /** Interim responses (1xx) before the final one. */
    static final int MOST_INTERIM = 8;

    /** HTTP/2 frames without content: SETTINGS, PING, WINDOW_UPDATE, CONTINUATION and others. */
    static final int MOST_CONTROL_FRAMES = 256;

    /** Characters of server text that a failure shows. */
    static final int MOST_SHOWN = 160;

    private HttpLimits() {}
}
