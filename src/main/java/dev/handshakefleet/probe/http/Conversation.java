package dev.handshakefleet.probe.http;

import dev.handshakefleet.probe.net.Arrival;

/** One request and its answer in one version of HTTP. Knows no network: bytes are handed in and out. Used by one thread. */
sealed interface Conversation permits Http1Conversation, Http2Conversation {

    /** @return all that is to be sent before the answer; called once, first */
    byte[] request();

    /**
     * The server has said something.
     *
     * @return what the protocol wants to be said back; often nothing
     */
    byte[] receive(Arrival arrival) throws BrokenExchangeException;

    /** The server has ended its stream: completes the answer where that is how it ends. */
    void end() throws BrokenExchangeException;
}
