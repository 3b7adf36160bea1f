package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Severity;
import java.util.Objects;

/**
 * What the regions say together.
 *
 * @param severity OK where no region sees anything
 * @param regional whether fewer regions see it than the quorum wants; its severity is WARNING then
 */
public record CombinedStatus(Severity severity, boolean regional) {

    static final CombinedStatus WELL = new CombinedStatus(Severity.OK, false);
    static final CombinedStatus REGIONAL = new CombinedStatus(Severity.WARNING, true);

    public CombinedStatus {
        Objects.requireNonNull(severity, "severity");
    }

    boolean isWorseThan(CombinedStatus other) {
        return severity.compareTo(other.severity) > 0;
    }
}
