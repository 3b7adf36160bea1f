package dev.handshakefleet.probe.starttls;

import dev.handshakefleet.probe.result.Failure;
import java.util.Objects;

/** What came of a plain-text upgrade. */
public sealed interface Upgrade {

    /**
     * The peer has agreed: the next byte in either direction belongs to TLS.
     *
     * @param nanos when the last byte of its go-ahead arrived, on the monotonic clock ({@link System#nanoTime}): the end of
     *     the phase {@code starttls}. MySQL knows no go-ahead: there it is the server's handshake packet, which says that
     *     it can speak TLS.
     */
    record Agreed(long nanos) implements Upgrade {}

    /**
     * The peer has not agreed. The stream stands somewhere in the middle: it can only be closed.
     *
     * @param failure of phase {@code starttls}
     */
    record Failed(Failure failure) implements Upgrade {

        public Failed {
            Objects.requireNonNull(failure, "failure");
        }
    }
}
