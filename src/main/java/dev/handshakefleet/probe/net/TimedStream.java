package dev.handshakefleet.probe.net;

import dev.handshakefleet.base.Deadline;
import java.io.IOException;

/**
 * A stream of bytes in both directions, with the instant of each transfer. It is a plain TCP connection, or the
 * application data of a TLS session over one. Used by one thread at a time.
 */
public interface TimedStream {

    /**
     * Sends bytes. Returns when the stream has accepted all of them.
     *
     * @param bytes the bytes to send; at least one
     * @param deadline the end of the time to send
     * @return the instant at which they were sent
     * @throws java.net.SocketTimeoutException if the deadline passes first
     * @throws java.net.SocketException if the peer has reset the connection
     * @throws IOException if the stream is broken otherwise
     */
    Departure send(byte[] bytes, Deadline deadline) throws IOException;

    /**
     * Waits for the next bytes. One call returns at most 16 KB; the rest waits for the next call.
     *
     * @param deadline the end of the time to wait
     * @return the bytes with their arrival; no bytes at the end of the stream
     * @throws java.net.SocketTimeoutException if the deadline passes first
     * @throws java.net.SocketException if the peer has reset the connection
     * @throws IOException if the stream is broken otherwise
     */
    Arrival receive(Deadline deadline) throws IOException;
}
