package dev.handshakefleet.alert.silence;

/**
 * Matches texts against globs: {@code *} matches any characters or none, {@code ?} matches one character, and every other
 * character matches itself. The number of steps is at most the product of both lengths. Pure.
 */
final class Glob {

    /** The longest accepted pattern, in characters. */
    static final int LONGEST = 200;

    private static final char RUN = '*';
    private static final char ONE = '?';

    private Glob() {}

    /** @return whether the pattern holds a wildcard */
    static boolean hasWildcard(String pattern) {
        return pattern.indexOf(RUN) >= 0 || pattern.indexOf(ONE) >= 0;
    }

    /** @return whether the pattern matches the whole text; the match is case-sensitive */
    static boolean matches(String pattern, String text) {
        int at = 0;
        int read = 0;
        int lastRun = -1;
        int readByRun = 0;
        while (read < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == RUN) {
                lastRun = at++;
                readByRun = read;
            } else if (at < pattern.length() && covers(pattern.charAt(at), text.charAt(read))) {
                at++;
                read++;
            } else if (lastRun >= 0) {
                // Only the last * has to match more: the part before it has already matched at its earliest position.
                at = lastRun + 1;
                read = ++readByRun;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == RUN) {
            at++;
        }
        return at == pattern.length();
    }

    private static boolean covers(char of, char character) {
        return of == ONE || of == character;
    }
}
