package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Severity;
import java.util.Objects;

/**
 * The status that the regions report together.
 *
 * @param severity OK where no region reports a problem
 * @param regional whether fewer regions than the quorum report the problem; the severity is WARNING then
 */
public record CombinedStatus(Severity severity, boolean regional) {

    static final CombinedStatus OK = new CombinedStatus(Severity.OK, false);
    static final CombinedStatus REGIONAL = new CombinedStatus(Severity.WARNING, true);

    public CombinedStatus {
        Objects.requireNonNull(severity, "severity");
    }

    boolean isWorseThan(CombinedStatus other) {
        return severity.compareTo(other.severity) > 0;
    }
}
