package dev.handshakefleet.objective;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The common texts of findings about objectives. Pure. */
final class ObjectiveText {

    private static final int MOST_UNITS = 2;
    private static final int MOST_REGIONS = 6;

    private ObjectiveText() {}

    /** @return such as {@code 5 min}, {@code 1 h 30 min} or {@code 30 d}: the two largest units, rounded down */
    static String span(Duration span) {
        Map<String, Long> units = Map.of(
                "d", span.toDays(),
                "h", (long) span.toHoursPart(),
                "min", (long) span.toMinutesPart(),
                "s", (long) span.toSecondsPart());
        String words = Stream.of("d", "h", "min", "s")
                .dropWhile(unit -> units.get(unit) == 0)
                .limit(MOST_UNITS)
                .filter(unit -> units.get(unit) > 0)
                .map(unit -> units.get(unit) + " " + unit)
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? "less than 1 s" : words;
    }

    /**
     * @return what the regions show, the first {@value #MOST_REGIONS} of them, behind a semicolon; empty for one region
     */
    static String regions(List<String> worstFirst) {
        if (worstFirst.size() < 2) {
            return "";
        }
        String shown = worstFirst.stream().limit(MOST_REGIONS).collect(Collectors.joining(", "));
        int more = worstFirst.size() - MOST_REGIONS;
        return "; " + shown + (more > 0 ? ", and " + more + " more" : "");
    }
}
