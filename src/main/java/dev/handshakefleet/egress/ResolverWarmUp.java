package dev.handshakefleet.egress;

import dev.handshakefleet.base.Deadline;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Lookups that a {@link DnsResolver} makes with a name server of this process over loopback, so that the first measured lookup
 * does not pay for loading the library. Nothing depends on their success.
 */
final class ResolverWarmUp {

    private static final String HOST = "warm-up.invalid";
    private static final int LOOKUPS = 5;
    private static final int LARGEST = 512;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** QR, RD and RA, no error (RFC 1035, 4.1.1). */
    private static final short ANSWERED = (short) 0x8180;

    private static final int FLAGS_AT = 2;
    private static final int ANSWERS_AT = 6;

    /** The name of the question, type A, class IN, TTL 0, four octets: 127.0.0.1 (RFC 1035, 4.1.3). */
    private static final byte[] RECORD = {(byte) 0xC0, 0x0C, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1};

    private ResolverWarmUp() {}

    /** Reads the settings of this machine as a lookup does, and makes some lookups. */
    static void run(Path hosts, Path resolvConf) {
        ResolverSettings settings = ResolverSettings.read(resolvConf);
        try (DatagramSocket server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Thread.ofPlatform().daemon().name("name server of the warm-up").start(() -> answer(server));
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
            DnsResolver resolver = new DnsResolver(
                    hosts, () -> new ResolverSettings(List.of(address), settings.searchPath(), settings.ndots()));
            Deadline deadline = Deadline.in(LONGEST);
            for (int lookup = 0; lookup < LOOKUPS && !deadline.hasPassed(); lookup++) {
                NameAnswer _ = resolver.lookUp(HOST, IpFamily.IPV4, deadline);
            }
        } catch (IOException noSocket) {
            // The first measured lookup loads the library then.
        }
    }

    /** Ends when the socket is closed. */
    private static void answer(DatagramSocket server) {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
                server.receive(packet);
                ByteBuffer answer = ByteBuffer.allocate(packet.getLength() + RECORD.length)
                        .put(packet.getData(), 0, packet.getLength())
                        .put(RECORD)
                        .putShort(FLAGS_AT, ANSWERED)
                        .putShort(ANSWERS_AT, (short) 1);
                server.send(new DatagramPacket(answer.array(), answer.capacity(), packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            // The warm-up is over.
        }
    }
}
