package dev.handshakefleet.probe.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Native memory for one call at a time: a {@code struct msghdr} with one buffer and space for control messages, and
 * space for socket options. The layouts are those of 64-bit Linux, which x86-64 and aarch64 share. Used by one thread
 * at a time.
 */
final class Scratch {

    /** The control messages of one read: three timestamps and an extended error take 136 bytes. */
    private static final int CONTROL_SIZE = 256;

    private static final int OPTION_SIZE = 256;
    private static final int MESSAGE_HEADER_SIZE = 56;
    private static final int IO_VECTOR_SIZE = 16;
    private static final int NAME = 0;
    private static final int IO_VECTORS = 16;
    private static final int IO_VECTOR_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int CONTROL_HEADER_SIZE = 16;

    final MemorySegment state;
    final MemorySegment message;
    final MemorySegment buffer;
    final MemorySegment option;
    final MemorySegment optionLength;
    private final MemorySegment control;

    private Scratch(Arena arena) {
        state = arena.allocate(Libc.callState());
        message = arena.allocate(MESSAGE_HEADER_SIZE, Long.BYTES);
        buffer = arena.allocate(PolledLink.READ_SIZE, Long.BYTES);
        control = arena.allocate(CONTROL_SIZE, Long.BYTES);
        option = arena.allocate(OPTION_SIZE, Long.BYTES);
        optionLength = arena.allocate(JAVA_INT);
        MemorySegment vector = arena.allocate(IO_VECTOR_SIZE, Long.BYTES);
        vector.set(ADDRESS, 0, buffer);
        vector.set(JAVA_LONG, Long.BYTES, buffer.byteSize());
        message.set(ADDRESS, NAME, MemorySegment.NULL);
        message.set(ADDRESS, IO_VECTORS, vector);
        message.set(JAVA_LONG, IO_VECTOR_COUNT, 1);
        message.set(ADDRESS, CONTROL, control);
    }

    /** The message header, with the whole control buffer free. */
    MemorySegment emptyMessage() {
        message.set(JAVA_LONG, CONTROL_LENGTH, CONTROL_SIZE);
        return message;
    }

    /** The first bytes of the buffer. */
    byte[] bytes(int length) {
        return buffer.asSlice(0, length).toArray(JAVA_BYTE);
    }

    /** An option of type {@code int}. */
    MemorySegment option(int value) {
        option.set(JAVA_INT, 0, value);
        return option;
    }

    /** Passes each control message of the last read to the reader, in order. */
    void eachControlMessage(ControlReader reader) {
        long end = Math.min(message.get(JAVA_LONG, CONTROL_LENGTH), CONTROL_SIZE);
        long at = 0;
        while (at + CONTROL_HEADER_SIZE <= end) {
            long length = control.get(JAVA_LONG_UNALIGNED, at);
            if (length < CONTROL_HEADER_SIZE || at + length > end) {
                return;
            }
            reader.read(
                    control.get(JAVA_INT_UNALIGNED, at + Long.BYTES),
                    control.get(JAVA_INT_UNALIGNED, at + Long.BYTES + Integer.BYTES),
                    control.asSlice(at + CONTROL_HEADER_SIZE, length - CONTROL_HEADER_SIZE));
            at += (length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        }
    }

    /** Reads one control message: {@code cmsg_level}, {@code cmsg_type} and its data (cmsg(3)). */
    @FunctionalInterface
    interface ControlReader {
        void read(int level, int type, MemorySegment data);
    }

    /**
     * A pool of scratch memory. It allocates when all are in use, so it never holds more than the number of concurrent
     * callers.
     */
    static final class Shelf {

        private final ConcurrentLinkedQueue<Scratch> free = new ConcurrentLinkedQueue<>();

        Scratch take() {
            Scratch scratch = free.poll();
            return scratch == null ? new Scratch(Arena.ofAuto()) : scratch;
        }

        void giveBack(Scratch scratch) {
            free.add(scratch);
        }
    }
}
