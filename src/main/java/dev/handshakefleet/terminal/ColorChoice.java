package dev.handshakefleet.terminal;

import dev.handshakefleet.report.Paint;
import java.util.Map;

/** The values of {@code --color}. The spelling is that of the option in other programs. */
public enum ColorChoice {
    /** Colours on a terminal, unless the environment says otherwise. */
    AUTO,
    ALWAYS,
    NEVER;

    /**
     * @param environment {@code NO_COLOR} (no-color.org), {@code CLICOLOR_FORCE} and {@code CLICOLOR} (bixense.com/clicolors) and
     *     {@code TERM} count with {@link #AUTO} alone, the first of them first
     * @param isTerminal whether the output is a terminal
     * @return with or without colours
     */
    public Paint paint(Map<String, String> environment, boolean isTerminal) {
        return switch (this) {
            case ALWAYS -> Paint.COLOURED;
            case NEVER -> Paint.PLAIN;
            case AUTO -> isWanted(environment, isTerminal) ? Paint.COLOURED : Paint.PLAIN;
        };
    }

    private static boolean isWanted(Map<String, String> environment, boolean isTerminal) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        if (!environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0")) {
            return true;
        }
        return isTerminal
                && !environment.getOrDefault("CLICOLOR", "1").equals("0")
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }
}
