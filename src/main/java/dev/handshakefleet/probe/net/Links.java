package dev.handshakefleet.probe.net;

import dev.handshakefleet.base.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Opens connections. One polling thread serves all of them; who waits for one should be a virtual thread, so that as many
 * of them compute at once as there are CPUs. Thread-safe; meant to live as long as the process.
 */
public interface Links extends AutoCloseable {

    /**
     * Connects.
     *
     * @param peer a resolved address
     * @param deadline until when the connection has to stand
     * @throws java.net.SocketTimeoutException when the deadline passes first
     * @throws java.net.ConnectException when the peer refuses
     * @throws java.net.NoRouteToHostException when there is no way to it
     * @throws IOException when the operating system refuses otherwise
     */
    Link connect(InetSocketAddress peer, Deadline deadline) throws IOException;

    /** Ends the polling thread. Connections still open are useless from then on. */
    @Override
    void close();

    /** Connections stamped by the kernel where it does that for us (Linux), else by our own polling thread. */
    static Links open() {
        return KernelLinks.open().<Links>map(links -> links).orElseGet(ProcessLinks::new);
    }

    /** Connections stamped by our own polling thread: works everywhere. */
    static Links ofProcess() {
        return new ProcessLinks();
    }
}
