package dev.handshakefleet.alert.decide;

import dev.handshakefleet.verdict.Check;
import java.time.Instant;
import java.util.Objects;

/**
 * The identity of an alert. It stays the same from the first notice to the resolution.
 *
 * @param targetId the target
 * @param check the check of that target
 * @param since the scheduled instant of the first run that reported the problem
 */
public record AlertKey(String targetId, Check check, Instant since) {

    public AlertKey {
        Objects.requireNonNull(targetId, "targetId");
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(since, "since");
    }

    /** @return the key as text: {@code example.com:443@certificate.leaf@2026-11-23T10:00:00Z} */
    public String id() {
        return targetId + "@" + check.name() + "@" + since;
    }
}
