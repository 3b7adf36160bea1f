package dev.handshakefleet.probe.net;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads the stamps beside what {@code recvmsg} returned (Linux, Documentation/networking/timestamping.rst) and moves them
 * from the wall clock, on which the kernel stamps, to the monotonic one, by their age. A step of the wall clock between
 * stamp and reading shows as an impossible age; such a stamp is dropped. Used by one thread.
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
    /** Both clocks read within this: nothing came between. */
    private static final long TIGHT_NANOS = 1_000;

    private static final int MOST_READINGS = 4;

    private long wallNanos;
    private boolean isOfDeparture;
    private int lastByte;

    /** Forgets what was read before. */
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

    /** Where the stamp tells of a departure: the number of the last byte that left, counting from the connect. */
    OptionalInt departed() {
        return isOfDeparture ? OptionalInt.of(lastByte) : OptionalInt.empty();
    }

    /** The stamp on the monotonic clock; empty where there was none, or none that can be true. */
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
