package dev.handshakefleet.bench.workbench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Passes bytes between clients and one server, and delays the server's first answer until a fixed time after the
 * client's first byte, like a slow server. The delayed bytes leave in one write; later bytes pass at once. One thread
 * in a process of its own. The precision of the delay does not matter, because the capture shows the real times.
 */
final class DelayingRelay {

    private static final int BACKLOG = 1_024;
    private static final int BUFFER = 64 * 1024;
    private static final int MOST_DELAYED = 256 * 1024;
    private static final int ATTEMPTS = 20;

    private final Selector selector;
    private final InetSocketAddress server;
    private final long delayNanos;
    private final List<ServerSocketChannel> listeners = new ArrayList<>();
    private final Deque<DelayedConnection> delayed = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    /** The two connections of one client. */
    private static final class DelayedConnection {

        private final SocketChannel client;
        private final SocketChannel server;
        private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
        private boolean asked;
        private boolean open;
        private long dueNanos;

        DelayedConnection(SocketChannel client, SocketChannel server) {
            this.client = client;
            this.server = server;
        }

        void close() throws IOException {
            client.close();
            server.close();
        }
    }

    /**
     * @param addresses the addresses to listen on, all with one port
     * @param serverPort the port of the server on
     *     127.0.0.1
     * @param delay how long after a client's first byte the server's first answer is passed on
     */
    DelayingRelay(List<String> addresses, int serverPort, Duration delay) throws IOException {
        this.selector = Selector.open();
        this.server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), serverPort);
        this.delayNanos = delay.toNanos();
        listen(addresses);
    }

    /** @return the port that it listens on */
    int port() throws IOException {
        return ((InetSocketAddress) listeners.getFirst().getLocalAddress()).getPort();
    }

    /** Relays until its process ends. */
    void run() throws IOException {
        while (true) {
            selector.select(this::ready, untilNextIsDue());
            releaseDue();
        }
    }

    private void listen(List<String> addresses) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                int port = 0;
                for (String address : addresses) {
                    ServerSocketChannel listener = ServerSocketChannel.open();
                    listeners.add(listener);
                    listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), BACKLOG);
                    port = port();
                }
                break;
            } catch (BindException takenOnAnotherAddress) {
                for (ServerSocketChannel listener : listeners) {
                    listener.close();
                }
                listeners.clear();
                if (attempt == ATTEMPTS) {
                    throw takenOnAnotherAddress;
                }
            }
        }
        for (ServerSocketChannel listener : listeners) {
            listener.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        }
    }

    /** @return milliseconds for {@code select}, where 0 is for ever */
    private long untilNextIsDue() {
        DelayedConnection next = delayed.peekFirst();
        return next == null
                ? 0
                : Math.max(
                        1, Duration.ofNanos(next.dueNanos - System.nanoTime()).toMillis());
    }

    private void ready(SelectionKey key) {
        if (!key.isValid()) {
            // Both ends of a pair were ready, and the first of them closed it.
            return;
        }
        try {
            if (key.isAcceptable()) {
                accept((ServerSocketChannel) key.channel());
            } else {
                pass((SocketChannel) key.channel(), (DelayedConnection) key.attachment());
            }
        } catch (IOException oneConnectionIsGone) {
            close((DelayedConnection) key.attachment());
        }
    }

    private void accept(ServerSocketChannel listener) throws IOException {
        SocketChannel client = listener.accept();
        if (client == null) {
            return;
        }
        SocketChannel upstream = SocketChannel.open(server);
        DelayedConnection pair = new DelayedConnection(client, upstream);
        for (SocketChannel channel : List.of(client, upstream)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ, pair);
        }
    }

    private void pass(SocketChannel from, DelayedConnection pair) throws IOException {
        buffer.clear();
        if (from.read(buffer) < 0) {
            pair.close();
            return;
        }
        buffer.flip();
        if (from.equals(pair.client)) {
            if (!pair.asked) {
                pair.asked = true;
                pair.dueNanos = System.nanoTime() + delayNanos;
                delayed.addLast(pair);
            }
            write(pair.server, buffer);
        } else if (pair.open) {
            write(pair.client, buffer);
        } else {
            delay(pair);
        }
    }

    private void delay(DelayedConnection pair) throws IOException {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        pair.answer.write(bytes);
        if (pair.answer.size() > MOST_DELAYED) {
            pair.close();
        }
    }

    /** The delay is the same for all, so the first in line is always the next one due. */
    private void releaseDue() {
        while (!delayed.isEmpty() && delayed.getFirst().dueNanos - System.nanoTime() <= 0) {
            DelayedConnection pair = delayed.removeFirst();
            pair.open = true;
            try {
                if (pair.client.isOpen()) {
                    write(pair.client, ByteBuffer.wrap(pair.answer.toByteArray()));
                }
            } catch (IOException clientIsGone) {
                close(pair);
            }
        }
    }

    /** Flights are far smaller than a socket's buffer. A peer that does not read them is disconnected. */
    private static void write(SocketChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (to.write(bytes) == 0) {
                throw new IOException("the peer does not read");
            }
        }
    }

    private static void close(DelayedConnection pair) {
        if (pair == null) {
            return;
        }
        try {
            pair.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }
}
