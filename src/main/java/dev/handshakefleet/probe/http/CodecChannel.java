package dev.handshakefleet.probe.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Netty pipeline without a network. Runs on the caller's thread; buffers are arrays on the heap, left to the garbage
 * collector. Whatever a codec throws at hostile bytes leaves here as {@link BrokenExchangeException}.
 */
final class CodecChannel {

    private final EmbeddedChannel channel = new EmbeddedChannel();

    CodecChannel(ChannelHandler... handlers) {
        channel.config().setAllocator(new UnpooledByteBufAllocator(false, true));
        channel.pipeline().addLast(handlers);
    }

    /** Writes messages, in order, as one flight. */
    void write(Object... messages) {
        channel.writeOutbound(messages);
    }

    /** Hands over bytes from the server. */
    void read(byte[] bytes, int from, int to) throws BrokenExchangeException {
        guarded(() -> channel.writeInbound(Unpooled.wrappedBuffer(bytes, from, to - from)));
    }

    /** The server has ended its stream. */
    void end() throws BrokenExchangeException {
        guarded(channel::finish);
    }

    /** @return what the codec has made of the bytes since the last call; to be given to {@link #release} */
    List<Object> messages() {
        List<Object> messages = new ArrayList<>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            messages.add(message);
        }
        return messages;
    }

    /** @return the bytes the codec wants to be sent since the last call */
    byte[] toSend() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object message = channel.readOutbound(); message != null; message = channel.readOutbound()) {
            bytes.writeBytes(ByteBufUtil.getBytes((ByteBuf) message));
            release(message);
        }
        return bytes.toByteArray();
    }

    static void release(Object message) {
        ReferenceCountUtil.release(message);
    }

    /** @return the codec's complaint, in its own words */
    static BrokenExchangeException complaint(Throwable cause) {
        String word = Optional.ofNullable(cause.getMessage())
                .orElseGet(() -> cause.getClass().getSimpleName());
        return BrokenExchangeException.protocol(
                cause instanceof Http2Exception h2 ? WireText.of(word) + " (" + h2.error() + ")" : WireText.of(word));
    }

    @SuppressWarnings("CatchingUnchecked") // a codec may throw any exception, declared or not
    private static void guarded(Runnable step) throws BrokenExchangeException {
        try {
            step.run();
        } catch (Exception broken) {
            throw complaint(broken);
        }
    }
}
