package dev.handshakefleet.alert;

/** Other invocations changed the state of a target during every attempt. The next run decides. */
final class LostEveryRaceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param attempts how many there were */
    LostEveryRaceException(int attempts) {
        super("other runs changed the state " + attempts + " times in between");
    }
}
