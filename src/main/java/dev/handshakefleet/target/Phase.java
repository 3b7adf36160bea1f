package dev.handshakefleet.target;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The parts of a probe, in the order in which they happen, and their sum. The words are those of W3C Resource Timing
 * and of the Prometheus blackbox exporter.
 */
public enum Phase {
    /** Name lookup: from asking the resolver until it has answered. Absent for an IP literal. */
    DNS,
    /** TCP connect: from sending SYN until the connection is established. */
    CONNECT,
    /**
     * Plain-text upgrade: from the established connection until the peer has agreed to speak TLS. Absent for direct
     * TLS.
     */
    STARTTLS,
    /**
     * TLS handshake: from handing the first ClientHello byte to the socket until both Finished messages are handled.
     */
    TLS,
    /** HTTP: from handing the request to the connection until it has left. */
    REQUEST,
    /** HTTP: from the departure of the request until the first byte of the answer has arrived. */
    TTFB,
    /** HTTP: from the first byte of the answer until its last. */
    DOWNLOAD,
    /** From the start of the first phase to the end of the last one. */
    TOTAL;

    private static final String HTTP = "http";

    /** @return the name in JSON, tables and settings, such as {@code tls} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the name of the phase in failures; {@code http} for the phases from request to last byte */
    public String failureLabel() {
        return switch (this) {
            case REQUEST, TTFB, DOWNLOAD -> HTTP;
            default -> label();
        };
    }

    /** @return the phase of that failure label, or empty; {@code http} stands for the first phase of the answer */
    public static Optional<Phase> ofFailureLabel(String label) {
        return label.equals(HTTP) ? Optional.of(TTFB) : ofLabel(label);
    }

    /** @return the phase of that label, or empty */
    public static Optional<Phase> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(phase -> phase.label().equals(label))
                .findFirst();
    }

    /** @return all labels, in order */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Phase::label).toList();
    }
}
