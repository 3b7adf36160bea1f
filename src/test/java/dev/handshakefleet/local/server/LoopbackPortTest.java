package dev.handshakefleet.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LoopbackPortTest {

    private static final int PORTS = 100;

    @Test
    void noPortIsGivenTwice() throws Exception {
        List<Future<Integer>> given = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int count = 0; count < PORTS; count++) {
                given.add(threads.submit(LoopbackPort::free));
            }
        }
        HashSet<Integer> ports = new HashSet<>();
        for (Future<Integer> port : given) {
            ports.add(port.get());
        }

        assertThat(ports).hasSize(PORTS).allMatch(port -> port < 32_768, "no port that systems give to clients");
    }

    @Test
    void waitEndsIfTheServerListens() throws IOException {
        Process alive = new ProcessBuilder("cat").start(); // until its input ends
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            LoopbackPort.awaitListening(server.getLocalPort(), alive);

            server.accept().close();
        } finally {
            alive.destroyForcibly();
        }
    }

    @Test
    void waitEndsIfTheServerFails() throws IOException {
        Process failed = new ProcessBuilder("false").start();

        assertThatThrownBy(() -> LoopbackPort.awaitListening(LoopbackPort.free(), failed))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not listen on port");
    }
}
