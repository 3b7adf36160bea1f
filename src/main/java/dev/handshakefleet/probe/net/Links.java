package dev.handshakefleet.probe.net;

import dev.handshakefleet.base.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Opens connections. One polling thread serves all of them. Callers should wait on virtual threads, so that only as
 * many threads compute at once as there are CPUs. Thread-safe; lives as long as the process.
 */
public interface Links extends AutoCloseable {

    /**
     * Opens a connection.
     *
     * @param peer a resolved address
     * @param deadline the end of the time to connect
     * @return the open connection
     * @throws java.net.SocketTimeoutException if the deadline passes first
     * @throws java.net.ConnectException if the peer refuses
     * @throws java.net.NoRouteToHostException if there is no route to the peer
     * @throws IOException if the operating system refuses for another reason
     */
    Link connect(InetSocketAddress peer, Deadline deadline) throws IOException;

    /** Ends the polling thread. Open connections can no longer be used afterwards. */
    @Override
    void close();

    /**
     * Returns connections with timestamps of the kernel if it supports them (Linux), otherwise with timestamps of the
     * polling thread.
     */
    static Links open() {
        return KernelLinks.open().<Links>map(links -> links).orElseGet(ProcessLinks::new);
    }

    /** Returns connections with timestamps of the polling thread. Works on every system. */
    static Links ofProcess() {
        return new ProcessLinks();
    }
}
