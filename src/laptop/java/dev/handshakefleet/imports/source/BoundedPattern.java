package dev.handshakefleet.imports.source;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a file, held against whole texts. Java tries alternatives one after the other, which can take longer
 * than anybody waits (RE2 of Go does not), so the steps are bounded. Immutable.
 */
public final class BoundedPattern {

    private static final int LONGEST_EXPRESSION = 1_000;
    private static final int LONGEST_TEXT = 2_000;
    private static final int MOST_STEPS = 200_000;

    private final Pattern pattern;

    private BoundedPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** A text was too long for an expression, or took too many steps. */
    public static final class TooLongException extends Exception {

        private static final long serialVersionUID = 1L;
    }

    /** @return empty where Java does not understand the expression, or it is longer than 1,000 characters */
    public static Optional<BoundedPattern> of(String expression) {
        if (expression.length() > LONGEST_EXPRESSION) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BoundedPattern(Pattern.compile(expression.replace("(?P<", "(?<"), Pattern.DOTALL)));
        } catch (PatternSyntaxException | StackOverflowError otherSyntax) {
            return Optional.empty();
        }
    }

    /**
     * @return the groups, where the expression covers the whole text
     * @throws TooLongException when the text is longer than 2,000 characters or takes more than 200,000 steps
     */
    public Optional<MatchResult> covers(String text) throws TooLongException {
        if (text.length() > LONGEST_TEXT) {
            throw new TooLongException();
        }
        try {
            Matcher matcher = pattern.matcher(new CountedText(text));
            return matcher.matches() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
        } catch (TooManySteps | StackOverflowError tooLong) {
            throw new TooLongException();
        }
    }

    private static final class TooManySteps extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super(null, null, false, false);
        }
    }

    private static final class CountedText implements CharSequence {

        private final String text;
        private int steps;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++steps > MOST_STEPS) {
                throw new TooManySteps();
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
