package dev.handshakefleet.probe.http;

import dev.handshakefleet.probe.net.Arrival;

/**
 * One request and its response in one version of HTTP. It does no input or output: the caller passes bytes in and out.
 * Used by one thread.
 */
sealed interface Conversation permits Http1Conversation, Http2Conversation {

    /**
     * Encodes the request. Must be the first call, and is made once.
     *
     * @return all bytes to send before the response
     */
    byte[] request();

    /**
     * Handles bytes of the server.
     *
     * @return the bytes to send in reply; often none
     */
    byte[] receive(Arrival arrival) throws BrokenExchangeException;

    /** Handles the end of the server's stream. It completes the response if the response has no other end. */
    void end() throws BrokenExchangeException;
}
