package dev.handshakefleet.probe.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads the timestamps in the control messages of {@code recvmsg} (Linux, Documentation/networking/timestamping.rst).
 * The kernel stamps on the wall clock; this class converts each stamp to the monotonic clock by its age. If the wall
 * clock was stepped between stamp and reading, the age is impossible and the stamp is dropped. Used by one thread.
 */
final class KernelStamps implements Scratch.ControlReader {

    private static final int SOL_SOCKET = 1;
    private static final int SCM_TIMESTAMPING = 37;
    private static final int SOL_IP = 0;
    private static final int IP_RECVERR = 11;
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_RECVERR = 25;
    private static final int ORIGIN_TIMESTAMPING = 4;
    private static final int ORIGIN = 4;
    private static final int INFO = 8;
    private static final int DATA = 12;
    private static final int EXTENDED_ERROR_SIZE = 16;
    private static final int LEFT = 0;
    private static final long NANOS_A_SECOND = 1_000_000_000L;
    private static final long LONGEST_AGE = 60 * NANOS_A_SECOND;
    /** Two readings of the clocks within this time are taken as simultaneous. */
    private static final long TIGHT_NANOS = 1_000;

    private static final int MOST_READINGS = 4;

    private long wallNanos;
    private boolean isOfDeparture;
    private int lastByte;

    /** Clears the values of the last read. */
    KernelStamps reset() {
        wallNanos = 0;
        isOfDeparture = false;
        lastByte = 0;
        return this;
    }

    @Override
    public void read(int level, int type, MemorySegment data) {
        if (level == SOL_SOCKET && type == SCM_TIMESTAMPING && data.byteSize() >= 2 * Long.BYTES) {
            wallNanos = data.get(JAVA_LONG_UNALIGNED, 0) * NANOS_A_SECOND + data.get(JAVA_LONG_UNALIGNED, Long.BYTES);
        }
        boolean isExtendedError =
                (level == SOL_IP && type == IP_RECVERR) || (level == SOL_IPV6 && type == IPV6_RECVERR);
        if (isExtendedError && data.byteSize() >= EXTENDED_ERROR_SIZE) {
            isOfDeparture =
                    data.get(JAVA_BYTE, ORIGIN) == ORIGIN_TIMESTAMPING && data.get(JAVA_INT_UNALIGNED, INFO) == LEFT;
            lastByte = data.get(JAVA_INT_UNALIGNED, DATA);
        }
    }

    /** The number of the last sent byte, counted from the connect, if the stamp is of a departure. */
    OptionalInt departed() {
        return isOfDeparture ? OptionalInt.of(lastByte) : OptionalInt.empty();
    }

    /** The stamp on the monotonic clock; empty if there was none or its age is impossible. */
    OptionalLong nanos() {
        if (wallNanos == 0) {
            return OptionalLong.empty();
        }
        long tightest = Long.MAX_VALUE;
        long nanos = 0;
        long age = 0;
        for (int reading = 0; reading < MOST_READINGS && tightest > TIGHT_NANOS; reading++) {
            long before = System.nanoTime();
            Instant wall = Instant.now();
            long after = System.nanoTime();
            if (after - before < tightest) {
                tightest = after - before;
                age = wall.getEpochSecond() * NANOS_A_SECOND + wall.getNano() - wallNanos;
                nanos = before + tightest / 2 - age;
            }
        }
        boolean isPossible = age > -TIGHT_NANOS && age < LONGEST_AGE;
        return isPossible ? OptionalLong.of(nanos) : OptionalLong.empty();
    }
}
