package dev.handshakefleet.page.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.handshakefleet.page.model.FleetSnapshot;
import dev.handshakefleet.page.model.TargetHistory;
import dev.handshakefleet.page.model.WatchedTarget;
import dev.handshakefleet.support.Measurements;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.verdict.LeafRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A server chooses the texts of its certificate, of its alerts and of its ALPN; none of them becomes markup of a page. */
class HostileTextTest {

    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");
    private static final String ATTACK = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>{config:x}";

    private final Pages pages = new Pages(ATTACK, "");

    @Test
    void noTextOfAServerIsMarkup() {
        WatchedTarget watched = watched();
        FleetSnapshot snapshot = new FleetSnapshot(NOW, List.of(watched), List.of(ATTACK));
        LeafRecord leaf = leaf();
        TargetHistory history = new TargetHistory(
                NOW.minus(Duration.ofHours(1)),
                NOW,
                List.of(Measurements.good(NOW, "eu-west-1"), Measurements.failed(NOW, ATTACK)),
                false,
                List.of(leaf),
                List.of(ATTACK));
        Map<String, List<LeafRecord>> leaves = Map.of(watched.id(), List.of(leaf));
        List<SentNotice> notices = List.of(new SentNotice(watched.id(), NOW, ATTACK));

        assertThat(List.of(
                        pages.overview(
                                snapshot,
                                Filter.of(Optional.empty(), Optional.of(ATTACK), Optional.empty(), Optional.empty())),
                        pages.overview(
                                snapshot,
                                Filter.of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())),
                        pages.target(snapshot, watched, history, notices, "PT24H"),
                        pages.unknownTarget(snapshot, ATTACK),
                        pages.certificates(snapshot, leaves, List.of(ATTACK)),
                        pages.regions(snapshot),
                        pages.adhoc(snapshot, ATTACK, "token", watched.results(), List.of(ATTACK))))
                .allSatisfy(page -> assertThat(page)
                        .doesNotContain("<script>alert", "<img src=x")
                        .contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        String report = pages.report(snapshot, Map.of(watched.id(), history), notices, leaves, List.of(ATTACK));
        assertThat(report)
                .doesNotContain("<script>alert", "<img src=x", "http-equiv=\"refresh\"")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .containsPattern("script-src 'sha256-[A-Za-z0-9+/]{43}='");
    }

    /** The policy of the pages forbids both, so a page that has one is broken. */
    @Test
    void noPageHasInlineScriptsOrStyles() {
        WatchedTarget watched = watched();
        FleetSnapshot snapshot = new FleetSnapshot(NOW, List.of(watched), List.of());
        TargetHistory history = new TargetHistory(
                NOW.minus(Duration.ofHours(1)),
                NOW,
                List.of(Measurements.good(NOW, "eu-west-1")),
                false,
                List.of(),
                List.of());

        assertThat(List.of(
                        pages.overview(
                                snapshot,
                                Filter.of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())),
                        pages.target(snapshot, watched, history, List.of(), "PT24H"),
                        pages.certificates(snapshot, Map.of(), List.of()),
                        pages.regions(snapshot)))
                .allSatisfy(page ->
                        assertThat(page).doesNotContain(" style=", "<style", "<script>", " onclick=", "javascript:"));
    }

    private static WatchedTarget watched() {
        Target target = Target.ofDefaults("example.com", 443, TargetDefaults.BUILT_IN).toBuilder()
                .tags(new TreeMap<>(Map.of("team", ATTACK)))
                .build();
        return new WatchedTarget(
                target,
                List.of(Measurements.failed(NOW, ATTACK)),
                List.of(),
                List.of(result()),
                List.of(),
                Optional.empty());
    }

    private static ObjectNode result() {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("target", ATTACK).put("region", ATTACK).put("address", ATTACK);
        result.put("startedAt", NOW.toString()).put("verdict", "CRITICAL");
        result.putObject("phases").put("dns", 0.2).put("tls", 8.5).put("total", 9.1);
        ObjectNode tls = result.putObject("tls");
        tls.put("version", ATTACK).put("alpn", ATTACK).put("wait", 2.0).put("local", 6.5);
        tls.putArray("steps")
                .addObject()
                .put("name", ATTACK)
                .put("from", "server")
                .put("at", 1.2)
                .put("bytes", 90);
        ObjectNode certificate = result.putArray("certificates").addObject();
        certificate
                .put("role", "leaf")
                .put("subject", "CN=" + ATTACK)
                .put("issuer", ATTACK)
                .put("sha256", "aa");
        certificate.put("notBefore", NOW.minus(Duration.ofDays(9)).toString());
        certificate.put("notAfter", NOW.plus(Duration.ofDays(9)).toString());
        ArrayNode names = certificate.putArray("names");
        names.add(ATTACK);
        result.putArray("findings")
                .addObject()
                .put("code", "HANDSHAKE_FAILED")
                .put("severity", "CRITICAL")
                .put("message", ATTACK);
        result.putObject("failure")
                .put("phase", "tls")
                .put("kind", "ALERT_RECEIVED")
                .put("detail", ATTACK);
        return result;
    }

    private static LeafRecord leaf() {
        return LeafRecord.builder()
                .sha256("ab".repeat(32))
                .keySha256("cd".repeat(32))
                .issuer(ATTACK)
                .subject(ATTACK)
                .notBefore(NOW.minus(Duration.ofDays(1)))
                .notAfter(NOW.plus(Duration.ofDays(60)))
                .firstSeen(NOW)
                .region(ATTACK)
                .address(Optional.of(ATTACK))
                .replaced(Optional.of("ef".repeat(32)))
                .build();
    }
}
