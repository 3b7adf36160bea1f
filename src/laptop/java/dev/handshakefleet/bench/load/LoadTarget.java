package dev.handshakefleet.bench.load;

import dev.handshakefleet.bench.workbench.LoopbackAddresses;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A target of the load: an address of loopback and a server name of its own, so that each is another one to the fleet.
 *
 * @param address of 127.0.0.0/8
 * @param port of the relay before the server, or one without a listener
 * @param serverName that the server's certificate is for
 */
record LoadTarget(String address, int port, String serverName) {

    /** As the bill has it: of a hundred targets, one is in trouble. */
    private static final int TROUBLED_OF = 100;

    /**
     * @param count how many
     * @param port of the server
     * @param closedPort of every hundredth target, where nobody listens
     */
    static List<LoadTarget> of(int count, int port, int closedPort) {
        List<String> addresses = LoopbackAddresses.first(Math.min(count, LoopbackAddresses.MOST));
        return IntStream.range(0, count)
                .mapToObj(index -> new LoadTarget(
                        addresses.get(index % addresses.size()),
                        index % TROUBLED_OF == TROUBLED_OF - 1 ? closedPort : port,
                        "t" + index + ".bench.test"))
                .toList();
    }

    /** @return as in a file of targets */
    Map<String, Object> written() {
        return Map.of("host", address, "port", port, "serverName", serverName);
    }
}
