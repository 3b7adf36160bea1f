package dev.handshakefleet.alert.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handshakefleet.alert.SampleNotices;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.FindingSubject;
import dev.handshakefleet.verdict.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares every message with a file in {@code src/test/resources/alert}, one file a channel and case. */
class NoticeGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/alert");
    private static final boolean RENEWS = Boolean.getBoolean("golden.renew");
    private static final JsonMapper JSON = new JsonMapper();
    private static final FollowUpCommands CLOSER = new FollowUpCommands(Optional.of("handshake-fleet-probe"));

    @TestFactory
    Stream<DynamicTest> everyMessageReadsAsItsGoldenFile() {
        List<DynamicTest> tests = new ArrayList<>();
        notices().forEach((name, notice) -> {
            String email = "Subject: " + NoticeText.subject(notice) + "\n\n" + NoticeText.email(notice, CLOSER);
            tests.add(golden(name + ".email.txt", email));
            tests.add(golden(name + ".sms.txt", NoticeText.sms(notice) + "\n"));
            tests.add(golden(name + ".chat.json", ChatNotice.of(notice, CLOSER).toPrettyString() + "\n"));
        });
        OutgoingMessage digest = digest();
        tests.add(golden("digest.email.txt", "Subject: " + Digest.subject(digest) + "\n\n" + Digest.email(digest)));
        tests.add(golden("digest.sms.txt", Digest.sms(digest) + "\n"));
        tests.add(golden("digest.chat.json", Digest.chat(digest).toPrettyString() + "\n"));
        return tests.stream();
    }

    @Test
    void allNoticesOfAnAlertAreOneThread() throws IOException {
        assertThat(thread("slow-opened")).isEqualTo(thread("slow-resolved"));
        assertThat(thread("slow-opened")).isNotEqualTo(thread("unreachable-opened"));
    }

    @Test
    void everyMachineFieldIsAString() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".json")).toList()) {
                assertThat(JSON.readTree(file.toFile())
                                .path("metadata")
                                .path("additionalContext")
                                .properties())
                        .isNotEmpty()
                        .allSatisfy(field ->
                                assertThat(field.getValue().isTextual()).isTrue());
            }
        }
    }

    /** One of each change, and of each kind of check. */
    private static Map<String, AlertNotice> notices() {
        Map<String, AlertNotice> notices = new LinkedHashMap<>();
        notices.put(
                "leaf-expired-opened",
                SampleNotices.expired("shop.example.com:443").build());
        notices.put(
                "leaf-expiring-escalated",
                expiring()
                        .change(Change.ESCALATED, Severity.CRITICAL, Severity.CRITICAL)
                        .after(Duration.ofHours(30))
                        .build());
        notices.put(
                "leaf-expiring-progressed",
                expiring()
                        .change(Change.PROGRESSED, Severity.CRITICAL, Severity.CRITICAL)
                        .after(Duration.ofMinutes(155))
                        .note("3 of 8 addresses renewed")
                        .build());
        notices.put(
                "leaf-expiring-acknowledged",
                expiring()
                        .change(Change.ACKNOWLEDGED, Severity.CRITICAL, Severity.CRITICAL)
                        .after(Duration.ofMinutes(20))
                        .region("")
                        .phases(Map.of())
                        .tags(Map.of())
                        .note("Taken care of by alice: the new certificate is ordered")
                        .build());
        notices.put(
                "leaf-expired-resolved",
                SampleNotices.expired("shop.example.com:443")
                        .resolved(
                                Duration.ofMinutes(1_570),
                                "The certificate served now has SHA-256 0011223344556677 and expires"
                                        + " 2027-01-09T10:00:00Z.")
                        .build());
        notices.put(
                "intermediate-reminded",
                SampleNotices.opened("192.0.2.7:443/api.example.com", Check.certificate(Role.INTERMEDIATE))
                        .finding(SampleNotices.expiring(
                                Severity.WARNING,
                                Role.INTERMEDIATE,
                                "Intermediate certificate 'CN=Example CA 1,O=Example'",
                                "CN=Example CA 1,O=Example",
                                12))
                        .change(Change.REMINDED, Severity.WARNING, Severity.WARNING)
                        .regions(Map.of("eu-west-1", Severity.WARNING, "us-east-1", Severity.WARNING))
                        .after(Duration.ofHours(24))
                        .suppressed(1)
                        .build());
        notices.put(
                "unreachable-opened",
                SampleNotices.unreachable("shop.example.com:443").build());
        notices.put(
                "mail-unreachable-regional",
                SampleNotices.unreachable("[2001:db8::7]:587")
                        .regional("us-east-1")
                        .build());
        notices.put("slow-opened", slow().build());
        notices.put(
                "slow-worsened",
                slow().change(Change.WORSENED, Severity.WARNING, Severity.CRITICAL)
                        .regions(Map.of("eu-west-1", Severity.WARNING, "us-east-1", Severity.CRITICAL))
                        .after(Duration.ofMinutes(25))
                        .build());
        notices.put(
                "slow-eased",
                SampleNotices.opened("shop.example.com:443", Check.sla(Phase.TLS))
                        .finding(SampleNotices.slow(Severity.WARNING, Duration.ofMillis(352), Duration.ofMillis(300)))
                        .phases(Map.of(Phase.CONNECT, Duration.ofNanos(11_034_000), Phase.TLS, Duration.ofMillis(352)))
                        .change(Change.EASED, Severity.CRITICAL, Severity.WARNING)
                        .regional("eu-west-1")
                        .after(Duration.ofMinutes(40))
                        .build());
        notices.put(
                "slow-flapping",
                slow().change(Change.FLAPPING, Severity.OK, Severity.CRITICAL)
                        .after(Duration.ofMinutes(50))
                        .note("It opened and was resolved 6 times in 45 min; nothing more is said until it has settled"
                                + " for 1 h.")
                        .build());
        notices.put(
                "slow-settled",
                slow().change(Change.SETTLED, Severity.CRITICAL, Severity.CRITICAL)
                        .after(Duration.ofMinutes(130))
                        .lost(2)
                        .build());
        notices.put(
                "slow-resolved",
                slow().phases(Map.of(
                                Phase.CONNECT, Duration.ofNanos(11_034_000), Phase.TLS, Duration.ofNanos(23_400_001)))
                        .resolved(Duration.ofMinutes(65), "tls is back to 23.4 ms.")
                        .build());
        notices.put(
                "chain-opened",
                SampleNotices.opened("shop.example.com:8443", Check.CHAIN)
                        .finding(new Finding(
                                FindingCode.HOSTNAME_MISMATCH,
                                Severity.CRITICAL,
                                "The certificate is not valid for shop.example.com; it covers www.example.com.",
                                "Install a certificate that covers the name, or correct the server name."))
                        .finding(new Finding(
                                FindingCode.INCOMPLETE_CHAIN,
                                Severity.WARNING,
                                "The server does not send the intermediate certificate 'CN=Example CA 1'.",
                                "Install the chain with the leaf."))
                        .regions(Map.of("eu-west-1", Severity.CRITICAL))
                        .build());
        notices.put(
                "objective-opened",
                SampleNotices.opened("shop.example.com:443", SampleNotices.objective("p95-tls"))
                        .finding(new Finding(
                                FindingCode.SLA_BREACHED,
                                Severity.WARNING,
                                "95 of 100 handshakes of the last hour took up to 281.4 ms, limit 250 ms (60 measured).",
                                "Look at the history of the target to see since when.",
                                new FindingSubject.OfPhase(
                                        Phase.TLS, Duration.ofNanos(281_400_000), Duration.ofMillis(250))))
                        .change(Change.OPENED, Severity.OK, Severity.WARNING)
                        .regions(Map.of("eu-west-1", Severity.WARNING))
                        .build());
        return notices;
    }

    private static SampleNotices.Builder expiring() {
        return SampleNotices.opened("shop.example.com:443", Check.LEAF)
                .finding(SampleNotices.expiring(
                        Severity.CRITICAL, Role.LEAF, "Leaf certificate", "CN=shop.example.com", 3));
    }

    private static SampleNotices.Builder slow() {
        return SampleNotices.slow("shop.example.com:443")
                .phases(Map.of(
                        Phase.DNS, Duration.ofNanos(2_310_000),
                        Phase.CONNECT, Duration.ofNanos(11_034_000),
                        Phase.TLS, Duration.ofNanos(512_300_000)));
    }

    private static OutgoingMessage digest() {
        List<AlertNotice> notices = new ArrayList<>();
        for (int number = 1; number <= 11; number++) {
            notices.add(SampleNotices.unreachable("node%d.example.com:443".formatted(number))
                    .tags(new TreeMap<>(Map.of("team", number % 4 == 0 ? "mail" : "web")))
                    .build());
        }
        notices.add(SampleNotices.expired("shop.example.com:443").build());
        return DigestPolicy.messages(notices).getFirst();
    }

    private static DynamicTest golden(String name, String text) {
        Path file = GOLDEN.resolve(name);
        return DynamicTest.dynamicTest(name, () -> {
            if (RENEWS) {
                Files.createDirectories(GOLDEN);
                Files.writeString(file, text);
            }
            assertThat(Files.exists(file) ? Files.readString(file) : "")
                    .as("%s; if the new text is meant, renew the files with -Dgolden.renew=true and read them", file)
                    .isEqualTo(text);
        });
    }

    private static String thread(String name) throws IOException {
        return JSON.readTree(GOLDEN.resolve(name + ".chat.json").toFile())
                .path("metadata")
                .path("threadId")
                .asText();
    }
}
