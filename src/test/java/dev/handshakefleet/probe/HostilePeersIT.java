package dev.handshakefleet.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.base.Deadline;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.egress.NameResolver;
import dev.handshakefleet.probe.result.Failure;
import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.support.Prerequisites;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.read.TargetReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile peers: each probe of one ends by its deadline, with a failure that names the peer's behaviour. */
class HostilePeersIT {

    private static final Engine ENGINE = Engine.cold();
    private static final Duration LONGEST = Duration.ofMillis(1_500);

    /** A phase with this limit cannot end by it: JUnit ends the test first. */
    private static final Duration UNTIL_LONG_AFTER_THE_TEST = Duration.ofMinutes(10);

    /** How long a busy machine may take to close the last sockets. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int MEGABYTE = 1024 * 1024;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /**
     * One descriptor stays open for the kernel's stamping from the first probe on; the JDK needs another one to close its own.
     */
    private static final int OF_THE_PROCESS = 2;

    private static long socketsBefore;

    /** A peer, the failure of a probe of it, and a part of the failure's detail. */
    record Hostile(String name, Behaviour behaviour, Failure.Kind kind, String text) {

        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    interface Behaviour {
        void on(Socket connection, byte[] clientHello) throws IOException;
    }

    static Stream<Hostile> hostilePeers() {
        return Stream.of(
                new Hostile(
                        "never answers",
                        (socket, hello) -> waitForever(socket),
                        Failure.Kind.TIMEOUT,
                        "did not finish"),
                new Hostile(
                        "four bytes a second",
                        (socket, hello) -> drip(socket, serverHello12()),
                        Failure.Kind.TIMEOUT,
                        "did not finish"),
                new Hostile(
                        "endless empty handshake records",
                        (socket, hello) -> repeat(socket, hex("1603030000")),
                        Failure.Kind.PROTOCOL_ERROR,
                        ""),
                new Hostile(
                        "endless empty application data",
                        (socket, hello) -> repeat(socket, hex("1703030000")),
                        Failure.Kind.PROTOCOL_ERROR,
                        ""),
                new Hostile(
                        "endless warning alerts",
                        (socket, hello) -> repeat(socket, hex("1503030002015a")),
                        Failure.Kind.PROTOCOL_ERROR,
                        ""),
                new Hostile(
                        "endless ChangeCipherSpec",
                        (socket, hello) -> repeat(socket, hex("140303000101")),
                        Failure.Kind.PROTOCOL_ERROR,
                        ""),
                new Hostile(
                        "a gigabyte of Certificate",
                        (socket, hello) -> {
                            socket.getOutputStream().write(serverHello12());
                            socket.getOutputStream().write(hex("16030340000bffffff"));
                            repeat(socket, zeros(), hex("1603034000"));
                        },
                        Failure.Kind.PROTOCOL_ERROR,
                        ""),
                new Hostile(
                        "a ServerHello of 16 MB",
                        (socket, hello) -> {
                            socket.getOutputStream().write(hex("160303400002ffffff"));
                            repeat(socket, zeros(), hex("1603034000"));
                        },
                        Failure.Kind.PROTOCOL_ERROR,
                        ""),
                new Hostile(
                        "a record longer than records are",
                        (socket, hello) -> repeat(socket, hex("160303ffff"), zeros()),
                        Failure.Kind.PROTOCOL_ERROR,
                        "record_overflow(22)"),
                new Hostile(
                        "our ClientHello back",
                        (socket, hello) -> {
                            socket.getOutputStream().write(hello);
                            waitForever(socket);
                        },
                        Failure.Kind.PROTOCOL_ERROR,
                        "unexpected_message(10)"),
                new Hostile(
                        "HelloRequests without end",
                        (socket, hello) -> repeat(socket, hex("160303000400000000")),
                        Failure.Kind.PROTOCOL_ERROR,
                        ""),
                new Hostile(
                        "SSH",
                        (socket, hello) -> say(socket, "SSH-2.0-OpenSSH_9.2\r\n"),
                        Failure.Kind.NOT_TLS,
                        "it sent \"SSH-2.0-OpenSSH_9.2\""),
                new Hostile(
                        "clear-text HTTP",
                        (socket, hello) -> say(socket, "HTTP/1.1 400 Bad Request\r\n\r\n"),
                        Failure.Kind.NOT_TLS,
                        "answered in clear-text HTTP"),
                new Hostile(
                        "escape sequences",
                        (socket, hello) -> say(socket, "\u001b[2J\u001b]0;owned\u0007"),
                        Failure.Kind.NOT_TLS,
                        "\"\\x1b[2J\\x1b]0;owned\\x07\""),
                new Hostile(
                        "a reset",
                        (socket, hello) -> socket.setSoLinger(true, 0),
                        Failure.Kind.CONNECTION_RESET,
                        "reset"),
                new Hostile(
                        "an end without a byte",
                        (socket, hello) -> socket.shutdownOutput(),
                        Failure.Kind.CLOSED_BY_PEER,
                        "after the ClientHello and sent nothing"),
                new Hostile(
                        "an end in the middle",
                        (socket, hello) -> socket.getOutputStream().write(hex("1603030050020000")),
                        Failure.Kind.CLOSED_BY_PEER,
                        "in the middle of the handshake, after 8 bytes"),
                new Hostile(
                        "a fatal alert",
                        (socket, hello) -> {
                            socket.getOutputStream().write(hex("15030300020270"));
                            waitForever(socket);
                        },
                        Failure.Kind.ALERT_RECEIVED,
                        "unrecognized_name(112)"),
                new Hostile(
                        "a suite that was not offered",
                        (socket, hello) -> {
                            socket.getOutputStream().write(serverHello(0x0005));
                            waitForever(socket);
                        },
                        Failure.Kind.PROTOCOL_ERROR,
                        "illegal_parameter(47)"));
    }

    /** Other tests of this process may have left theirs. */
    @BeforeAll
    static void countSockets() throws IOException {
        if (Files.exists(DESCRIPTORS)) {
            socketsBefore = sockets();
        }
    }

    /** The last connections are closed by the hostile peers themselves, which takes a moment. */
    @AfterAll
    static void nothingIsLeftOpen() throws IOException {
        if (Files.exists(DESCRIPTORS)) {
            Deadline patience = Deadline.in(PATIENCE);
            while (sockets() > socketsBefore + OF_THE_PROCESS && !patience.hasPassed()) {
                Thread.onSpinWait();
            }
            assertThat(sockets()).as("sockets of this process").isLessThanOrEqualTo(socketsBefore + OF_THE_PROCESS);
        }
    }

    @ParameterizedTest
    @MethodSource("hostilePeers")
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void probeEndsAtItsDeadlineAndNamesTheBehaviour(Hostile hostile) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(listener, hostile.behaviour()));
            Duration handshake = hostile.kind() == Failure.Kind.TIMEOUT ? LONGEST : UNTIL_LONG_AFTER_THE_TEST;

            ProbeResult result = prober(handshake)
                    .probe(new TargetReader(TargetDefaults.BUILT_IN).read("localhost:" + listener.getLocalPort()))
                    .getFirst();

            Failure failure = result.failure().orElseThrow();
            assertThat(failure.kind()).as(failure.detail()).isEqualTo(hostile.kind());
            assertThat(failure.detail()).contains(hostile.text()).matches("[ -~]+");
        }
    }

    @Test
    void twoThousandProbesLeakNoDescriptor() throws IOException {
        int count = Integer.getInteger("fleet.probes", 2_000);
        Prerequisites.linux();
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> serve(listener, (socket, hello) -> socket.setSoLinger(true, 0)));
            Prober prober = prober(UNTIL_LONG_AFTER_THE_TEST);
            var target = new TargetReader(TargetDefaults.BUILT_IN).read("127.0.0.1:" + listener.getLocalPort());
            prober.probe(target);
            long before = open();
            for (int probe = 0; probe < count; probe++) {
                prober.probe(target);
            }
            Deadline patience = Deadline.in(PATIENCE);
            while (open() > before + 3 && !patience.hasPassed()) {
                Thread.onSpinWait(); // the last connection is closed by the peer itself, which takes a moment
            }
            assertThat(open()).isLessThanOrEqualTo(before + 3);
        }
    }

    /** Only the handshake has that limit: on a busy machine lookup and connect may take longer. */
    private static Prober prober(Duration handshake) {
        return new Prober(
                NameResolver.ofSystem(),
                EgressPolicy.anyAddress(),
                new ProbeLimits(
                        UNTIL_LONG_AFTER_THE_TEST,
                        UNTIL_LONG_AFTER_THE_TEST,
                        UNTIL_LONG_AFTER_THE_TEST,
                        handshake,
                        UNTIL_LONG_AFTER_THE_TEST,
                        UNTIL_LONG_AFTER_THE_TEST),
                ENGINE,
                ClientIdentities.none(),
                Clock.systemUTC());
    }

    private static void serve(ServerSocket listener, Behaviour behaviour) {
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                byte[] hello = new byte[4 * 1024];
                int length = socket.getInputStream().read(hello);
                behaviour.on(socket, Arrays.copyOf(hello, Math.max(length, 0)));
            } catch (IOException gone) {
                // The probe has ended, or the test has.
            }
        }
    }

    private static void waitForever(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        while (in.read() >= 0) {
            // Until the probe goes.
        }
    }

    private static void drip(Socket socket, byte[] bytes) throws IOException {
        socket.setSoTimeout(250);
        for (byte one : bytes) {
            socket.getOutputStream().write(one);
            try {
                if (socket.getInputStream().read() < 0) {
                    return;
                }
            } catch (SocketTimeoutException theProbeIsStillThere) {
                // The next byte is due.
            }
        }
    }

    private static void repeat(Socket socket, byte[]... parts) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        while (block.size() < 64 * 1024) {
            for (byte[] part : parts) {
                block.write(part);
            }
        }
        for (int sent = 0; sent < 1024 * MEGABYTE; sent += block.size()) {
            socket.getOutputStream().write(block.toByteArray());
        }
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] serverHello12() {
        return serverHello(0xc02f);
    }

    /** A ServerHello of TLS 1.2 without extensions but renegotiation_info. */
    private static byte[] serverHello(int suite) {
        String body = "0303" + "11".repeat(32) + "00" + "%04x".formatted(suite) + "00" + "0005ff01000100";
        return hex("1603030031" + "0200002d" + body);
    }

    private static byte[] zeros() {
        return new byte[16 * 1024];
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static long open() throws IOException {
        try (Stream<Path> files = Files.list(DESCRIPTORS)) {
            return files.count();
        }
    }

    private static long sockets() throws IOException {
        try (Stream<Path> files = Files.list(DESCRIPTORS)) {
            return files.filter(HostilePeersIT::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException gone) {
            return false;
        }
    }
}
