package dev.handshakefleet.alert.notice;

import dev.handshakefleet.alert.SampleNotices;
import dev.handshakefleet.alert.decide.AlertNotice;
import dev.handshakefleet.alert.decide.AlertNotice.Change;
import dev.handshakefleet.base.SafeText;
import dev.handshakefleet.certificate.Role;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.verdict.Check;
import dev.handshakefleet.verdict.Finding;
import dev.handshakefleet.verdict.FindingCode;
import dev.handshakefleet.verdict.FindingSubject;
import dev.handshakefleet.verdict.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Notices of the greatest length, and notices full of characters that are special in a chat, a shell, JSON or a terminal. */
public final class HostileNotices {

    /** The longest name that DNS allows (RFC 1035, section 2.3.4). */
    static final String LONGEST_NAME =
            "a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61);

    private static final List<String> TEXTS = List.of(
            "\ud835\udd4f".repeat(400),
            "\"".repeat(400),
            "\\".repeat(400),
            "\u4e16".repeat(400),
            "\u0000\u0001\u001b[31m\r\n\t\u0085\u2028\u2029",
            "\u202e\u2066\u200f\u061c turned \u202d round\u200b\ufeff",
            "\ud800 half \udc00",
            "<!channel> <!here> <@U012AB3CD> <#C024BE7LR> @here @channel @everyone #general",
            "*bold* _slanted_ __both__ ~struck~ ~~struck~~ `code` ```block``` ***",
            "[click](https://evil.example/) ![x](http://evil.example/x.png) <https://evil.example|bank> HTTPS://EVIL.example",
            "www.evil.example WWW.evil.example mailto:a@evil.example tel:112 :smile: :100: :+1: :a:b:c:",
            "&lt;!channel&gt; &amp; <b>bold</b> <script>alert(1)</script> | table | ---",
            "# head",
            "- item",
            "+ item",
            "1. item",
            "2) item",
            "= line",
            "    indented",
            "> quoted",
            "\\*not bold\\* \\<!channel>",
            "'; touch pwned; echo '",
            "$(touch pwned) `touch pwned` ${IFS} && touch pwned | touch pwned > pwned",
            "\nSubject: forged\n\nforged",
            "");

    private HostileNotices() {}

    /** One of each text and change, then a thousand mixtures, always the same. */
    static Stream<AlertNotice> all() {
        List<AlertNotice> notices = new ArrayList<>();
        for (String text : TEXTS) {
            for (Change change : Change.values()) {
                notices.add(of("shop.example.com:443", text, change));
            }
            notices.add(of(text + ":443/" + text, text, Change.OPENED));
        }
        Random random = new Random(20_261_123);
        List<Change> changes = List.of(Change.values());
        for (int number = 0; number < 1_000; number++) {
            StringBuilder mixture = new StringBuilder();
            for (int part = 0; part < 8; part++) {
                String text = TEXTS.get(random.nextInt(TEXTS.size()));
                int from = random.nextInt(text.length() + 1);
                mixture.append(text, from, Math.min(text.length(), from + random.nextInt(40)));
            }
            Change change = changes.get(random.nextInt(changes.size()));
            notices.add(
                    of(random.nextBoolean() ? mixture + ":443" : "shop.example.com:443", mixture.toString(), change));
        }
        return notices.stream();
    }

    /** A notice with the most of everything that a fleet accepts, with that text. */
    public static AlertNotice largest(String text, int number) {
        return of(
                LONGEST_NAME + ":65535/" + LONGEST_NAME.replace('a', (char) ('e' + number % 20)), text, Change.OPENED);
    }

    /** A notice with that text in every field that a peer or an owner can choose. */
    static AlertNotice of(String target, String text, Change change) {
        Map<String, Severity> regions = new TreeMap<>();
        for (int number = 0; number < 34; number++) {
            regions.put("ap-southeast-" + number, number % 2 == 0 ? Severity.CRITICAL : Severity.OK);
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (int number = 0; number < 5; number++) {
            tags.put("t-_" + number + "x".repeat(60), SafeText.sentence(text + number));
        }
        return SampleNotices.opened(target, Check.LEAF)
                .change(change, Severity.WARNING, change == Change.RESOLVED ? Severity.OK : Severity.CRITICAL)
                .regions(regions)
                .findings(findings(text))
                .after(Duration.ofDays(400).plusHours(23).plusMinutes(59))
                .tags(tags)
                .note(text)
                .suppressed(1_000_000)
                .lost(1_000_000)
                .build();
    }

    private static List<Finding> findings(String text) {
        List<Finding> findings = new ArrayList<>();
        for (FindingCode code :
                List.of(FindingCode.CERT_EXPIRED, FindingCode.CERT_NOT_YET_VALID, FindingCode.ADDRESSES_DISAGREE)) {
            findings.add(new Finding(
                    code,
                    Severity.CRITICAL,
                    text,
                    text,
                    new FindingSubject.OfCertificate(Role.LEAF, text, SampleNotices.SHA256, SampleNotices.SINCE, 6)));
        }
        findings.add(new Finding(
                FindingCode.REVOCATION_UNKNOWN,
                Severity.CRITICAL,
                text,
                text + "!",
                new FindingSubject.OfPhase(Phase.STARTTLS, Duration.ofDays(1), Duration.ofNanos(1))));
        return findings;
    }
}
