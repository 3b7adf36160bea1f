package dev.handshakefleet.fleet;

import dev.handshakefleet.base.Deadline;
import java.time.Duration;

/**
 * How the time of a run is divided. All parts are shares of the whole where the run is short.
 *
 * <pre>
 *   probing │ comparing │ storing, deciding │ sending │ recording the run │
 *      probingEnds  compareUntil       decideUntil sendUntil           answerBy
 * </pre>
 *
 * <p>Probing ends when what is under way needs the rest by the measured pace; see {@link RunBatches#probingEnds}.
 *
 * @param compareUntil when the last comparison of a certificate has ended
 * @param decideUntil when the last measurement is stored and the last alert decided
 * @param sendUntil when the last notice is sent and marked
 * @param answerBy the end of the run
 * @param firstReserve the time between probing and {@code decideUntil} as long as nothing is measured
 * @param longestReserve the longest time between them
 */
record RunTimes(
        Deadline compareUntil,
        Deadline decideUntil,
        Deadline sendUntil,
        Deadline answerBy,
        Duration firstReserve,
        Duration longestReserve) {

    private static final Duration TO_STORE = Duration.ofSeconds(2);
    private static final Duration TO_SEND = Duration.ofSeconds(3);
    private static final Duration TO_RECORD = Duration.ofSeconds(1);
    private static final Duration FIRST_RESERVE = Duration.ofSeconds(12);

    /** @param answerBy the end of a run that begins now */
    static RunTimes until(Deadline answerBy) {
        Duration whole = answerBy.remaining();
        Duration recording = shorter(TO_RECORD, whole.dividedBy(24));
        Duration sending = recording.plus(shorter(TO_SEND, whole.dividedBy(8)));
        Duration storing = sending.plus(shorter(TO_STORE, whole.dividedBy(12)));
        return new RunTimes(
                Deadline.in(whole.minus(storing)),
                Deadline.in(whole.minus(sending)),
                Deadline.in(whole.minus(recording)),
                answerBy,
                shorter(FIRST_RESERVE, whole.dividedBy(5)),
                whole.dividedBy(4));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
