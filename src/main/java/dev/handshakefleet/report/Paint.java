package dev.handshakefleet.report;

import dev.handshakefleet.verdict.Severity;

/** Colours for a terminal, or none where the output is not one. */
public enum Paint {
    /** ANSI escape sequences (ECMA-48, SGR). */
    COLOURED,
    /** The text as it is. */
    PLAIN;

    private static final String RESET = "\u001b[0m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RED = "\u001b[31m";
    private static final String FAINT = "\u001b[2m";
    private static final String BOLD = "\u001b[1m";

    /** Green, yellow or red. */
    public String severity(Severity severity, String text) {
        return switch (severity) {
            case OK -> paint(GREEN, text);
            case WARNING -> paint(YELLOW, text);
            case CRITICAL -> paint(RED, text);
        };
    }

    /** The name of a severity in its colour. */
    public String severityName(String name) {
        return severity(Severity.valueOf(name), name);
    }

    /** Less important text. */
    public String faint(String text) {
        return paint(FAINT, text);
    }

    /** Important text. */
    public String bold(String text) {
        return paint(BOLD, text);
    }

    private String paint(String code, String text) {
        return this == COLOURED ? code + text + RESET : text;
    }
}
