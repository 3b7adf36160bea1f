package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.probe.result.Failure;
import java.util.Objects;

/** The result of a plain-text upgrade. */
public sealed interface Upgrade {

    /**
     * The peer has agreed: the next byte in either direction belongs to TLS.
     *
     * @param nanos the arrival of the last byte of the agreement, on the monotonic clock ({@link System#nanoTime}): the
     *     end of the phase {@code starttls}. MySQL has no such reply; there it is the arrival of the server's handshake
     *     packet, which announces TLS
     */
    record Agreed(long nanos) implements Upgrade {}

    /**
     * The peer has not agreed. The stream is in the middle of the dialogue and can only be closed.
     *
     * @param failure a failure of the phase {@code starttls}
     */
    record Failed(Failure failure) implements Upgrade {

        public Failed {
            Objects.requireNonNull(failure, "failure");
        }
    }
}
