package dev.handshakefleet.page.view;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.page.model.Standing;
import dev.handshakefleet.page.model.WatchedTarget;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which targets of the overview are shown.
 *
 * @param text a part of the id, the host, a tag or the sentence; empty for all
 * @param tag {@code name=value}; empty for all
 * @param standing how the target stands; empty for all
 * @param rows how many rows at the most
 */
public record Filter(String text, String tag, Optional<Standing> standing, int rows) {

    /** The rows that a page has at first. */
    static final int ROWS = 200;

    private static final int MOST_ROWS = 100_000;

    /**
     * @param text as typed
     * @param tag as chosen
     * @param standing {@code critical}, {@code warning}, {@code unknown} or {@code ok}
     * @param rows a number
     * @throws BadInputException naming what is not accepted
     */
    public static Filter of(
            Optional<String> text, Optional<String> tag, Optional<String> standing, Optional<String> rows) {
        return new Filter(
                text.orElse("").toLowerCase(Locale.ROOT),
                tag.orElse(""),
                standing.map(Filter::standing),
                rows.map(Filter::rows).orElse(ROWS));
    }

    boolean accepts(WatchedTarget watched, String sentence) {
        return standing.map(wanted -> watched.standing() == wanted).orElse(true)
                && (tag.isEmpty()
                        || watched.target().tags().entrySet().stream()
                                .anyMatch(one -> tag.equals(one.getKey() + "=" + one.getValue())))
                && (text.isEmpty() || searched(watched, sentence).contains(text));
    }

    /** @return the text that a filter by text looks at */
    static String searched(WatchedTarget watched, String sentence) {
        return (watched.id() + " " + watched.target().endpoint() + " "
                        + watched.target().tags().values() + " " + sentence)
                .toLowerCase(Locale.ROOT);
    }

    /** @return the address of the same overview with more rows */
    String more() {
        return "/?q=" + encoded(text) + "&tag=" + encoded(tag) + "&severity="
                + standing.map(Standing::label).orElse("") + "&rows=" + (rows + ROWS);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Standing standing(String written) {
        return Arrays.stream(Standing.values())
                .filter(standing -> standing.label().equals(written))
                .findFirst()
                .orElseThrow(() -> new BadInputException(
                        "severity",
                        written,
                        Arrays.stream(Standing.values()).map(Standing::label).collect(Collectors.joining(", "))));
    }

    private static int rows(String written) {
        int rows = written.matches("\\d{1,6}") ? Integer.parseInt(written) : 0;
        if (rows < 1 || rows > MOST_ROWS) {
            throw new BadInputException("rows", written, "1 to " + MOST_ROWS);
        }
        return rows;
    }
}
