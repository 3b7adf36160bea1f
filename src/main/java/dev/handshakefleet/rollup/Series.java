package dev.handshakefleet.rollup;

import dev.handshakefleet.measurement.Measurement;
import dev.handshakefleet.target.Phase;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The durations that a rollup has a sketch of: each phase, and the parts of the handshake. In the order of a request. The numbers are
 * stored.
 */
public enum Series {
    DNS(1, "dns"),
    CONNECT(2, "connect"),
    STARTTLS(3, "starttls"),
    TLS(4, "tls"),
    TLS_WAIT(5, "tls.wait"),
    TLS_NETWORK(6, "tls.network"),
    TLS_SERVER(7, "tls.server"),
    REQUEST(8, "request"),
    TTFB(9, "ttfb"),
    DOWNLOAD(10, "download"),
    TOTAL(11, "total");

    private final int number;
    private final String label;

    Series(int number, String label) {
        this.number = number;
        this.label = label;
    }

    /** @return the name in JSON and tables, such as {@code tls} or {@code tls.wait} */
    public String label() {
        return label;
    }

    /** @return the series of that phase */
    public static Series of(Phase phase) {
        return valueOf(phase.name());
    }

    /** @return its number in a stored rollup, 1 to 255 */
    int number() {
        return number;
    }

    /** @return the series of that number; empty for one of a later version */
    static Optional<Series> ofNumber(int number) {
        return Arrays.stream(values()).filter(series -> series.number == number).findFirst();
    }

    Optional<Duration> of(Measurement measurement) {
        return switch (this) {
            case TLS_WAIT -> measurement.waited();
            case TLS_NETWORK -> measurement.network();
            case TLS_SERVER -> measurement.server();
            default -> measurement.took(Phase.valueOf(name()));
        };
    }
}
