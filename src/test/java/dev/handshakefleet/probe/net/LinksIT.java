package dev.handshakefleet.probe.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.probe.result.Quality;
import dev.handshakefleet.support.Prerequisites;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of both kinds of connections; the promises of the kernel's stamps are tested on the stamped kind alone. */
class LinksIT {

    private static final Links PROCESS = Links.ofProcess();
    private static final Optional<KernelLinks> KERNEL = KernelLinks.open();

    static Stream<Links> links() {
        return Stream.concat(Stream.of(PROCESS), KERNEL.stream());
    }

    @AfterAll
    static void close() {
        PROCESS.close();
        KERNEL.ifPresent(Links::close);
    }

    /** While a virtual thread waits for bytes, spinning ones take all CPUs. Only then the bytes are sent, and the spell begins. */
    @Test
    void lateReadIsReportedAsDelay() throws Exception {
        Prerequisites.linux();
        Duration kept = Duration.ofMillis(200);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> answerWhileAllSpin(listener, kept));
            try (Link link = KERNEL.get().connect((InetSocketAddress) listener.getLocalSocketAddress(), soon())) {
                CompletableFuture<Arrival> arrival = new CompletableFuture<>();
                Thread.ofVirtual().start(() -> {
                    try {
                        Departure _ = link.send(new byte[5], soon());
                        arrival.complete(link.receive(soon()));
                    } catch (IOException broken) {
                        arrival.completeExceptionally(broken);
                    }
                });

                assertThat(arrival.get(60, TimeUnit.SECONDS).bytes()).isNotEmpty();
                assertThat(link.stalled()).isGreaterThanOrEqualTo(kept.dividedBy(4));
            }
        }
    }

    private static void answerWhileAllSpin(ServerSocket listener, Duration spell) {
        try (Socket client = listener.accept()) {
            client.getInputStream().readNBytes(5);
            int threads = Runtime.getRuntime().availableProcessors();
            CountDownLatch spinning = new CountDownLatch(threads);
            AtomicLong end =
                    new AtomicLong(System.nanoTime() + soon().remaining().toNanos());
            for (int thread = 0; thread < threads; thread++) {
                Thread.ofVirtual().start(() -> {
                    spinning.countDown();
                    while (System.nanoTime() < end.get()) {
                        Thread.onSpinWait();
                    }
                });
            }
            boolean _ = spinning.await(60, TimeUnit.SECONDS);
            client.getOutputStream().write(new byte[5]);
            end.set(System.nanoTime() + spell.toNanos());
        } catch (IOException | InterruptedException gone) {
            // The test sees that nothing came.
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("links")
    void bytesArriveInOrderInBothDirections(Links links) throws IOException {
        byte[] sent = new byte[300_000];
        for (int index = 0; index < sent.length; index++) {
            sent[index] = (byte) (index * 31 / 7);
        }
        try (Peer peer = new Peer(Peer::echo);
                Link link = links.connect(peer.address(), soon())) {
            byte[] received = new byte[sent.length];
            int have = 0;
            int given = 0;
            while (have < received.length) {
                if (given < sent.length) {
                    byte[] part = Arrays.copyOfRange(sent, given, Math.min(sent.length, given + 5_000));
                    Departure _ = link.send(part, soon());
                    given += part.length;
                }
                byte[] bytes = link.receive(soon()).bytes();
                System.arraycopy(bytes, 0, received, have, bytes.length);
                have += bytes.length;
            }
            assertThat(received).isEqualTo(sent);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("links")
    void endOfTheStreamIsAnArrivalWithoutBytes(Links links) throws IOException {
        try (Peer peer = new Peer(socket -> socket.getOutputStream().write(7));
                Link link = links.connect(peer.address(), soon())) {
            assertThat(link.receive(soon()).bytes()).containsExactly(7);
            assertThat(link.receive(soon()).isEnd()).isTrue();
            assertThat(link.receive(soon()).isEnd()).as("asked again").isTrue();
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("links")
    void resetIsASocketException(Links links) throws IOException {
        try (Peer peer = new Peer(LinksIT::resetAfterTheFirstByte);
                Link link = links.connect(peer.address(), soon())) {
            Departure _ = link.send(new byte[] {1}, soon());
            assertThatThrownBy(() -> link.receive(soon()))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("links")
    void closedPortRefuses(Links links) throws IOException {
        try (Socket bound = new Socket()) { // it holds the port and does not listen
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            InetSocketAddress closed = (InetSocketAddress) bound.getLocalSocketAddress();

            assertThatThrownBy(() -> links.connect(closed, soon()).close()).isInstanceOf(ConnectException.class);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("links")
    void readWithoutBytesEndsAtTheDeadline(Links links) throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (Peer peer = new Peer(socket -> await(over));
                Link link = links.connect(peer.address(), soon())) {
            Deadline deadline = Deadline.in(Duration.ofMillis(150));
            assertThatThrownBy(() -> link.receive(deadline)).isInstanceOf(SocketTimeoutException.class);
            assertThat(deadline.hasPassed()).isTrue();
        } finally {
            over.countDown();
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("links")
    void unreadBytesOfAFloodAreBounded(Links links) throws IOException {
        CompletableFuture<Long> written = new CompletableFuture<>();
        try (Peer peer = new Peer(socket -> flood(socket, written));
                Link link = links.connect(peer.address(), soon())) {
            // Read a little and slowly: the peer must be held up by the kernel's buffers, not fill ours.
            for (int reads = 0; reads < 20; reads++) {
                assertThat(link.receive(soon()).bytes()).hasSizeBetween(1, PolledLink.READ_SIZE);
            }
            assertThat(((PolledLink) link).unread()).isLessThanOrEqualTo(80 * 1024);
        }
        assertThat(written.join()).as("the peer was cut off").isLessThan(64L * 1024 * 1024);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("links")
    void closeDuringAPollLeaksNoDescriptor(Links links) throws IOException {
        Prerequisites.linux();
        try (Peer peer = new Peer(Peer::echo)) {
            long before = descriptors();
            for (int round = 0; round < 300; round++) {
                try (Link link = links.connect(peer.address(), soon())) {
                    Departure _ = link.send("x".getBytes(StandardCharsets.US_ASCII), soon());
                    if (round % 2 == 0) {
                        link.receive(soon());
                    }
                }
            }
            Deadline patience = soon();
            while (descriptors() > before + 2 && !patience.hasPassed()) {
                Thread.onSpinWait();
            }
            assertThat(descriptors()).isLessThanOrEqualTo(before + 2);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("links")
    void connectIsTimedAndGivesARoundTrip(Links links) throws IOException {
        long startNanos = System.nanoTime();
        try (Peer peer = new Peer(Peer::echo);
                Link link = links.connect(peer.address(), soon())) {
            assertThat(link.connectTook())
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - startNanos));
            assertThat(link.smallestRoundTrip()).isPositive().isLessThanOrEqualTo(link.connectTook());
        }
    }

    @Test
    void kernelTimestampsAreUsedOnLinux() {
        Prerequisites.linux();
        assertThat(KERNEL).isPresent();
    }

    /** A late read does not change the kernel's stamp of the arrival. */
    @Test
    void kernelTimestampDoesNotDependOnTheTimeOfTheRead() throws Exception {
        Prerequisites.linux();
        Duration kept = Duration.ofMillis(200);
        CompletableFuture<Void> echoed = new CompletableFuture<>();
        try (Peer peer = new Peer(socket -> {
                    socket.getOutputStream().write(socket.getInputStream().readNBytes(5));
                    echoed.complete(null);
                });
                Link link = KERNEL.orElseThrow().connect(peer.address(), soon())) {
            Departure departure = link.send("hello".getBytes(StandardCharsets.US_ASCII), soon());
            echoed.get(60, TimeUnit.SECONDS);
            Thread.sleep(kept); // stands for threads that are kept from running
            long readNanos = System.nanoTime();
            Arrival arrival = link.receive(soon());

            assertThat(new String(arrival.bytes(), StandardCharsets.US_ASCII)).isEqualTo("hello");
            assertThat(Duration.ofNanos(arrival.nanos() - departure.nanos())).isPositive();
            assertThat(Duration.ofNanos(readNanos - arrival.nanos()))
                    .as("the bytes were here all that time; the rest is for what two clocks disagree by")
                    .isGreaterThan(kept.dividedBy(2));
            assertThat(link.clock()).isEqualTo(Quality.Clock.KERNEL);
        }
    }

    @Test
    void kernelTimestampsAreUsedForIpv6() throws Exception {
        Prerequisites.linux();
        InetAddress loopback = InetAddress.ofLiteral("::1");
        try (ServerSocket listener = listen(loopback);
                Peer peer = new Peer(listener, Peer::echo);
                Link link = KERNEL.orElseThrow().connect(peer.address(), soon())) {
            Departure departure = link.send("hello".getBytes(StandardCharsets.US_ASCII), soon());
            assertThat(link.receive(soon()).nanos()).isGreaterThan(departure.nanos());
            assertThat(link.clock()).isEqualTo(Quality.Clock.KERNEL);
        }
    }

    @Test
    void processClockIsUsedWithoutKernelTimestamps() throws IOException {
        try (Peer peer = new Peer(Peer::echo);
                Link link = PROCESS.connect(peer.address(), soon())) {
            assertThat(link.clock()).isEqualTo(Quality.Clock.PROCESS);
        }
    }

    private static ServerSocket listen(InetAddress address) {
        try {
            return new ServerSocket(0, 50, address);
        } catch (IOException noIpv6) {
            return abort("IPv6 is needed");
        }
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(60));
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void resetAfterTheFirstByte(Socket socket) throws IOException {
        int _ = socket.getInputStream().read();
        socket.setSoLinger(true, 0);
    }

    private static void flood(Socket socket, CompletableFuture<Long> written) {
        long total = 0;
        byte[] block = new byte[64 * 1024];
        try {
            while (total < 1L << 30) {
                socket.getOutputStream().write(block);
                total += block.length;
            }
        } catch (IOException cutOff) {
            // As it should be.
        }
        written.complete(total);
    }

    /** A peer on loopback that treats every connection the same. */
    private static final class Peer implements AutoCloseable {

        private final ServerSocket listener;

        @FunctionalInterface
        interface Behaviour {
            void on(Socket connection) throws IOException;
        }

        Peer(Behaviour behaviour) throws IOException {
            this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behaviour);
        }

        Peer(ServerSocket listener, Behaviour behaviour) {
            this.listener = listener;
            Thread.ofVirtual().start(() -> serve(behaviour));
        }

        InetSocketAddress address() {
            return (InetSocketAddress) listener.getLocalSocketAddress();
        }

        static void echo(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            socket.getInputStream().transferTo(socket.getOutputStream());
        }

        private void serve(Behaviour behaviour) {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    Thread.ofVirtual().start(() -> {
                        try (socket) {
                            behaviour.on(socket);
                        } catch (IOException gone) {
                            // The other side has received its bytes.
                        }
                    });
                } catch (IOException closed) {
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
