package dev.handshakefleet.target;

import java.time.Duration;

/**
 * What is promised of a target over a window of time, where a limit of a phase is held against each probe by itself.
 * Source of the words: Google SRE Workbook, "Implementing SLOs".
 */
public sealed interface SlaObjective permits PercentileObjective, AvailabilityObjective {

    /** @return what tells it from the other objectives of its target, such as {@code p95-tls} or {@code availability} */
    String name();

    /** @return the stretch of time that it is promised for */
    Duration window();
}
