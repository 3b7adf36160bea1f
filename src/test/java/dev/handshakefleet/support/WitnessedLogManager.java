package dev.handshakefleet.support;

import java.util.logging.LogManager;
import java.util.stream.Collectors;

/** A log manager in the place of JBoss's, which is final. It writes to standard error which threads of the program there were at its start. */
public final class WitnessedLogManager extends LogManager {

    /** Begins its line. */
    public static final String SAYS = "log manager started beside: ";

    /** Called by the JDK, through the system property {@code java.util.logging.manager}. */
    public WitnessedLogManager() {
        System.err.println(SAYS
                + Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !thread.isDaemon() || thread.getName().matches("warm-up.*|ForkJoinPool.*"))
                        .map(Thread::getName)
                        .sorted()
                        .collect(Collectors.joining(", ")));
    }
}
