package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Severity;
import java.util.Objects;

/**
 * What the regions say together.
 *
 * @param severity OK where no region sees anything
 * @param regional whether fewer regions see it than the quorum wants; its severity is WARNING then
 */
public record Outlook(Severity severity, boolean regional) {

    static final Outlook WELL = new Outlook(Severity.OK, false);
    static final Outlook REGIONAL = new Outlook(Severity.WARNING, true);

    public Outlook {
        Objects.requireNonNull(severity, "severity");
    }

    boolean isWorseThan(Outlook other) {
        return severity.compareTo(other.severity) > 0;
    }
}
