package dev.handshakefleet.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Tells how far long work is: on a terminal by a bar with rate and time left, which is drawn again and erased at the end; elsewhere by
 * a line for each tenth. Work under a second is not told about. Thread-safe.
 */
public final class Progress implements AutoCloseable {

    private static final long SECOND = 1_000_000_000L;
    private static final Duration BETWEEN_BARS = Duration.ofMillis(200);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(1);
    private static final int STEPS = 10;
    private static final int WIDEST_BAR = 30;
    private static final int NARROWEST_BAR = 5;

    private static final Progress NONE = new Progress(
            "", "", 0, new PrintWriter(PrintWriter.nullWriter()), false, () -> 0, () -> TerminalWidth.USUAL);

    private final String work;
    private final String unit;
    private final long total;
    private final PrintWriter out;
    private final boolean onTerminal;
    private final LongSupplier nanoTime;
    private final IntSupplier width;
    private final long begun;
    private final AtomicLong done = new AtomicLong();

    private long toldSteps;
    private int columns;
    private long columnsAskedAt;
    private String step = "";
    private int drawn;
    private boolean told;
    private boolean closed;

    /**
     * @param nanoTime a clock as that of {@link System#nanoTime}
     * @param width of the terminal, in columns; asked each second, because a window can be made wider
     */
    Progress(
            String work,
            String unit,
            long total,
            PrintWriter out,
            boolean onTerminal,
            LongSupplier nanoTime,
            IntSupplier width) {
        this.work = work;
        this.unit = unit;
        this.total = total;
        this.out = out;
        this.onTerminal = onTerminal;
        this.nanoTime = nanoTime;
        this.width = width;
        this.begun = nanoTime.getAsLong();
    }

    /** @return tells nothing */
    public static Progress none() {
        return NONE;
    }

    /**
     * @param work what is done, such as {@code probing}
     * @param unit what is counted, in the plural
     * @param total how many there are; 0 if that is not known
     * @param out standard error
     * @param onTerminal whether that is a terminal
     */
    public static Progress of(String work, String unit, long total, PrintWriter out, boolean onTerminal) {
        IntSupplier width = () -> TerminalWidth.of(System.getenv(), onTerminal, TerminalWidth::asked);
        Progress progress = new Progress(work, unit, total, out, onTerminal, System::nanoTime, width);
        Thread.ofVirtual().name("progress").start(progress::tellUntilClosed);
        return progress;
    }

    /** One more is done. */
    public void advance() {
        done.incrementAndGet();
    }

    /** @param count how many are done now; a smaller one than before is not counted */
    public void at(long count) {
        done.accumulateAndGet(count, Math::max);
    }

    /**
     * A named step begins, and with it the one before is done. On a terminal its name stands before the bar, in the place of the work;
     * elsewhere it is a line, at once.
     */
    public synchronized void step(String name) {
        if (closed || this == NONE) {
            return;
        }
        if (!step.isEmpty()) {
            advance();
        }
        step = name;
        if (!onTerminal) {
            told = true;
            line("fleet: " + name);
        }
    }

    /** @return how many are done */
    public long done() {
        return done.get();
    }

    /** Erases the bar. Lines end with one that says how long all took, if any was written. */
    @Override
    public synchronized void close() {
        if (closed || this == NONE) {
            return;
        }
        closed = true;
        if (!step.isEmpty()) {
            advance();
        }
        if (onTerminal) {
            erase();
        } else if (told) {
            line("fleet: " + work + ": " + (isCounted() ? counted() + " in " : "") + time(elapsed()));
        }
        notifyAll();
    }

    /** Tells how far the work is now, if there is something to tell. */
    synchronized void tell() {
        if (closed || elapsed() < SECOND) {
            return;
        }
        if (onTerminal) {
            askWidth();
            draw(bar());
        } else if (step.isEmpty() && (total == 0 ? !told : steps() > toldSteps && done.get() < total)) {
            toldSteps = total == 0 ? 0 : steps();
            told = true;
            line("fleet: " + work + (total == 0 ? "" : ": " + counted() + rate()));
        }
    }

    private synchronized void tellUntilClosed() {
        try {
            while (!closed) {
                wait((onTerminal ? BETWEEN_BARS : BETWEEN_LINES).toMillis());
                tell();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void askWidth() {
        if (columns == 0 || elapsed() - columnsAskedAt >= SECOND) {
            columns = width.getAsInt();
            columnsAskedAt = elapsed();
        }
    }

    private void draw(String text) {
        String cut = text.substring(0, Math.min(text.length(), Math.max(0, columns - 1)));
        out.print("\r" + cut + " ".repeat(Math.max(0, drawn - cut.length())) + (cut.isEmpty() ? "\r" : ""));
        out.flush();
        drawn = cut.length();
    }

    private void erase() {
        if (drawn > 0) {
            draw("");
        }
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }

    private String bar() {
        if (total == 0) {
            return named() + "  " + (isCounted() ? counted() + "  " : "") + time(elapsed());
        }
        String numbers = "  " + counted() + rate();
        int cells = Math.min(WIDEST_BAR, columns - 1 - named().length() - numbers.length() - "  []".length());
        if (cells < NARROWEST_BAR) {
            return named() + numbers;
        }
        int full = (int) (cells * Math.min(done.get(), total) / total);
        return named() + "  [" + "#".repeat(full) + "-".repeat(cells - full) + "]" + numbers;
    }

    private String named() {
        return step.isEmpty() ? work : step;
    }

    private boolean isCounted() {
        return total > 0 || done.get() > 0;
    }

    private String counted() {
        return (total == 0 ? number(done.get()) : number(done.get()) + " of " + number(total)) + " " + unit;
    }

    /** The mean rate since the begin, and the time that the rest takes at that rate. */
    private String rate() {
        long count = done.get();
        if (count == 0) {
            return "";
        }
        double perSecond = count * (double) SECOND / elapsed();
        long left = (long) (Math.max(0, total - count) / perSecond * SECOND);
        return ", " + String.format(Locale.ROOT, perSecond < 10 ? "%.1f/s" : "%,.0f/s", perSecond) + ", " + time(left)
                + " left";
    }

    private long steps() {
        return done.get() * STEPS / total;
    }

    private long elapsed() {
        return nanoTime.getAsLong() - begun;
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Such as {@code 45 s} or {@code 3 min 20 s}. */
    private static String time(long nanos) {
        long seconds = nanos / SECOND;
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
