package dev.handshakefleet.probe.net;

import dev.handshakefleet.base.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Opens connections that the Linux kernel timestamps. */
final class KernelLinks implements Links {

    private final Libc libc;
    private final Scratch.Shelf shelf = new Scratch.Shelf();
    private final KernelPoller poller;
    private final AtomicLong numbers = new AtomicLong();

    /**
     * This socket is never connected. The kernel stamps every packet while one socket of the machine asks for stamps.
     * Without it, the first packets after the first request would have no stamp.
     */
    private final KernelSocket keepsStampsOn;

    private KernelLinks(Libc libc) throws IOException {
        this.libc = libc;
        this.keepsStampsOn = KernelSocket.open(libc, shelf, InetAddress.ofLiteral("127.0.0.1"));
        if (!keepsStampsOn.receiveStamps()) {
            keepsStampsOn.close();
            throw new IOException("the kernel refuses SO_TIMESTAMPING");
        }
        this.poller = new KernelPoller(libc, shelf);
    }

    /**
     * Returns empty if this is not a supported Linux, or if its kernel (a sandbox, an emulation) refuses one of the
     * calls.
     */
    static Optional<KernelLinks> open() {
        return Libc.ofLinux().flatMap(KernelLinks::over);
    }

    private static Optional<KernelLinks> over(Libc libc) {
        try {
            return Optional.of(new KernelLinks(libc));
        } catch (IOException refused) {
            return Optional.empty();
        }
    }

    @Override
    public Link connect(InetSocketAddress peer, Deadline deadline) throws IOException {
        KernelSocket socket = KernelSocket.open(libc, shelf, peer.getAddress());
        long number = numbers.incrementAndGet();
        KernelLink link = new KernelLink(socket, shelf, poller, number);
        poller.register(number, link);
        try {
            link.connect(peer, deadline);
            return link;
        } catch (IOException | RuntimeException failure) {
            link.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        poller.close();
        keepsStampsOn.close();
    }
}
