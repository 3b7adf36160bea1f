package dev.handshakefleet.probe.http;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.net.Arrival;
import dev.handshakefleet.probe.net.Departure;
import dev.handshakefleet.probe.net.TimedStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/** A TCP connection in clear to a port of this machine; stamps are taken around blocking calls. */
final class SocketStream implements TimedStream, AutoCloseable {

    private final Socket socket = new Socket();
    private final byte[] buffer = new byte[16_384];

    SocketStream(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
        socket.setTcpNoDelay(true);
    }

    @Override
    public Departure send(byte[] bytes, Deadline deadline) throws IOException {
        socket.getOutputStream().write(bytes);
        long left = System.nanoTime();
        return () -> left;
    }

    @Override
    public Arrival receive(Deadline deadline) throws IOException {
        socket.setSoTimeout(deadline.remainingMillisForSocket());
        int count = socket.getInputStream().read(buffer);
        return new Arrival(Arrays.copyOf(buffer, Math.max(0, count)), System.nanoTime());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
