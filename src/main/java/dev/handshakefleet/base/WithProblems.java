package dev.handshakefleet.base;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A value, and the problems that occurred on the way to it. All parts of a run report problems in this way: a caller gets
 * the problems of its own call and of no other.
 *
 * @param value the value
 * @param problems plain sentences, in order; empty if there were none
 */
public record WithProblems<T>(T value, List<String> problems) {

    public WithProblems {
        Objects.requireNonNull(value, "value");
        problems = List.copyOf(problems);
    }

    /** @return the value without a problem */
    public static <T> WithProblems<T> none(T value) {
        return new WithProblems<>(value, List.of());
    }

    /** @return the same value, with the problems of earlier steps before its own */
    public WithProblems<T> after(List<String> earlier) {
        return new WithProblems<>(
                value, Stream.concat(earlier.stream(), problems.stream()).toList());
    }

    /** @return the value with one problem */
    public static <T> WithProblems<T> of(T value, String problem) {
        return new WithProblems<>(value, List.of(problem));
    }
}
