package dev.handshakefleet.report;

import dev.handshakefleet.base.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A text table: columns as wide as their widest cell, two spaces between, numbers to the right. Cells carry no escape
 * sequences; a column is coloured after its width is known.
 */
public final class Table {

    private static final String GAP = "  ";
    private static final String BELOW = "      ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** The heading, alignment and colours of a column. */
    public record Column(String title, boolean right, UnaryOperator<String> colour) {

        /** A column of words. */
        public static Column left(String title) {
            return new Column(title, false, UnaryOperator.identity());
        }

        /** A column of numbers. */
        public static Column right(String title) {
            return new Column(title, true, UnaryOperator.identity());
        }

        /** The same column with each cell coloured by its text. */
        public Column colouredBy(UnaryOperator<String> colouring) {
            return new Column(title, right, colouring);
        }
    }

    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row; one cell a column. */
    public void add(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("cells: " + cells.length + "; accepted: " + columns.size());
        }
        rows.add(Stream.of(cells).map(SafeText::line).toList());
    }

    /** The lines, the heading first, without trailing spaces; each row on one line. */
    public List<String> lines() {
        return lines(Screen.PLAIN);
    }

    /**
     * The lines, the heading first, without trailing spaces. If a row is wider than the screen, the columns at the right are not
     * columns: each row has what they hold on lines below it, with their titles. Nothing is cut, so an identifier can be copied.
     */
    public List<String> lines(Screen screen) {
        int kept = fitting(screen.width());
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::title).toList(), kept, false));
        for (List<String> row : rows) {
            lines.add(line(row, kept, true));
            List<String> below = below(row, kept);
            if (!below.isEmpty()) {
                lines.addAll(screen.lines(BELOW, BELOW, GAP, below));
            }
        }
        return lines;
    }

    /** @return how many columns, from the left, are no wider than that; the first is always one */
    private int fitting(int width) {
        int kept = columns.size();
        while (kept > 1 && IntStream.range(0, kept).map(this::width).sum() + GAP.length() * (kept - 1) > width) {
            kept--;
        }
        return kept;
    }

    /** Each cell that is no column, with its title, without empty ones. */
    private List<String> below(List<String> row, int kept) {
        return IntStream.range(kept, columns.size())
                .filter(index -> !row.get(index).isEmpty())
                .mapToObj(index -> {
                    Column column = columns.get(index);
                    String shown = column.colour().apply(row.get(index));
                    return column.title().isBlank() ? shown : column.title().strip() + ": " + shown;
                })
                .toList();
    }

    private String line(List<String> cells, int kept, boolean coloured) {
        StringBuilder line = new StringBuilder();
        for (int index = 0; index < kept; index++) {
            Column column = columns.get(index);
            String cell = cells.get(index);
            String space = " ".repeat(width(index) - cell.length());
            String shown = coloured && !cell.isEmpty() ? column.colour().apply(cell) : cell;
            line.append(column.right() ? space + shown : shown + space).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private int width(int index) {
        return rows.stream()
                .mapToInt(row -> row.get(index).length())
                .reduce(columns.get(index).title().length(), Math::max);
    }
}
