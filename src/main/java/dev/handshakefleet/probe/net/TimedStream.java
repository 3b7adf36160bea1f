package dev.handshakefleet.probe.net;

import dev.handshakefleet.base.Deadline;
import java.io.IOException;

/**
 * A stream of bytes in both directions, each with its instant: a TCP connection in clear, or what a TLS session carries
 * over one. Used by one thread at a time.
 */
public interface TimedStream {

    /**
     * Hands bytes to the stream and returns once all of them are taken.
     *
     * @param bytes what to send; at least one
     * @param deadline until when they have to be taken
     * @return when they left
     * @throws java.net.SocketTimeoutException when the deadline passes first
     * @throws java.net.SocketException when the peer has reset the connection
     * @throws IOException when the stream is broken otherwise
     */
    Departure send(byte[] bytes, Deadline deadline) throws IOException;

    /**
     * Waits for the next bytes. At most 16 KB come at once; more wait until they are asked for.
     *
     * @param deadline until when to wait
     * @return the bytes, none at the end of the stream, and when they arrived
     * @throws java.net.SocketTimeoutException when the deadline passes first
     * @throws java.net.SocketException when the peer has reset the connection
     * @throws IOException when the stream is broken otherwise
     */
    Arrival receive(Deadline deadline) throws IOException;
}
