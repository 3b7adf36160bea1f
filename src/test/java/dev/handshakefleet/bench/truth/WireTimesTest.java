package dev.handshakefleet.bench.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Handshakes as segments, each with its instant in nanoseconds. */
class WireTimesTest {

    private static final String CLIENT = "127.0.0.1:40000";
    private static final String SERVER = "127.77.0.1:443";
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    private final List<TcpSegment> wire = new ArrayList<>();
    private long nextOfClient = 0xffff_fff0L;
    private long nextOfServer = 7;

    @Test
    void tls13IsReadFromSynToFinished() {
        connect();
        client(200, record(22, 250));
        server(1_200, new byte[900]);
        client(1_500, record(20, 1), record(23, 53));
        server(1_600, new byte[500]);
        client(1_700, record(23, 19));

        assertThat(times()).contains(new WireTimes(nanos(10), nanos(1_000), nanos(1_300)));
    }

    @Test
    void waitingLastsFromTheLastSegmentOfTheHelloToTheLastOfTheFlight() {
        connect();
        byte[] hello = record(22, 1_500);
        client(200, Arrays.copyOf(hello, 1_400));
        client(210, Arrays.copyOfRange(hello, 1_400, hello.length));
        server(1_200, new byte[900]);
        server(1_250, new byte[900]);
        client(1_500, record(20, 1), record(23, 53));

        assertThat(times()).contains(new WireTimes(nanos(10), nanos(1_040), nanos(1_300)));
    }

    @Test
    void changeCipherSpecAloneIsNotFinished() {
        connect();
        client(200, record(22, 250));
        server(1_200, new byte[900]);
        client(1_300, record(20, 1));
        client(1_500, record(23, 53));

        assertThat(times()).contains(new WireTimes(nanos(10), nanos(1_000), nanos(1_300)));
    }

    @Test
    void inTls12FinishedIsTheHandshakeRecordAfterChangeCipherSpec() {
        connect();
        client(200, record(22, 250));
        server(1_200, new byte[900]);
        client(1_500, record(22, 66), record(20, 1), record(22, 40));
        server(1_700, new byte[51]);
        client(1_800, record(23, 30));

        assertThat(times()).contains(new WireTimes(nanos(10), nanos(1_000), nanos(1_300)));
    }

    @Test
    void retransmissionsDoNotCount() {
        connect();
        client(200, record(22, 250));
        TcpSegment hello = wire.getLast();
        wire.add(new TcpSegment(
                400, hello.source(), hello.destination(), hello.sequence(), ACK, hello.length(), hello.data()));
        server(1_200, new byte[900]);
        client(1_500, record(23, 53));

        assertThat(times()).contains(new WireTimes(nanos(10), nanos(1_000), nanos(1_300)));
    }

    @Test
    void incompleteHandshakeHasNoTimes() {
        connect();
        client(200, record(22, 250));
        server(1_200, new byte[7]);

        assertThat(times()).isEmpty();
    }

    @Test
    void connectionWithoutItsStartIsLeftOut() {
        client(200, record(22, 250));

        assertThat(CapturedConnection.byServer(wire)).isEmpty();
    }

    private Optional<WireTimes> times() {
        List<CapturedConnection> connections = CapturedConnection.byServer(wire).get(SERVER);
        assertThat(connections).hasSize(1);
        return WireTimes.of(connections.getFirst());
    }

    private void connect() {
        wire.add(new TcpSegment(100, CLIENT, SERVER, nextOfClient++, SYN, 0, new byte[0]));
        wire.add(new TcpSegment(110, SERVER, CLIENT, nextOfServer++, SYN | ACK, 0, new byte[0]));
    }

    private void client(long nanos, byte[]... records) {
        byte[] data = joined(records);
        wire.add(new TcpSegment(nanos, CLIENT, SERVER, nextOfClient % (1L << 32), ACK, data.length, data));
        nextOfClient += data.length;
    }

    private void server(long nanos, byte[] data) {
        wire.add(new TcpSegment(nanos, SERVER, CLIENT, nextOfServer, ACK, data.length, data));
        nextOfServer += data.length;
    }

    private static byte[] record(int type, int length) {
        byte[] bytes = new byte[5 + length];
        bytes[0] = (byte) type;
        bytes[1] = 3;
        bytes[2] = 3;
        bytes[3] = (byte) (length >> 8);
        bytes[4] = (byte) length;
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static Duration nanos(long nanos) {
        return Duration.ofNanos(nanos);
    }
}
