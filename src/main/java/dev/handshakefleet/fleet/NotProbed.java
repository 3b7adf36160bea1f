package dev.handshakefleet.fleet;

import java.util.Objects;

/**
 * A valid target that was not probed in this run.
 *
 * @param target its id
 * @param kind why not, for programs
 * @param reason why not, in plain words
 */
public record NotProbed(String target, Kind kind, String reason) {

    /** Why a target was not probed. The names are part of the result contract. */
    public enum Kind {
        /** A probe started now could have exceeded the time of the run. Another run can probe it. */
        NO_TIME,
        /** The user ended the run. */
        INTERRUPTED,
        /** This machine has no route to any address of the target. */
        NO_ROUTE,
        /** Something that the target needs cannot be used, such as its client certificate. */
        UNUSABLE
    }

    private static final String NO_TIME_LEFT =
            "no time left: a probe started now could exceed the time of the invocation";

    public NotProbed {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(reason, "reason");
    }

    static NotProbed noTime(String target) {
        return new NotProbed(target, Kind.NO_TIME, NO_TIME_LEFT);
    }
}
