package dev.handshakefleet.target;

import dev.handshakefleet.base.BadInputException;

/**
 * The number of reporting regions that must see a problem before it counts as the target's own.
 *
 * @param regions the number; {@link #MAJORITY}, {@link #ALL}, or 1 to 100 (never more than report)
 */
public record Quorum(int regions) {

    private static final int HIGHEST = 100;
    private static final int MAJORITY_CODE = 0;
    private static final int ALL_CODE = -1;
    public static final String ACCEPTED = "majority, all, or a whole number from 1 to " + HIGHEST;

    /** More than half of the regions that report. */
    public static final Quorum MAJORITY = new Quorum(MAJORITY_CODE);

    /** Every region that reports. */
    public static final Quorum ALL = new Quorum(ALL_CODE);

    /** @throws BadInputException for a number out of its range */
    public Quorum {
        if (regions < ALL_CODE || regions > HIGHEST) {
            throw new BadInputException("alert.quorum", regions, ACCEPTED);
        }
    }

    /**
     * @param reporting how many regions report
     * @return how many of them must see it; at least 1, and at most as many as report
     */
    public int of(int reporting) {
        int required = switch (regions) {
            case MAJORITY_CODE -> reporting / 2 + 1;
            case ALL_CODE -> reporting;
            default -> regions;
        };
        return Math.clamp(required, 1, Math.max(1, reporting));
    }

    /** @return the written form in settings */
    public String label() {
        return switch (regions) {
            case MAJORITY_CODE -> "majority";
            case ALL_CODE -> "all";
            default -> String.valueOf(regions);
        };
    }
}
