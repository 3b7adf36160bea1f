package dev.handshakefleet.alert.silence;

/**
 * Patterns as people write them: {@code *} is any run of characters, the empty one included, {@code ?} any one character,
 * every other character itself. Pure. Takes at most as many steps as pattern and text have characters, multiplied.
 */
final class Glob {

    /** The longest pattern that a person may write. */
    static final int LONGEST = 200;

    private static final char RUN = '*';
    private static final char ONE = '?';

    private Glob() {}

    /** @return whether the pattern stands for more than itself */
    static boolean hasWildcard(String pattern) {
        return pattern.indexOf(RUN) >= 0 || pattern.indexOf(ONE) >= 0;
    }

    /** @return whether the pattern covers the whole text; case counts */
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
                // Only the last run has to grow: what was covered before it is covered at its earliest place.
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
