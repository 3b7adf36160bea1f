package dev.handshakefleet.report;

import dev.handshakefleet.base.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A text table: columns as wide as their widest cell, two spaces between, numbers to the right. Cells carry no escape
 * sequences; a column is coloured after its width is known.
 */
public final class Table {

    private static final String GAP = "  ";

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

    /** The lines, the heading first, without trailing spaces. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream().map(Column::title).toList(), false));
        rows.forEach(row -> lines.add(line(row, true)));
        return lines;
    }

    private String line(List<String> cells, boolean coloured) {
        StringBuilder line = new StringBuilder();
        for (int index = 0; index < cells.size(); index++) {
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
