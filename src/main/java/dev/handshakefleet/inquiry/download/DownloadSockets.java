package dev.handshakefleet.inquiry.download;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.io.DetachedSocketFactory;

/**
 * The sockets of one download. They ignore proxy settings of the process. Closing ends all pending calls, connects
 * included, and no further socket is made. Thread-safe.
 */
final class DownloadSockets implements DetachedSocketFactory, AutoCloseable {

    private final List<Socket> made = new ArrayList<>();
    private boolean closed;

    @Override
    public synchronized Socket create(Proxy notUsed) throws SocketException {
        if (closed) {
            throw new SocketException("the download has ended");
        }
        Socket socket = new Socket(Proxy.NO_PROXY);
        made.add(socket);
        return socket;
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Socket socket : made) {
            try {
                socket.close();
            } catch (IOException closedAnyway) {
                // The descriptor is closed anyway.
            }
        }
    }
}
