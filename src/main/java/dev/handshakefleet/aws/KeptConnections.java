package dev.handshakefleet.aws;

/**
 * How many connections to a service stay open between calls. The JDK's HTTP client keeps 5 (networking properties of the JDK, {@code
 * http.maxConnections}), so of 64 calls at once 59 would connect anew: three round trips more for each, one for TCP and two for TLS.
 */
public final class KeptConnections {

    private static final String PROPERTY = "http.maxConnections";

    /** All calls to DynamoDB that a run makes at once. */
    private static final String MOST = "160";

    private KeptConnections() {}

    /** Keeps as many as a run uses at once, unless the property is set. It works before the first call of the process only. */
    public static void forParallelCalls() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, MOST);
        }
    }
}
