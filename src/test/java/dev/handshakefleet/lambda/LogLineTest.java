package dev.handshakefleet.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.catalog.HashRange;
import dev.handshakefleet.fleet.NotProbed;
import dev.handshakefleet.fleet.RunReport;
import dev.handshakefleet.fleet.Shortfall;
import dev.handshakefleet.region.RunPace;
import dev.handshakefleet.spread.DispatchReport;
import dev.handshakefleet.spread.Shard;
import dev.handshakefleet.support.Probes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of a run, for each kind of shortfall alone. */
class LogLineTest {

    private static final Shortfall NONE = new Shortfall(0, 0, 0, 0, 0, false, false);

    @Test
    void completeRunIsCountedByItsLine() {
        RunReport complete = scheduled(NONE);

        assertThat(textOf(complete))
                .isEqualTo("scheduled run completed region=eu-west-1 probed=1 rejected=0 notProbed=0 notStored=0"
                        + " undecided=0 unsent=0 catalogUnread=0 nothingToProbe=0 worst=OK tookMillis=1234"
                        + " targetsPerSecond=0.8 probingPerSecond=160.0 storingPerSecond=1538.5 decidingPerSecond=384.6"
                        + " problems=[]");
    }

    @ParameterizedTest
    @CsvSource({
        "rejected,      3, 3 0 0 0 0 false false",
        "notProbed,     3, 0 3 0 0 0 false false",
        "notStored,     3, 0 0 3 0 0 false false",
        "undecided,     3, 0 0 0 3 0 false false",
        "unsent,        3, 0 0 0 0 3 false false",
        "catalogUnread, 1, 0 0 0 0 0 true false",
        "nothingToProbe,1, 0 0 0 0 0 false true",
    })
    void eachKindOfShortfallHasItsCountInTheLine(String metric, int count, String shortfall) {
        RunReport report = scheduled(shortfall(shortfall.split(" ", -1)));

        assertThat(textOf(report)).startsWith("scheduled run incomplete ").contains(" " + metric + "=" + count);
    }

    @Test
    void adHocRunHasALine() {
        RunReport adHoc = report(Optional.empty(), new Shortfall(1, 0, 0, 0, 0, false, false));

        assertThat(textOf(adHoc)).startsWith("ad-hoc run incomplete ");
    }

    @Test
    void shardHasALineOfItsOwnThatTheAlarmOnSilenceDoesNotCount() {
        Shard shard = new Shard(17, HashRange.shard(2, 16), Probes.AT, 3, 16, Duration.ZERO);
        LogLine line = LogLine.ofShard(scheduled(shortfall("0 1 0 0 0 0 false false".split(" ", -1))), shard);

        assertThat(line.text())
                .startsWith("shard run incomplete region=eu-west-1 catalogVersion=17 shard=3 shards=16 probed=1 ")
                .doesNotContain("scheduled run");
        assertThat(line.fields()).containsEntry("shard", 3).containsEntry("notProbed", 1);
    }

    @Test
    void divisionOfARunHasALineThatTheAlarmOnSilenceCounts() {
        LogLine line = LogLine.ofDispatch(new DispatchReport(
                "eu-west-1", Probes.AT, 17, 100_000, 134, 49.96, true, List.of("one\nline", "another")));

        assertThat(line.text())
                .isEqualTo("scheduled run completed, divided: region=eu-west-1 scheduledTime=2026-11-23T10:00:00.123Z"
                        + " catalogVersion=17 targets=100000 shards=134 pace=50 measured=true"
                        + " problems=[one\uFFFDline, another]");
        assertThat(line.fields())
                .containsEntry("event", "dispatch")
                .containsEntry("shards", 134)
                .containsEntry("problems", "one\uFFFDline | another");
    }

    @Test
    void reasonsForNotProbingAreInTheLineOnceEach() {
        RunReport report = new RunReport(
                "eu-west-1",
                Optional.of(Probes.AT),
                Probes.AT,
                Duration.ZERO,
                RunPace.NONE,
                List.of(),
                List.of(),
                List.of(
                        new NotProbed("a.example:443", NotProbed.Kind.NO_TIME, "no time left"),
                        new NotProbed("b.example:443", NotProbed.Kind.UNUSABLE, "no secret"),
                        new NotProbed("c.example:443", NotProbed.Kind.NO_TIME, "no time left")),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Shortfall(0, 3, 0, 0, 0, false, false),
                List.of("first"));

        assertThat(textOf(report))
                .endsWith(" problems=[first, a.example:443 and 1 more not probed: no time left,"
                        + " b.example:443 not probed: no secret]");
    }

    private static String textOf(RunReport report) {
        return LogLine.ofRun(report).text();
    }

    private static Shortfall shortfall(String... values) {
        return new Shortfall(
                Integer.parseInt(values[0]),
                Integer.parseInt(values[1]),
                Integer.parseInt(values[2]),
                Integer.parseInt(values[3]),
                Integer.parseInt(values[4]),
                Boolean.parseBoolean(values[5]),
                Boolean.parseBoolean(values[6]));
    }

    private static RunReport scheduled(Shortfall shortfall) {
        return report(Optional.of(Probes.AT), shortfall);
    }

    private static RunReport report(Optional<Instant> scheduledTime, Shortfall shortfall) {
        return new RunReport(
                "eu-west-1",
                scheduledTime,
                Probes.AT,
                Duration.ofMillis(1_234),
                new RunPace(0.81, 160, 1_538.46, 384.6),
                List.of(Probes.healthy("a.example")),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                shortfall,
                List.of());
    }
}
