package dev.handshakefleet.target;

import java.time.Duration;
import java.util.Objects;

/**
 * The defaults of a target. No others exist besides {@link Target#DEFAULT_PORT}.
 */
public record TargetDefaults(Sla sla, ExpiryPolicy expiry, AlertPolicy alert) {

    /** A handshake slower than half a second is a breach, slower than a second a critical one. */
    public static final TargetDefaults BUILT_IN =
            new TargetDefaults(Sla.ofTls(Duration.ofMillis(500)), ExpiryPolicy.BY_LIFETIME, AlertPolicy.DEFAULT);

    public TargetDefaults {
        Objects.requireNonNull(sla, "sla");
        Objects.requireNonNull(expiry, "expiry");
        Objects.requireNonNull(alert, "alert");
    }

    /** @return the same with another limit on the handshake, critical at twice the duration */
    public TargetDefaults withTlsSla(Duration warning) {
        return new TargetDefaults(Sla.ofTls(warning), expiry, alert);
    }
}
