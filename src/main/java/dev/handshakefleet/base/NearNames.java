package dev.handshakefleet.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names near a mistyped one, by the number of characters to change (Levenshtein distance). Pure. */
public final class NearNames {

    private static final int MOST = 3;
    private static final int LONGEST = 300;

    private NearNames() {}

    /** @return at most three names near the written one, the nearest first: a third of it differs at the most, or it is a part of them */
    public static List<String> of(String written, Collection<String> names) {
        String wanted = cut(written);
        return names.stream()
                .filter(name -> cut(name).contains(wanted) || distance(wanted, cut(name)) <= wanted.length() / 3)
                .sorted(Comparator.comparingInt((String name) -> distance(wanted, cut(name)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .toList();
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(LONGEST, text.length())).toLowerCase(Locale.ROOT);
    }

    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            row[column] = column;
        }
        for (int line = 1; line <= one.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column <= other.length(); column++) {
                int change = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(change, Math.min(row[column], row[column - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
