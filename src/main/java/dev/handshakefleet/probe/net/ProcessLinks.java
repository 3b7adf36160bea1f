package dev.handshakefleet.probe.net;

import dev.handshakefleet.base.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Opens connections whose timestamps one polling thread takes over {@code java.nio}. The stamps are exact in the median
 * and late on busy CPUs.
 */
final class ProcessLinks implements Links {

    private final Selector selector;
    private final HiccupMeter hiccups = new HiccupMeter();
    private volatile boolean closed;

    ProcessLinks() {
        try {
            selector = Selector.open();
        } catch (IOException noDescriptors) {
            throw new UncheckedIOException("no selector can be opened", noDescriptors);
        }
        Thread.ofPlatform().daemon().name("link poller").start(this::poll);
    }

    @Override
    public Link connect(InetSocketAddress peer, Deadline deadline) throws IOException {
        ProcessLink link = new ProcessLink(SocketChannel.open(), hiccups.begin());
        try {
            link.connect(peer, deadline, this::watch);
            return link;
        } catch (IOException | RuntimeException failure) {
            link.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        closed = true;
        hiccups.close();
        selector.wakeup();
    }

    private SelectionKey watch(ProcessLink link, SocketChannel channel) {
        try {
            // The link needs its key before the first event, so the interest is set after the registration.
            SelectionKey key = channel.register(selector, 0, link);
            key.interestOps(SelectionKey.OP_CONNECT);
            selector.wakeup();
            return key;
        } catch (IOException closedBefore) {
            throw new UncheckedIOException(closedBefore);
        }
    }

    private void poll() {
        try (selector) {
            while (!closed) {
                selector.select(ProcessLinks::stir);
            }
        } catch (IOException broken) {
            System.getLogger(ProcessLinks.class.getName())
                    .log(System.Logger.Level.ERROR, "The poller of all connections ended", broken);
        }
    }

    private static void stir(SelectionKey key) {
        ((ProcessLink) key.attachment()).ready(key);
    }
}
