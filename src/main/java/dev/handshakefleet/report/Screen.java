package dev.handshakefleet.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/** What text is shown on: with colours or without, so many columns wide. Thread-safe. */
public final class Screen {

    /** The width of a file or a pipe. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** Text without colours and without a bound. */
    public static final Screen PLAIN = of(Paint.PLAIN, UNBOUNDED);

    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private final Paint paint;
    private final IntSupplier width;

    private Screen(Paint paint, IntSupplier width) {
        this.paint = paint;
        this.width = width;
    }

    /** @param width in columns, or {@link #UNBOUNDED} */
    public static Screen of(Paint paint, int width) {
        return new Screen(paint, () -> width);
    }

    /** @param width in columns, or {@link #UNBOUNDED}; asked when text is shown, and each time */
    public static Screen of(Paint paint, IntSupplier width) {
        return new Screen(paint, width);
    }

    /** @return with or without colours */
    public Paint paint() {
        return paint;
    }

    /** @return columns, or {@link #UNBOUNDED} */
    public int width() {
        return width.getAsInt();
    }

    /**
     * A sentence on as many lines as it needs.
     *
     * @param first what the first line begins with
     * @param next what each further line begins with
     */
    public List<String> sentence(String first, String next, String text) {
        return lines(first, next, " ", List.of(text.split(" ", -1)));
    }

    /**
     * Pieces that stay whole, on as many lines as they need; a piece wider than a line has one of its own.
     *
     * @param first what the first line begins with
     * @param next what each further line begins with
     * @param gap what is between two pieces of a line
     */
    List<String> lines(String first, String next, String gap, List<String> pieces) {
        int columns = width();
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean isEmpty = true;
        for (String piece : pieces) {
            if (!isEmpty && shown(line) + gap.length() + shown(piece) > columns) {
                lines.add(line.toString());
                line = new StringBuilder(next);
                isEmpty = true;
            }
            line.append(isEmpty ? "" : gap).append(piece);
            isEmpty = false;
        }
        lines.add(line.toString());
        return lines;
    }

    /** Escape sequences of colours take no column. */
    private static int shown(CharSequence text) {
        return COLOUR.matcher(text).replaceAll("").length();
    }
}
