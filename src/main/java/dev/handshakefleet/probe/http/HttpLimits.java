package dev.handshakefleet.probe.http;

/** How much is taken from a server before the exchange is ended. */
final class HttpLimits {

    /** Content that is read, in bytes: 8 MB. An exchange that has read it has done its work and ends well. */
    static final int MOST_CONTENT = 8 << 20;

    /** All that is read, in bytes: twice the content. Framing that outweighs what it frames is an attack. */
    static final int MOST_RECEIVED = 2 * MOST_CONTENT;

    /** Bytes of all heads of an answer, interim ones included; of HTTP/2 as compressed on the wire, and once more as text. */
    static final int MOST_HEAD = 32 << 10;

    /** Bytes of a status line. */
    static final int MOST_STATUS_LINE = 4 << 10;

    /** Interim answers (1xx) before the final one. */
    static final int MOST_INTERIM = 8;

    /** Frames of HTTP/2 that carry no content: SETTINGS, PING, WINDOW_UPDATE, CONTINUATION and their like. */
    static final int MOST_CONTROL_FRAMES = 256;

    /** Characters of the server's own words in a failure. */
    static final int MOST_SHOWN = 160;

    private HttpLimits() {}
}
