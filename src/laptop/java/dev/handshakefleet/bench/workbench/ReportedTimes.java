package dev.handshakefleet.bench.workbench;

import dev.handshakefleet.probe.result.ProbeResult;
import dev.handshakefleet.probe.result.TlsFacts;
import dev.handshakefleet.target.Phase;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A client's report of one probe. Each probe of a run connects to an address of its own, so it can be found in the
 * capture by that address.
 *
 * @param address the loopback address connected to
 * @param connect TCP connect; empty where the client does not say
 * @param tls the handshake; empty where the client does not say or it failed
 * @param waited the part of it that the server and the network took; empty where the client does not say
 */
public record ReportedTimes(
        String address, Optional<Duration> connect, Optional<Duration> tls, Optional<Duration> waited) {

    private static final String ABSENT = "-";
    private static final int FIELDS = 4;

    public ReportedTimes {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(connect, "connect");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(waited, "waited");
    }

    /** The report of our engine; without TLS times if the handshake failed. */
    static ReportedTimes of(String address, ProbeResult result) {
        Optional<TlsFacts> facts = result.failure().isPresent() ? Optional.empty() : result.tls();
        return new ReportedTimes(
                address,
                Optional.ofNullable(result.phases().get(Phase.CONNECT)),
                Optional.ofNullable(result.phases().get(Phase.TLS)),
                facts.map(TlsFacts::waited));
    }

    /** One line for a pipe, which {@link #parse} reads: nanoseconds, or a dash for an absent time. */
    String line() {
        return String.join(" ", address, field(connect), field(tls), field(waited));
    }

    /** @throws IllegalArgumentException when {@link #line} did not write the line */
    public static ReportedTimes parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException("line: " + line + "; accepted: address connect tls wait");
        }
        return new ReportedTimes(fields[0], duration(fields[1]), duration(fields[2]), duration(fields[3]));
    }

    private static String field(Optional<Duration> duration) {
        return duration.map(time -> String.valueOf(time.toNanos())).orElse(ABSENT);
    }

    private static Optional<Duration> duration(String field) {
        return field.equals(ABSENT) ? Optional.empty() : Optional.of(Duration.ofNanos(Long.parseLong(field)));
    }
}
