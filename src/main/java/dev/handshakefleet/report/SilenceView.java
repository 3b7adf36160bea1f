package dev.handshakefleet.report;

import dev.handshakefleet.alert.silence.Silence;
import dev.handshakefleet.alert.silence.SilenceMatcher;
import dev.handshakefleet.fleet.SilenceList;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows silences on a terminal. */
public final class SilenceView {

    private SilenceView() {}

    /** One row a silence: matcher, begin, end, number of suppressed notices, reason. */
    public static List<String> lines(SilenceList list, Screen screen) {
        if (list.silences().isEmpty()) {
            return List.of("No silence is active or planned.");
        }
        Table table = new Table(
                Table.Column.left("id"),
                Table.Column.left("state"),
                Table.Column.left("silences"),
                Table.Column.left("from"),
                Table.Column.left("until"),
                Table.Column.right("suppressed"),
                Table.Column.left("by"),
                Table.Column.left("reason"));
        list.silences()
                .forEach(silence -> table.add(
                        silence.id(),
                        state(silence, list.at()),
                        matched(silence.matcher()),
                        seconds(silence.start()),
                        seconds(silence.end()),
                        String.valueOf(silence.suppressed()),
                        silence.by().orElse(""),
                        silence.reason()));
        return table.lines(screen);
    }

    static String state(Silence silence, Instant at) {
        return silence.isActive(at) ? "active" : "coming";
    }

    private static String matched(SilenceMatcher matcher) {
        return Stream.of(
                        matcher.target().map("target "::concat),
                        matcher.tag().map("tag "::concat),
                        matcher.check().map("check "::concat))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
