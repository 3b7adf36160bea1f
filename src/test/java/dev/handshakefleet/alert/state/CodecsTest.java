package dev.handshakefleet.alert.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.alert.SampleNotices;
import dev.handshakefleet.alert.decide.Acknowledgement;
import dev.handshakefleet.alert.decide.Alert;
import dev.handshakefleet.alert.decide.Alert.Stage;
import dev.handshakefleet.alert.decide.AlertKey;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.alert.decide.CombinedStatus;
import dev.handshakefleet.alert.decide.FlapHistory;
import dev.handshakefleet.alert.decide.LastNotice;
import dev.handshakefleet.alert.decide.NoticeHistory;
import dev.handshakefleet.alert.decide.RegionReports;
import dev.handshakefleet.alert.decide.RegionStatus;
import dev.handshakefleet.alert.decide.Rollout;
import dev.handshakefleet.alert.decide.ServedLeaf;
import dev.handshakefleet.alert.decide.Suppression;
import dev.handshakefleet.alert.notice.HostileNotices;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.target.CheckFamily;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.FindingSubject;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts and notices survive encoding and decoding. */
class CodecsTest {

    private static final int ROUNDS = 2_000;

    private final Random random = new Random(47);

    @Test
    void everyNoticeSurvivesEncodingAndDecoding() {
        for (int round = 0; round < ROUNDS; round++) {
            AlertNotice notice = notice();
            assertThat(NoticeCodec.decode(NoticeCodec.encode(notice))).isEqualTo(notice);
        }
    }

    @Test
    void everyAlertSurvivesEncodingAndDecoding() {
        for (int round = 0; round < ROUNDS; round++) {
            Alert alert = alert();
            assertThat(AlertCodec.decode(AlertCodec.encode(alert))).isEqualTo(alert);
        }
    }

    @Test
    void aFindingOfALaterVersionIsSkipped() {
        AlertNotice notice = SampleNotices.expired("a.example:443")
                .finding(new Finding(FindingCode.WEAK_KEY, Severity.WARNING, "m", "a"))
                .build();
        String ofALaterVersion = NoticeCodec.encode(notice).replace("CERT_EXPIRED", "CERT_TIRED");

        assertThat(NoticeCodec.decode(ofALaterVersion).findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.WEAK_KEY);
    }

    @Test
    void aPhaseOfALaterVersionIsSkipped() {
        AlertNotice notice = SampleNotices.expired("a.example:443").build();
        String ofALaterVersion = NoticeCodec.encode(notice).replace("\"connect\":", "\"teleport\":");

        assertThat(NoticeCodec.decode(ofALaterVersion).phases()).containsOnlyKeys(Phase.DNS, Phase.TLS);
    }

    @Test
    void aFieldOfALaterVersionIsSkipped() {
        AlertNotice notice = SampleNotices.expired("a.example:443").build();
        String ofALaterVersion = NoticeCodec.encode(notice).replaceFirst("\\{", "{\"mood\":{\"is\":[\"good\"]},");

        assertThat(NoticeCodec.decode(ofALaterVersion)).isEqualTo(notice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{", "[]", "{}", "\"text\"", "{\"check\":\"chain\",\"change\":\"OPENED\"}"})
    void otherJsonIsRejected(String text) {
        assertThatThrownBy(() -> NoticeCodec.decode(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AlertCodec.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInvalidInstantIsRejected() {
        String text = NoticeCodec.encode(SampleNotices.expired("a.example:443").build())
                .replace("\"since\":\"2026", "\"since\":\"soon");

        assertThatThrownBy(() -> NoticeCodec.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLargestNoticeTakesASmallPartOfAnItem() {
        String text = NoticeCodec.encode(HostileNotices.largest(SafeText.sentence("\"".repeat(400)), 0));

        // An item may have 400 KB (Amazon DynamoDB, "Quotas"), and holds up to 20 of them.
        assertThat(text).hasSizeLessThan(20_000);
    }

    // ---- something of each kind

    private AlertNotice notice() {
        return new AlertNotice(
                text(),
                new AlertKey(text(), check(), instant()),
                one(Change.values()),
                new AlertNotice.Status(
                        one(Severity.values()),
                        one(Severity.values()),
                        random.nextBoolean(),
                        map(() -> one(Severity.values()))),
                findings(),
                new AlertNotice.Run(text(), instant(), phases(), map(this::text)),
                maybe(this::text),
                new AlertNotice.Omitted(random.nextInt(), random.nextInt()));
    }

    private Alert alert() {
        return new Alert(
                one(Stage.values()),
                instant(),
                new RegionReports(
                        map(() -> new RegionStatus(
                                one(Severity.values()),
                                one(Severity.values()),
                                instant(),
                                one(Severity.values()),
                                random.nextInt(5))),
                        new CombinedStatus(one(Severity.values()), random.nextBoolean()),
                        maybe(this::instant)),
                findings(),
                random.nextBoolean() ? Rollout.NONE : rollout(),
                new FlapHistory(list(this::instant), random.nextBoolean()),
                new NoticeHistory(
                        new LastNotice(one(Severity.values()), instant(), random.nextInt(7), random.nextBoolean()),
                        maybe(() -> new Acknowledgement(text(), text(), instant())),
                        maybe(() -> new Suppression(text(), text(), random.nextInt()))));
    }

    private Rollout rollout() {
        return new Rollout(map(() -> new Rollout.Place(leaf(), instant())), Optional.of(leaf()), maybe(this::instant));
    }

    private ServedLeaf leaf() {
        return new ServedLeaf(text(), instant());
    }

    private Check check() {
        CheckFamily family = one(CheckFamily.values());
        return new Check(family, random.nextBoolean() ? "" : "part." + random.nextInt());
    }

    private List<Finding> findings() {
        return list(() -> new Finding(
                one(FindingCode.values()),
                random.nextBoolean() ? Severity.WARNING : Severity.CRITICAL,
                text(),
                text(),
                about()));
    }

    private FindingSubject about() {
        return switch (random.nextInt(3)) {
            case 0 -> FindingSubject.PROBE;
            case 1 -> new FindingSubject.OfPhase(one(Phase.values()), duration(), duration());
            default ->
                new FindingSubject.OfCertificate(one(Role.values()), text(), text(), instant(), random.nextInt(7));
        };
    }

    private Map<Phase, Duration> phases() {
        Map<Phase, Duration> phases = new EnumMap<>(Phase.class);
        list(() -> one(Phase.values())).forEach(phase -> phases.put(phase, duration()));
        return phases;
    }

    private Duration duration() {
        return Duration.ofNanos(random.nextLong(Long.MAX_VALUE));
    }

    /** Runs, reports and expiries have whole milliseconds. */
    private Instant instant() {
        return Instant.ofEpochMilli(random.nextLong(4_102_444_800_000L));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(12), 0, 0x2_0000)
                .filter(point -> !Character.isSurrogate((char) point) || point > 0xFFFF)
                .forEach(text::appendCodePoint);
        return text + (random.nextBoolean() ? "\"\\\n{}" : "");
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(Supplier<T> value) {
        List<T> values = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            values.add(value.get());
        }
        return values;
    }

    private <T> SortedMap<String, T> map(Supplier<T> value) {
        SortedMap<String, T> values = new TreeMap<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            values.put(text(), value.get());
        }
        return values;
    }
}
