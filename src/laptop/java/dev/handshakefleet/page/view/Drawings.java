package dev.handshakefleet.page.view;

import io.quarkus.qute.RawString;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The drawings of the views as SVG. They hold numbers and words of this program alone, no text from outside; colours come from classes,
 * because the policy of the pages forbids inline styles. Each is an image with a name for screen readers, or hidden where the text
 * beside it says the same. Pure.
 */
final class Drawings {

    private static final int WIDTH = 1_000;
    private static final int BAR = 10;
    private static final int SPARK_WIDTH = 96;
    private static final int SPARK_HEIGHT = 24;
    private static final int CHART_HEIGHT = 220;
    private static final int CALENDAR_HEIGHT = 150;
    private static final int WEEK = 19;
    private static final double LIMIT_OF_WARNING = 0.30;
    private static final double LIMIT_OF_CRITICAL = 0.10;

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM", Locale.ENGLISH);

    private Drawings() {}

    /**
     * One piece of a bar.
     *
     * @param kind the class of its colour
     * @param from its begin, 0 to 1
     * @param to its end, 0 to 1
     */
    record Piece(String kind, double from, double to) {}

    /**
     * A number of certificates that expire in one week.
     *
     * @param monday the first day
     * @param count how many
     * @param kind the class of the colour
     */
    record Week(LocalDate monday, long count, String kind) {}

    /** @return how much of a lifetime is over, hidden from screen readers */
    static RawString lifetime(Instant from, Instant to, Instant now) {
        double whole = Math.max(1, Duration.between(from, to).toSeconds());
        double left = Math.clamp(Duration.between(now, to).toSeconds() / whole, 0, 1);
        String kind = left < LIMIT_OF_CRITICAL ? "critical" : left < LIMIT_OF_WARNING ? "warning" : "ok";
        return new RawString(
                "<svg class=\"bar\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
                        + rectangle("track", 0, WIDTH)
                        + rectangle("f-" + kind, WIDTH * (1 - left), WIDTH)
                        + "</svg>");
    }

    /** @return a bar with pieces, hidden from screen readers */
    static RawString pieces(List<Piece> pieces) {
        return new RawString(
                "<svg class=\"bar wide\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
                        + rectangle("track faint", 0, WIDTH)
                        + pieces.stream()
                                .map(piece -> rectangle(
                                        "f-" + piece.kind(),
                                        WIDTH * piece.from(),
                                        Math.max(WIDTH * piece.to(), WIDTH * piece.from() + 2.5)))
                                .collect(Collectors.joining())
                        + "</svg>");
    }

    /** @return a line of the last values, oldest first; an empty value is a failure and has a mark; hidden from screen readers */
    static RawString spark(List<Optional<Duration>> values) {
        double most = values.stream()
                .flatMap(Optional::stream)
                .mapToLong(Duration::toNanos)
                .max()
                .orElse(1);
        StringBuilder line = new StringBuilder();
        StringBuilder marks = new StringBuilder();
        double step = values.size() > 1 ? (SPARK_WIDTH - 4.0) / (values.size() - 1) : 0;
        for (int index = 0; index < values.size(); index++) {
            double x = 2 + step * index;
            Optional<Duration> value = values.get(index);
            if (value.isPresent()) {
                double y = SPARK_HEIGHT - 3 - (SPARK_HEIGHT - 6) * value.get().toNanos() / most;
                line.append(line.isEmpty() ? "" : " ")
                        .append(number(x))
                        .append(',')
                        .append(number(y));
            } else {
                marks.append("<rect class=\"f-critical\" x=\"%s\" y=\"%d\" width=\"2\" height=\"5\"/>"
                        .formatted(number(x - 1), SPARK_HEIGHT - 5));
            }
        }
        return new RawString(
                "<svg class=\"spark\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" aria-hidden=\"true\" focusable=\"false\">"
                                .formatted(SPARK_WIDTH, SPARK_HEIGHT, SPARK_WIDTH, SPARK_HEIGHT)
                        + (line.isEmpty() ? "" : "<polyline class=\"line\" points=\"" + line + "\"/>") + marks
                        + "</svg>");
    }

    /**
     * The latency over time for readers without script, one line a region; a mark at the bottom for each failure.
     *
     * @param series the values of each region at the same instants; an instant without a value is empty
     * @param failed whether something failed, at each instant
     * @param limit in milliseconds
     * @param name for screen readers, without text from outside
     */
    static RawString latency(
            List<List<Optional<Double>>> series, List<Boolean> failed, Optional<Double> limit, String name) {
        double most = Math.max(
                series.stream()
                        .flatMap(List::stream)
                        .flatMap(Optional::stream)
                        .mapToDouble(value -> value)
                        .max()
                        .orElse(1),
                limit.orElse(0.0));
        double top = most * 1.1;
        StringBuilder drawn =
                new StringBuilder("<svg class=\"latency\" viewBox=\"0 0 1000 %d\" role=\"img\" aria-label=\"%s\">"
                        .formatted(CHART_HEIGHT, name));
        for (int part = 0; part <= 4; part++) {
            double y = CHART_HEIGHT - 20 - (CHART_HEIGHT - 40) * part / 4.0;
            drawn.append("<line class=\"grid\" x1=\"60\" x2=\"990\" y1=\"%s\" y2=\"%s\"/>"
                            .formatted(number(y), number(y)))
                    .append("<text x=\"52\" y=\"%s\" text-anchor=\"end\">%s</text>"
                            .formatted(number(y + 4), millis(top * part / 4)));
        }
        limit.ifPresent(value -> drawn.append("<line class=\"limit\" x1=\"60\" x2=\"990\" y1=\"%s\" y2=\"%s\"/>"
                .formatted(number(height(value, top)), number(height(value, top)))));
        for (int region = 0; region < series.size(); region++) {
            drawn.append("<polyline class=\"line s%d\" points=\"%s\"/>"
                    .formatted(region % 6, points(series.get(region), top)));
        }
        for (int index = 0; index < failed.size(); index++) {
            if (failed.get(index)) {
                drawn.append("<rect class=\"f-critical\" x=\"%s\" y=\"%d\" width=\"3\" height=\"10\"/>"
                        .formatted(number(x(index, failed.size()) - 1.5), CHART_HEIGHT - 18));
            }
        }
        return new RawString(drawn.append("</svg>").toString());
    }

    /** @return a bar a week, the first with what has expired; the numbers stand above the bars */
    static RawString calendar(List<Week> weeks, String name) {
        long most =
                weeks.stream().map(Week::count).max(Comparator.naturalOrder()).orElse(1L);
        int width = weeks.size() * WEEK + 20;
        StringBuilder drawn = new StringBuilder(
                "<svg class=\"calendar\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">"
                        .formatted(width, CALENDAR_HEIGHT, width, CALENDAR_HEIGHT, name));
        int base = CALENDAR_HEIGHT - 24;
        drawn.append("<line class=\"grid\" x1=\"0\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>".formatted(width, base, base));
        for (int index = 0; index < weeks.size(); index++) {
            Week week = weeks.get(index);
            int x = 10 + index * WEEK;
            if (week.count() > 0) {
                double height = Math.max(6, (base - 22.0) * week.count() / Math.max(1, most));
                drawn.append(
                                "<rect class=\"f-%s\" x=\"%d\" y=\"%s\" width=\"%d\" height=\"%s\" rx=\"2\"><title>%s: %d</title></rect>"
                                        .formatted(
                                                week.kind(),
                                                x,
                                                number(base - height),
                                                WEEK - 5,
                                                number(height),
                                                week.monday(),
                                                week.count()))
                        .append("<text x=\"%d\" y=\"%s\" text-anchor=\"middle\">%d</text>"
                                .formatted(x + (WEEK - 5) / 2, number(base - height - 5), week.count()));
            }
            if (week.monday().getDayOfMonth() <= 7 && index > 0) {
                drawn.append("<text class=\"axis\" x=\"%d\" y=\"%d\">%s</text>"
                        .formatted(x, CALENDAR_HEIGHT - 6, MONTH.format(week.monday())));
            }
        }
        return new RawString(
                drawn.append("<text class=\"axis\" x=\"4\" y=\"%d\">now</text></svg>".formatted(CALENDAR_HEIGHT - 6))
                        .toString());
    }

    private static String points(List<Optional<Double>> values, double top) {
        StringBuilder points = new StringBuilder();
        for (int index = 0; index < values.size(); index++) {
            int at = index;
            values.get(index)
                    .ifPresent(value -> points.append(points.isEmpty() ? "" : " ")
                            .append(number(x(at, values.size())))
                            .append(',')
                            .append(number(height(value, top))));
        }
        return points.toString();
    }

    private static double x(int index, int count) {
        return count < 2 ? 525 : 60 + 930.0 * index / (count - 1);
    }

    private static double height(double value, double top) {
        return CHART_HEIGHT - 20 - (CHART_HEIGHT - 40) * value / top;
    }

    private static String millis(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, value < 10 ? "%.1f ms" : "%.0f ms", value);
    }

    private static String rectangle(String kind, double from, double to) {
        return "<rect class=\"%s\" x=\"%s\" y=\"0\" width=\"%s\" height=\"%d\"/>"
                .formatted(kind, number(from), number(Math.max(0, to - from)), BAR);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
