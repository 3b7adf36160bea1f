package dev.handshakefleet.probe.http;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.TimedStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/**
 * The server side of the HTTP warm-up, in memory: sends one fixed response, whatever the request is, and then ends the
 * stream. Used by one thread.
 */
final class WarmUpResponses implements TimedStream {

    private static final String HTTP_1 = """
            HTTP/1.1 200 OK\r
            Server: x\r
            Transfer-Encoding: chunked\r
            \r
            5\r
            hello\r
            0\r
            \r
            """;

    /**
     * SETTINGS, its acknowledgement, HEADERS of stream 3 with {@code :status 200}, and five bytes of DATA with
     * END_STREAM.
     */
    private static final String HTTP_2 =
            "000000040000000000" + "000000040100000000" + "00000101040000000388" + "000005000100000003" + "68656c6c6f";

    private byte[] left;

    WarmUpResponses(byte[] answer) {
        left = answer;
    }

    /** @return the fixed response of each HTTP version, by the ALPN name of the version */
    static Map<String, byte[]> answers() {
        return Map.of(
                "http/1.1",
                HTTP_1.getBytes(StandardCharsets.US_ASCII),
                "h2",
                HexFormat.of().parseHex(HTTP_2));
    }

    @Override
    public Departure send(byte[] bytes, Deadline deadline) {
        long now = System.nanoTime();
        return () -> now;
    }

    @Override
    public Arrival receive(Deadline deadline) {
        byte[] bytes = left;
        left = new byte[0];
        return new Arrival(bytes, System.nanoTime());
    }
}
