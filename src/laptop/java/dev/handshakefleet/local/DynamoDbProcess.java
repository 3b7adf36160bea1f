package dev.handshakefleet.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.lang.reflect.Field;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The main class of the process in which DynamoDB Local runs. It adds three guarantees:
 *
 * <ul>
 *   <li>The process ends when its standard input ends, so it ends with its parent, however that ends.
 *   <li>It listens on 127.0.0.1 alone, on a port that the system chooses.
 *   <li>It holds a lock of the operating system on its data. The lock ends with the process, so none is ever stale.
 * </ul>
 *
 * It writes one line to its standard output: {@code listening PORT}, or {@code locked PID} with the process that works on
 * the data. Everything else goes to its standard error. It runs with the class path of DynamoDB Local and this class
 * alone, so it refers to no other class of this program and reaches that server by reflection.
 */
final class DynamoDbProcess {

    /** The name of the first line for a server that is ready. */
    static final String LISTENING = "listening ";

    /** The name of the first line for data that another process works on. */
    static final String LOCKED = "locked ";

    /** Stands for no lock: the data is in memory. */
    static final String NO_LOCK = "-";

    private static final String RUNNER = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int LONGEST_PID = 20;

    /** An instance whose command was just killed needs a moment to end. */
    private static final long LONGEST_WAIT_MILLIS = 3_000;

    private static final long BETWEEN_TRIES_MILLIS = 50;
    private static final long LONGEST_STOP_MILLIS = 5_000;

    private static volatile Object server;

    /** Open until this process ends: a file that is closed, also by the garbage collector, loses its lock. */
    private static final AtomicReference<RandomAccessFile> LOCK = new AtomicReference<>();

    private DynamoDbProcess() {}

    /** @param arguments the file of the lock or {@link #NO_LOCK}, then the arguments of DynamoDB Local */
    public static void main(String... arguments) throws Exception {
        PrintStream answer = System.out;
        System.setOut(System.err);
        Thread.ofPlatform().daemon().name("end with the parent").start(DynamoDbProcess::awaitEndOfInput);
        String lock = arguments[0];
        String owner = lock.equals(NO_LOCK) ? "" : lockOrOwner(lock);
        if (!owner.isEmpty()) {
            answer.println(LOCKED + owner);
            return;
        }
        answer.println(LISTENING + listen(Arrays.copyOfRange(arguments, 1, arguments.length)));
        answer.flush();
    }

    private static int listen(String... arguments) throws Exception {
        Object created = Class.forName(RUNNER)
                .getMethod("createServerFromCommandLineArgs", String[].class)
                .invoke(null, (Object) arguments);
        Field jetty = created.getClass().getDeclaredField("server");
        jetty.setAccessible(true);
        Object[] connectors = (Object[]) call(jetty.get(created), "getConnectors");
        connectors[0].getClass().getMethod("setHost", String.class).invoke(connectors[0], LOOPBACK);
        connectors[0].getClass().getMethod("setPort", int.class).invoke(connectors[0], 0);
        call(created, "safeStart");
        server = created;
        return (int) call(connectors[0], "getLocalPort");
    }

    private static Object call(Object receiver, String method) throws ReflectiveOperationException {
        return receiver.getClass().getMethod(method).invoke(receiver);
    }

    /** @return nothing when the lock is held from now on; otherwise the process that holds it, or {@code ?} */
    private static String lockOrOwner(String file) throws IOException, InterruptedException {
        RandomAccessFile opened = new RandomAccessFile(file, "rw");
        LOCK.set(opened);
        long start = System.nanoTime();
        FileLock lock = opened.getChannel().tryLock();
        while (lock == null && (System.nanoTime() - start) / 1_000_000 < LONGEST_WAIT_MILLIS) {
            Thread.sleep(BETWEEN_TRIES_MILLIS);
            lock = opened.getChannel().tryLock();
        }
        if (lock == null) {
            return owner(opened);
        }
        opened.setLength(0);
        String parent = ProcessHandle.current()
                .parent()
                .map(ProcessHandle::pid)
                .map(String::valueOf)
                .orElse("?");
        opened.write(parent.getBytes(StandardCharsets.US_ASCII));
        return "";
    }

    private static String owner(RandomAccessFile lockedByOther) {
        try {
            byte[] pid = new byte[LONGEST_PID];
            int length = lockedByOther.read(pid);
            return length <= 0 ? "?" : new String(pid, 0, length, StandardCharsets.US_ASCII);
        } catch (IOException unreadableWhileLocked) {
            return "?";
        }
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // The parent writes nothing; only the end of the input matters.
            }
        } catch (IOException ended) {
            // The same as the end of the input.
        }
        Thread.ofPlatform().daemon().start(DynamoDbProcess::endAtTheLatest);
        Object running = server;
        try {
            if (running != null) {
                call(running, "stop");
            }
        } catch (ReflectiveOperationException | RuntimeException stopFailed) {
            System.err.println("DynamoDB Local was not stopped in order: " + stopFailed);
        }
        Runtime.getRuntime().halt(0);
    }

    private static void endAtTheLatest() {
        try {
            Thread.sleep(LONGEST_STOP_MILLIS);
        } catch (InterruptedException endNow) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
