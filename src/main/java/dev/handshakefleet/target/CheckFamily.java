package dev.handshakefleet.target;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of checks of a target, and of a region of the fleet. An alert is about one check of one kind. */
public enum CheckFamily {
    /** The target can be reached, completes the handshake and answers by HTTP where that is wanted. */
    AVAILABILITY,
    /** The limit of one phase. */
    SLA,
    /** A percentile or an availability over a window. */
    OBJECTIVE,
    /** The dates and the change of one certificate of the path, by its role. */
    CERTIFICATE,
    /** Names, trust, signatures and order of the chain. */
    CHAIN,
    /** Whether a certificate was revoked. */
    REVOCATION,
    /** The negotiated protocol and cipher. */
    PROTOCOL,
    /** A region of the fleet itself. No target has such a check, and no target has settings for it. */
    REGION;

    /** @return the name in settings, attributes and messages, such as {@code certificate} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the family of that label, or empty */
    public static Optional<CheckFamily> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(family -> family.label().equals(label))
                .findFirst();
    }

    /** @return the kinds of checks that a target has and can have settings for, in order */
    public static List<CheckFamily> ofTargets() {
        return Arrays.stream(values()).filter(family -> family != REGION).toList();
    }

    /** @return the labels of the kinds of checks that a target has, in order */
    public static List<String> labels() {
        return ofTargets().stream().map(CheckFamily::label).toList();
    }
}
