package dev.handshakefleet.target.read;

import dev.handshakefleet.base.SafeText;

/**
 * An invalid entry of a list of targets. The other entries are still probed.
 *
 * @param target the entry as written, without a user and password, shortened to 120 characters
 * @param reason names the field, the value and the accepted form
 */
public record RejectedTarget(String target, String reason) {

    private static final int LONGEST_SHOWN = 120;

    public RejectedTarget {
        target = SafeText.line(SafeText.withoutUserInfo(target), LONGEST_SHOWN);
    }
}
