package dev.handshakefleet.probe.net;

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

    /**
     * The signature of every call. The functions take and return integers and pointers of at most 64 bits, at most five, and the
     * calling conventions of both architectures pass each in a register of its own, where a function reads the bits that it
     * wants and ignores arguments that it does not have. One signature is linked once, which takes a JVM a tenth of the time
     * of one for each function. It must be registered for native executables.
     */
    static final FunctionDescriptor SIGNATURE =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private final VarHandle errno = callState().varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private final MethodHandle socket;
    private final MethodHandle connect;
    private final MethodHandle setsockopt;
    private final MethodHandle getsockopt;
    private final MethodHandle recvmsg;
    private final MethodHandle send;
    private final MethodHandle close;
    private final MethodHandle epollCreate;
    private final MethodHandle epollControl;
    private final MethodHandle epollWait;

    private Libc(Linker linker) {
        socket = find(linker, "socket");
        connect = find(linker, "connect");
        setsockopt = find(linker, "setsockopt");
        getsockopt = find(linker, "getsockopt");
        recvmsg = find(linker, "recvmsg");
        send = find(linker, "send");
        close = find(linker, "close");
        epollCreate = find(linker, "epoll_create1");
        epollControl = find(linker, "epoll_ctl");
        epollWait = find(linker, "epoll_wait");
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
        return call(socket, state, domain, type, protocol, 0, 0);
    }

    int connect(MemorySegment state, int socketNumber, MemorySegment address, int length) {
        return call(connect, state, socketNumber, address.address(), length, 0, 0);
    }

    int setsockopt(MemorySegment state, int socketNumber, int level, int option, MemorySegment value, int length) {
        return call(setsockopt, state, socketNumber, level, option, value.address(), length);
    }

    int getsockopt(
            MemorySegment state, int socketNumber, int level, int option, MemorySegment value, MemorySegment length) {
        return call(getsockopt, state, socketNumber, level, option, value.address(), length.address());
    }

    int recvmsg(MemorySegment state, int socketNumber, MemorySegment message, int flags) {
        return call(recvmsg, state, socketNumber, message.address(), flags, 0, 0);
    }

    int send(MemorySegment state, int socketNumber, MemorySegment bytes, int length, int flags) {
        return call(send, state, socketNumber, bytes.address(), length, flags, 0);
    }

    int close(MemorySegment state, int number) {
        return call(close, state, number, 0, 0, 0, 0);
    }

    int epollCreate(MemorySegment state, int flags) {
        return call(epollCreate, state, flags, 0, 0, 0, 0);
    }

    int epollControl(MemorySegment state, int epoll, int operation, int socketNumber, MemorySegment event) {
        return call(epollControl, state, epoll, operation, socketNumber, event.address(), 0);
    }

    int epollWait(MemorySegment state, int epoll, MemorySegment events, int most, int millis) {
        return call(epollWait, state, epoll, events.address(), most, millis, 0);
    }

    /**
     * The caller keeps the memory behind its pointers reachable. The upper half of the result is undefined where a function
     * returns an {@code int}.
     */
    private int call(
            MethodHandle function, MemorySegment state, long first, long second, long third, long fourth, long fifth) {
        try {
            int returned = (int) (long) function.invokeExact(state, first, second, third, fourth, fifth);
            return returned >= 0 ? returned : -(int) errno.get(state, 0L);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    @SuppressWarnings("restricted") // native access is enabled for this program in its manifest and by its launcher
    private static MethodHandle find(Linker linker, String name) {
        MemorySegment address = linker.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no " + name));
        return linker.downcallHandle(address, SIGNATURE, Linker.Option.captureCallState("errno"));
    }
}
