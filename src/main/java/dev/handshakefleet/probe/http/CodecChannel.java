package dev.handshakefleet.probe.http;

import dev.handshakefleet.base.SafeText;
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
 * A Netty pipeline without a network. It runs on the caller's thread, and its buffers are heap arrays that the garbage
 * collector frees. Any exception of a codec becomes a {@link BrokenExchangeException}, because hostile bytes can cause
 * any of them.
 */
final class CodecChannel {

    private final EmbeddedChannel channel = new EmbeddedChannel();

    CodecChannel(ChannelHandler... handlers) {
        channel.config().setAllocator(new UnpooledByteBufAllocator(false, true));
        channel.pipeline().addLast(handlers);
    }

    /** Encodes messages in order, as one flight. */
    void write(Object... messages) {
        channel.writeOutbound(messages);
    }

    /** Passes bytes of the server to the codec. */
    void read(byte[] bytes, int from, int to) throws BrokenExchangeException {
        guarded(() -> channel.writeInbound(Unpooled.wrappedBuffer(bytes, from, to - from)));
    }

    /** Passes the end of the server's stream to the codec. */
    void end() throws BrokenExchangeException {
        guarded(channel::finish);
    }

    /** @return the messages decoded since the last call; the caller must pass each to {@link #release} */
    List<Object> messages() {
        List<Object> messages = new ArrayList<>();
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            messages.add(message);
        }
        return messages;
    }

    /** @return the bytes that the codec wants to send since the last call */
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

    /** @return the message of the codec's exception */
    static BrokenExchangeException complaint(Throwable cause) {
        String message = Optional.ofNullable(cause.getMessage())
                .orElseGet(() -> cause.getClass().getSimpleName());
        String shown = SafeText.message(message, HttpLimits.MOST_SHOWN);
        return BrokenExchangeException.protocol(
                cause instanceof Http2Exception h2 ? shown + " (" + h2.error() + ")" : shown);
    }

    @SuppressWarnings("CatchingUnchecked") // a codec can throw any exception, declared or not
    private static void guarded(Runnable step) throws BrokenExchangeException {
        try {
            step.run();
        } catch (Exception broken) {
            throw complaint(broken);
        }
    }
}
