package dev.handshakefleet.terminal;

import dev.handshakefleet.report.Screen;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The width of the terminal, in columns. */
public final class TerminalWidth {

    /** Of a terminal that does not say. */
    static final int USUAL = 80;

    /** A narrower one is not believed: no table could be read there. */
    private static final int NARROWEST = 20;

    private static final int WIDEST = 10_000;
    private static final long LONGEST_ANSWER_SECONDS = 1;

    private TerminalWidth() {}

    /**
     * @param environment {@code COLUMNS} counts first, also where the output is piped
     * @param isTerminal whether the output is a terminal; piped output has no width
     * @param asked the answer of the terminal
     * @return columns, or {@link Screen#UNBOUNDED}
     */
    public static int of(Map<String, String> environment, boolean isTerminal, Supplier<OptionalInt> asked) {
        OptionalInt told = columns(environment.getOrDefault("COLUMNS", ""));
        if (told.isPresent()) {
            return told.getAsInt();
        }
        return isTerminal ? asked.get().orElse(USUAL) : Screen.UNBOUNDED;
    }

    /**
     * Asks the controlling terminal through {@code stty}, which Linux and macOS have; the JDK has no call for it.
     *
     * @return columns; empty if it does not say
     */
    public static OptionalInt asked() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(LONGEST_ANSWER_SECONDS, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return OptionalInt.empty();
            }
            String rowsAndColumns = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return columns(rowsAndColumns.substring(rowsAndColumns.indexOf(' ') + 1));
        } catch (IOException noSuchTerminal) {
            return OptionalInt.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    private static OptionalInt columns(String written) {
        try {
            int columns = Integer.parseInt(written.strip());
            return columns >= NARROWEST && columns <= WIDEST ? OptionalInt.of(columns) : OptionalInt.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalInt.empty();
        }
    }
}
