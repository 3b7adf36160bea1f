package dev.handshakefleet.cli;

import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.verdict.Severity;

/**
 * Exit status by the convention of the monitoring plugins, so that the command is a Nagios or Icinga check as it is.
 */
public final class ExitStatus {

    public static final int OK = 0;
    public static final int WARNING = 1;
    public static final int CRITICAL = 2;
    /** Usage, bad target, internal error. */
    public static final int UNKNOWN = 3;

    private ExitStatus() {}

    static int of(Severity severity) {
        return switch (severity) {
            case OK -> OK;
            case WARNING -> WARNING;
            case CRITICAL -> CRITICAL;
        };
    }

    /** The worst verdict; UNKNOWN if a requested target has none. */
    static int of(RunReport report) {
        boolean allHaveVerdicts =
                report.rejected().isEmpty() && report.notProbed().isEmpty();
        return allHaveVerdicts ? of(report.worst()) : UNKNOWN;
    }
}
