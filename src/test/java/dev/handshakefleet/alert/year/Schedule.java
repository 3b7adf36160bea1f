package dev.handshakefleet.alert.year;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** When the simulated regions run: every five minutes for a year, a few seconds one after the other. */
final class Schedule {

    static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    static final Duration INTERVAL = Duration.ofMinutes(5);
    static final List<String> REGIONS = List.of("ap-southeast-2", "eu-west-1", "us-east-1");

    /** How many times each region runs. */
    static final int ROUNDS = (int) Duration.ofDays(365).dividedBy(INTERVAL);

    private static final List<Duration> OFFSETS =
            List.of(Duration.ofSeconds(9), Duration.ofSeconds(2), Duration.ofSeconds(5));

    /** In which order they run, by their index. */
    static final List<Integer> ORDER = List.of(1, 2, 0);

    private Schedule() {}

    /** When a region runs for the n-th time, counted from 0. */
    static Instant at(int round, int region) {
        return START.plus(INTERVAL.multipliedBy(round)).plus(OFFSETS.get(region));
    }

    /** The last round before an instant. */
    static int round(Instant instant) {
        return (int) Duration.between(START, instant).dividedBy(INTERVAL);
    }

    /** An instant of the year. */
    static Instant day(int day, int hour, int minute) {
        return START.plus(Duration.ofDays(day)).plus(Duration.ofHours(hour)).plus(Duration.ofMinutes(minute));
    }
}
