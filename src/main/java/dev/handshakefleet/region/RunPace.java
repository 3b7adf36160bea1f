package dev.handshakefleet.region;

/**
 * The pace of a run, as it was measured. All values are targets a second, 0 or more; 0 where a stage had nothing to do.
 *
 * @param run the probed targets of the run in its whole time
 * @param probing what probing reaches while all places for probes are in use
 * @param storing what comparing certificates and storing measurements reach while all their places are in use
 * @param deciding what reading, deciding and writing alerts reach while all their places are in use
 */
public record RunPace(double run, double probing, double storing, double deciding) {

    /** Nothing was measured. */
    public static final RunPace NONE = new RunPace(0, 0, 0, 0);

    public RunPace {
        requireZeroOrMore("run", run);
        requireZeroOrMore("probing", probing);
        requireZeroOrMore("storing", storing);
        requireZeroOrMore("deciding", deciding);
    }

    private static void requireZeroOrMore(String field, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(field + ": " + value + "; accepted: a number of 0 or more");
        }
    }
}
