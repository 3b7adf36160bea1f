package dev.handshakefleet.probe.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;

/**
 * Calls of the C library that {@code java.nio} does not offer. Each returns the result of the call, or the negative
 * {@code errno} after a failure. The signatures are registered for native executables in {@code
 * META-INF/native-image/…/reachability-metadata.json}. Immutable; thread-safe.
 */
final class Libc {

    /** The signatures of all calls in this class, result first. Each must be registered for native executables. */
    @SuppressWarnings("ImmutableEnumChecker") // a descriptor is immutable by its contract
    enum Signature {
        INT_INT_INT(FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT)),
        INT_POINTER_INT(FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT)),
        INT_POINTER_POINTER(FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS)),
        SET_OPTION(FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT)),
        GET_OPTION(FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS)),
        RECEIVE_MESSAGE(FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT)),
        SEND(FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT)),
        INT(FunctionDescriptor.of(JAVA_INT, JAVA_INT)),
        EPOLL_CONTROL(FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS)),
        EPOLL_WAIT(FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

        private final FunctionDescriptor descriptor;

        Signature(FunctionDescriptor descriptor) {
            this.descriptor = descriptor;
        }

        FunctionDescriptor descriptor() {
            return descriptor;
        }
    }

    private final VarHandle errno = callState().varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private final MethodHandle socket;
    private final MethodHandle connect;
    private final MethodHandle getsockname;
    private final MethodHandle setsockopt;
    private final MethodHandle getsockopt;
    private final MethodHandle recvmsg;
    private final MethodHandle send;
    private final MethodHandle close;
    private final MethodHandle epollCreate;
    private final MethodHandle epollControl;
    private final MethodHandle epollWait;

    private Libc(Linker linker) {
        socket = find(linker, "socket", Signature.INT_INT_INT);
        connect = find(linker, "connect", Signature.INT_POINTER_INT);
        getsockname = find(linker, "getsockname", Signature.INT_POINTER_POINTER);
        setsockopt = find(linker, "setsockopt", Signature.SET_OPTION);
        getsockopt = find(linker, "getsockopt", Signature.GET_OPTION);
        recvmsg = find(linker, "recvmsg", Signature.RECEIVE_MESSAGE);
        send = find(linker, "send", Signature.SEND);
        close = find(linker, "close", Signature.INT);
        epollCreate = find(linker, "epoll_create1", Signature.INT);
        epollControl = find(linker, "epoll_ctl", Signature.EPOLL_CONTROL);
        epollWait = find(linker, "epoll_wait", Signature.EPOLL_WAIT);
    }

    /** The place of {@code errno} after a call. */
    static StructLayout callState() {
        return Linker.Option.captureStateLayout();
    }

    /**
     * Returns the C library of a 64-bit little-endian Linux; empty on other systems and if foreign calls are forbidden.
     */
    static Optional<Libc> ofLinux() {
        boolean isKnown = System.getProperty("os.name", "").equals("Linux")
                && List.of("amd64", "x86_64", "aarch64").contains(System.getProperty("os.arch", ""));
        if (!isKnown) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Libc(Linker.nativeLinker()));
        } catch (RuntimeException | LinkageError refused) {
            System.getLogger(Libc.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "Foreign calls are not available; the process takes the timestamps",
                            refused);
            return Optional.empty();
        }
    }

    int socket(MemorySegment state, int domain, int type, int protocol) {
        try {
            return result(state, (int) socket.invokeExact(state, domain, type, protocol));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    int connect(MemorySegment state, int socketNumber, MemorySegment address, int length) {
        try {
            return result(state, (int) connect.invokeExact(state, socketNumber, address, length));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    int getsockname(MemorySegment state, int socketNumber, MemorySegment address, MemorySegment length) {
        try {
            return result(state, (int) getsockname.invokeExact(state, socketNumber, address, length));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    int setsockopt(MemorySegment state, int socketNumber, int level, int option, MemorySegment value, int length) {
        try {
            return result(state, (int) setsockopt.invokeExact(state, socketNumber, level, option, value, length));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    int getsockopt(
            MemorySegment state, int socketNumber, int level, int option, MemorySegment value, MemorySegment length) {
        try {
            return result(state, (int) getsockopt.invokeExact(state, socketNumber, level, option, value, length));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    int recvmsg(MemorySegment state, int socketNumber, MemorySegment message, int flags) {
        try {
            return result(state, Math.toIntExact((long) recvmsg.invokeExact(state, socketNumber, message, flags)));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    int send(MemorySegment state, int socketNumber, MemorySegment bytes, int length, int flags) {
        try {
            return result(
                    state, Math.toIntExact((long) send.invokeExact(state, socketNumber, bytes, (long) length, flags)));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    int close(MemorySegment state, int number) {
        try {
            return result(state, (int) close.invokeExact(state, number));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    int epollCreate(MemorySegment state, int flags) {
        try {
            return result(state, (int) epollCreate.invokeExact(state, flags));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    int epollControl(MemorySegment state, int epoll, int operation, int socketNumber, MemorySegment event) {
        try {
            return result(state, (int) epollControl.invokeExact(state, epoll, operation, socketNumber, event));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    int epollWait(MemorySegment state, int epoll, MemorySegment events, int most, int millis) {
        try {
            return result(state, (int) epollWait.invokeExact(state, epoll, events, most, millis));
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private int result(MemorySegment state, int returned) {
        return returned >= 0 ? returned : -(int) errno.get(state, 0L);
    }

    @SuppressWarnings("restricted") // native access is enabled for this program in its manifest and by its launcher
    private static MethodHandle find(Linker linker, String name, Signature signature) {
        MemorySegment address = linker.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
        return linker.downcallHandle(address, signature.descriptor(), Linker.Option.captureCallState("errno"));
    }
}
