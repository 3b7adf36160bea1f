package dev.handshakefleet.alert.silence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SilenceTest {

    private static final Instant TEN = Instant.parse("2026-11-23T10:00:00Z");
    private static final String ID = "1a2b3c4d";

    @ParameterizedTest
    @CsvSource(
            value = {
                "example.com, example.com:443, true",
                "example.com, example.com:8443, true",
                "example.com, example.com:443/other.example, true",
                "example.com, www.example.com:443, false",
                "example.com, example.com.evil.org:443, false",
                "EXAMPLE.com, example.com:443, true",
                "example.com., example.com:443, true",
                "bücher.example, xn--bcher-kva.example:443, true",
                "straße.example, xn--strae-oqa.example:443, true",
                "straße.example, strasse.example:443, false",
                "ΒΌΛΟΣ.example, xn--nxasmq6b.example:443, true",
                "ΒΌΛΟΣ.example, xn--nxasmm1c.example:443, false",
                "*.bücher.example, www.xn--bcher-kva.example:443, true",
                "*.STRAẞE.example:84?3, www.xn--strae-oqa.example:8443, true",
                "*.ΒΌΛΟΣ.example, www.xn--nxasmq6b.example:443, true",
                "example.com:443, example.com:443, true",
                "example.com:443, example.com:443/other.example, true",
                "example.com:443, example.com:8443, false",
                "https://example.com, example.com:443, true",
                "https://example.com, example.com:8443, false",
                "smtp://mail.example.com:587, mail.example.com:587, true",
                "example.com:443/other.example, example.com:443/other.example, true",
                "example.com:443/other.example, example.com:443, false",
                "*.example.com, www.example.com:443, true",
                "*.example.com, a.b.example.com:8443, true",
                "*.example.com, example.com:443, false",
                "*.example.com, 192.0.2.1:443/www.example.com, true",
                "*.example.com, www.example.com.evil.org:443, false",
                "*:8443, example.com:8443, true",
                "*:8443, example.com:8443/other.example, true",
                "*:8443, example.com:443, false",
                "192.0.2.*, 192.0.2.7:443, true",
                "web?.example.com, web1.example.com:443, true",
                "web?.example.com, web10.example.com:443, false",
                "2001:db8::1, [2001:db8::1]:443, true",
                "[2001:db8::1], [2001:db8::1]:443, true",
                "[2001:db8::1]:443, [2001:db8::1]:443, true",
                "[2001:db8::1]:443, [2001:db8::1]:8443, false",
                "2001:db8:*, [2001:db8::1]:443, true",
                "[2001:db8:*]:443, [2001:db8::1]:443, true",
                "2001:db8:0:0:*, [2001:db8::1]:443, true",
                "[2001:db8:0:0:0:0:0:1]:443, [2001:db8::1]:443, true",
                "*, anything.example:1, true",
                "shop-rsa, shop-rsa, true",
                "SHOP-rsa, Shop-RSA, true",
                "shop-*, Shop-RSA, true",
                "shop-rsa, shop-ecdsa, false",
                "a..b_, a..b_, true",
            })
    void aTargetMatchesByItsHostItsAddressOrItsId(String glob, String targetId, boolean silenced) {
        SilenceMatcher matcher = matcher(glob, null, null);

        assertThat(matcher.matches(targetId, Map.of(), "chain")).isEqualTo(silenced);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "certificate.leaf, certificate.leaf, true",
                "certificate.leaf, certificate.root, false",
                "certificate.*, certificate.root, true",
                "certificate, certificate.root, true",
                "Certificate.*, certificate.root, true",
                "sla, sla.tls, true",
                "sla.t*, sla.ttfb, true",
                "sla.t*, sla.dns, false",
                "availability, availability, true",
                "availability, objective.availability, false",
                "*availability, objective.availability, true",
                "objective.*, objective.p95-tls, true",
                "objective.p99.9-total, objective.p99.9-total, true",
                "objective, objective.p50-dns, true",
                "*, protocol, true",
                "c*, chain, true",
                "chain, revocation, false",
            })
    void aCheckMatchesByItsNameOrItsFamily(String glob, String check, boolean silenced) {
        assertThat(matcher(null, null, glob).matches("a.example:443", Map.of(), check))
                .isEqualTo(silenced);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "tls", "cert", "certificate.*leaf2", "sla.", "objective.", "CERT_EXPIRED", "avail", "*z"
            })
    void anUnknownCheckIsRejectedWithTheAcceptedNames(String glob) {
        assertThatThrownBy(() -> matcher(null, null, glob))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(
                        "check: '" + glob + "'; accepted: a name or a glob of these: availability, sla.dns,")
                .hasMessageEndingWith("certificate.leaf, certificate.intermediate, certificate.root, chain, revocation,"
                        + " protocol, region.silent, objective.*");
    }

    @Test
    void everyAcceptedNameIsValid() {
        for (String name : CheckNames.accepted().split(", ", -1)) {
            assertThat(matcher(null, null, name).check()).contains(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a,b",
                "http//x",
                "*büch.example",
                "*.a\u200Db.example",
                "a:b",
                "a:99999",
                "ftp4://a",
                "[::1",
                "*a\nb",
                "a/b/c"
            })
    void anImpossibleTargetIsRejected(String glob) {
        assertThatThrownBy(() -> matcher(glob, null, null))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("target: '")
                .hasMessageContaining("HOST, HOST:PORT");
    }

    @Test
    void aPatternHasAtMost200Characters() {
        assertThat(matcher("*" + "a".repeat(199), null, null).target()).isPresent();
        assertThatThrownBy(() -> matcher("*" + "a".repeat(200), null, null)).hasMessageContaining("at most 200");
        assertThatThrownBy(() -> matcher(null, null, "*".repeat(201))).hasMessageStartingWith("check: ");
    }

    @Test
    void aTagMatchesExactly() {
        SilenceMatcher web = matcher(null, "team=web", null);

        assertThat(web.matches("a.example:443", Map.of("team", "web", "tier", "1"), "chain"))
                .isTrue();
        assertThat(web.matches("a.example:443", Map.of("team", "web2"), "chain"))
                .isFalse();
        assertThat(web.matches("a.example:443", Map.of("Team", "web"), "chain")).isFalse();
        assertThat(web.matches("a.example:443", Map.of(), "chain")).isFalse();
        assertThat(matcher(null, "note=a=b *", null).matches("a.example:443", Map.of("note", "a=b *"), "chain"))
                .isTrue();
        for (String bad : new String[] {
            "", "team", "team=", "=web", "te am=web", "team=a\nb", "team=a\u202eb", "team=" + "x".repeat(129)
        }) {
            assertThatThrownBy(() -> matcher(null, bad, null)).hasMessageStartingWith("tag: '");
        }
    }

    @Test
    void everyGivenCriterionMustMatch() {
        SilenceMatcher all = matcher("*.example.com", "team=web", "certificate.*");
        Map<String, String> web = Map.of("team", "web");

        assertThat(all.matches("a.example.com:443", web, "certificate.leaf")).isTrue();
        assertThat(all.matches("a.example.org:443", web, "certificate.leaf")).isFalse();
        assertThat(all.matches("a.example.com:443", Map.of(), "certificate.leaf"))
                .isFalse();
        assertThat(all.matches("a.example.com:443", web, "chain")).isFalse();
    }

    @Test
    void aMatcherWithoutCriteriaIsRejected() {
        assertThatThrownBy(() -> matcher(null, null, null))
                .hasMessage(
                        "target, tag, check: missing; accepted: at least one of them; * as target silences everything");
    }

    @Test
    void theStartIsInclusiveAndTheEndIsExclusive() {
        Silence hour = silence(TEN, TEN.plusSeconds(3600));

        assertThat(hour.isActive(TEN.minusMillis(1))).isFalse();
        assertThat(hour.isActive(TEN)).isTrue();
        assertThat(hour.isActive(TEN.plusSeconds(3600).minusMillis(1))).isTrue();
        assertThat(hour.isActive(TEN.plusSeconds(3600))).isFalse();
    }

    @Test
    void aSilenceLastsAtMostNinetyDays() {
        assertThat(silence(TEN, TEN.plus(Silence.LONGEST)).end()).isEqualTo("2027-02-21T10:00:00Z");
        assertThatThrownBy(() -> silence(TEN, TEN.plus(Silence.LONGEST).plusMillis(1)))
                .hasMessageContaining("end: '")
                .hasMessageContaining("at most P90D");
        assertThatThrownBy(() -> silence(TEN, TEN)).hasMessageContaining("an instant after the start");
        assertThatThrownBy(() -> silence(Instant.MIN, Instant.MAX)).hasMessageContaining("at most P90D");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "a\u0000b", "a\u007fb", "a\u202eb", "a\u2028b", "a\ud800b"})
    void aReasonIsOnePrintableLine(String reason) {
        assertThatThrownBy(() -> request(reason)).hasMessageContaining("reason: '");
    }

    @Test
    void aReasonHasAtMost200CharactersInAnyScript() {
        assertThat(request(" Zertifikatstausch für bücher.example 👩‍🔧 ").reason())
                .isEqualTo("Zertifikatstausch für bücher.example 👩‍🔧");
        assertThat(request("x".repeat(200)).reason()).hasSize(200);
        assertThatThrownBy(() -> request("x".repeat(201))).hasMessageContaining("accepted: 1 to 200 characters");
    }

    @Test
    void aRequestWithoutAStartBeginsNow() {
        Silence now = request("r").silence(ID, TEN.plusNanos(999_999));
        Silence later = request(Optional.of(TEN.plusSeconds(60)), Optional.empty(), Optional.of(Duration.ofHours(1)))
                .silence(ID, TEN);

        assertThat(now.start()).isEqualTo(TEN);
        assertThat(now.end()).isEqualTo(TEN.plusSeconds(3600));
        assertThat(later.start()).isEqualTo(TEN.plusSeconds(60));
        assertThat(later.end()).isEqualTo(TEN.plusSeconds(3660));
        assertThat(later.suppressed()).isZero();
    }

    @Test
    void aRequestThatHasEndedOrBeginsTooLateIsRejected() {
        assertThatThrownBy(() -> request(Optional.empty(), Optional.of(TEN), Optional.empty())
                        .silence(ID, TEN))
                .hasMessage("end: '2026-11-23T10:00:00Z'; accepted: an instant after now, 2026-11-23T10:00:00Z");
        assertThatThrownBy(() -> request(Optional.of(Instant.MIN), Optional.empty(), Optional.of(Duration.ofDays(1)))
                        .silence(ID, TEN))
                .hasMessageContaining("an instant after now");
        assertThatThrownBy(() -> request(Optional.of(Instant.MAX), Optional.empty(), Optional.of(Duration.ofDays(1)))
                        .silence(ID, TEN))
                .hasMessageContaining("at most P366D from now");
        assertThatThrownBy(() -> request(Optional.empty(), Optional.of(Instant.MAX), Optional.empty())
                        .silence(ID, TEN))
                .hasMessageContaining("at most P90D");
    }

    private static SilenceMatcher matcher(String target, String tag, String check) {
        return new SilenceMatcher(Optional.ofNullable(target), Optional.ofNullable(tag), Optional.ofNullable(check));
    }

    private static Silence silence(Instant start, Instant end) {
        return new Silence(ID, matcher("*", null, null), start, end, "r", Optional.empty(), TEN, 0);
    }

    private static SilenceRequest request(String reason) {
        return new SilenceRequest(
                matcher("*", null, null),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofHours(1)),
                reason,
                Optional.empty());
    }

    private static SilenceRequest request(Optional<Instant> start, Optional<Instant> end, Optional<Duration> duration) {
        return new SilenceRequest(matcher("*", null, null), start, end, duration, "r", Optional.empty());
    }
}
