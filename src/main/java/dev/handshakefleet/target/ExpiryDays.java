package dev.handshakefleet.target;

import dev.handshakefleet.base.BadInputException;

/**
 * Fixed days before {@code notAfter} from which an expiry is reported.
 *
 * @param warning fewer days left than this is a WARNING; 1 to 3,650
 * @param critical fewer days left than this is CRITICAL; 0 to {@code warning}
 */
public record ExpiryDays(int warning, int critical) {

    private static final int LONGEST = 3_650;

    public ExpiryDays {
        if (warning < 1 || warning > LONGEST) {
            throw new BadInputException("expiry.warningDays", warning, "1 to " + LONGEST);
        }
        if (critical < 0 || critical > warning) {
            throw new BadInputException("expiry.criticalDays", critical, "0 to the warning days, " + warning);
        }
    }
}
