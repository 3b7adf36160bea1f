package dev.handshakefleet.target;

import dev.handshakefleet.base.BadInputException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The alert settings of a target.
 *
 * @param checks the settings by kind of check; every kind is present
 * @param quorum how many regions must see a problem
 * @param regional whether problems seen by fewer regions than the quorum are notified
 * @param flapChanges how many openings and resolutions within the flapping window make an alert flap; 0 turns flapping
 *     off
 */
public record AlertPolicy(Map<CheckFamily, CheckPolicy> checks, Quorum quorum, boolean regional, int flapChanges) {

    public static final int FEWEST_FLAP_CHANGES = 3;
    static final int MOST_FLAP_CHANGES = 20;
    public static final String ACCEPTED_FLAPPING =
            "a whole number from " + FEWEST_FLAP_CHANGES + " to " + MOST_FLAP_CHANGES + ", or off";

    private static final int CONFIRMED = 2;
    private static final int DEFAULT_FLAP_CHANGES = 5;
    private static final Duration DAILY = Duration.ofHours(24);

    /**
     * Two bad runs for checks that can fail for a moment, one for certificates; reminders for certificates, and for regions of the
     * fleet itself, whose check is about several runs already.
     */
    public static final AlertPolicy DEFAULT = byDefault();

    /** @throws BadInputException for a number of changes out of its range */
    public AlertPolicy {
        Objects.requireNonNull(quorum, "quorum");
        Map<CheckFamily, CheckPolicy> ordered = new EnumMap<>(CheckFamily.class);
        ordered.putAll(checks);
        checks = Collections.unmodifiableMap(ordered);
        if (checks.size() != CheckFamily.values().length) {
            throw new IllegalArgumentException("checks: every kind of check needs a policy");
        }
        if (flapChanges != 0 && (flapChanges < FEWEST_FLAP_CHANGES || flapChanges > MOST_FLAP_CHANGES)) {
            throw new BadInputException("alert.flapping", flapChanges, ACCEPTED_FLAPPING);
        }
    }

    /** @return the policy of checks of that kind */
    public CheckPolicy of(CheckFamily family) {
        return checks.get(family);
    }

    private static AlertPolicy byDefault() {
        Map<CheckFamily, CheckPolicy> checks = new EnumMap<>(CheckFamily.class);
        for (CheckFamily family : CheckFamily.values()) {
            checks.put(
                    family,
                    switch (family) {
                        case AVAILABILITY, SLA -> new CheckPolicy(CONFIRMED, CONFIRMED, Optional.empty());
                        case CERTIFICATE -> new CheckPolicy(1, CONFIRMED, Optional.of(DAILY));
                        case REGION -> new CheckPolicy(1, 1, Optional.of(DAILY));
                        case OBJECTIVE, CHAIN, REVOCATION, PROTOCOL -> new CheckPolicy(1, CONFIRMED, Optional.empty());
                    });
        }
        return new AlertPolicy(checks, Quorum.MAJORITY, true, DEFAULT_FLAP_CHANGES);
    }
}
