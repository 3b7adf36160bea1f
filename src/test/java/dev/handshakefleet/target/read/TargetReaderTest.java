package dev.handshakefleet.target.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.base.BadInputException;
import dev.handshakefleet.target.AddressChoice;
import dev.handshakefleet.target.ExpiryDays;
import dev.handshakefleet.target.ExpiryPolicy;
import dev.handshakefleet.target.HttpCheck;
import dev.handshakefleet.target.Phase;
import dev.handshakefleet.target.Protocol;
import dev.handshakefleet.target.RevocationPolicy;
import dev.handshakefleet.target.SecretSource;
import dev.handshakefleet.target.SlaLimit;
import dev.handshakefleet.target.Target;
import dev.handshakefleet.target.TargetDefaults;
import dev.handshakefleet.target.TlsOffer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetReaderTest {

    private final TargetReader reader = new TargetReader(TargetDefaults.BUILT_IN);

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com:443",
        "EXAMPLE.com:8443, example.com:8443",
        "example.com., example.com:443",
        "https://example.com, example.com:443",
        "https://example.com/, example.com:443",
        "https://example.com:8443/, example.com:8443",
        "imaps://mail.example.org, mail.example.org:993",
        "LDAPS://dc.example.org, dc.example.org:636",
        "192.0.2.7:8443, 192.0.2.7:8443",
        "[2001:db8::1]:8443, [2001:db8::1]:8443",
        "[2001:db8::1], [2001:db8::1]:443",
        "[0:0:0:0:0:0:0:1]:8443, [::1]:8443",
        "2001:DB8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:443",
        "2001:db8::1, [2001:db8::1]:443",
        "bücher.example, xn--bcher-kva.example:443",
        "_dmarc.example.com, _dmarc.example.com:443",
        "'  example.com  ', example.com:443",
        "1.2.3.com, 1.2.3.com:443",
    })
    void textsAreReadIntoOneForm(String written, String id) {
        assertThat(reader.read(written).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":443",
                "example.com:0",
                "example.com:70000",
                "example.com:-1",
                "example.com:https",
                "example.com:",
                "exa mple.com",
                "-example.com",
                "example-.com",
                "a..b",
                ".example.com",
                "1.2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "0x7f000001",
                "2130706433",
                "fe80::1%eth0",
                "[::1",
                "[::1]443",
                "::1]:443",
                "example.com/path",
                "imaps://example.com/path",
                "imaps://example.com?x=1",
                "example.com?x=1",
                "https://?x=1",
                "https://example.com/#top",
                "https://example.com#top",
                "https://example.com/a b",
                "gopher://example.com",
                "https://user@example.com",
                "exam\u0000ple.com",
                "[example.com]:443",
                "http://example.com",
                "://example.com",
                "\u202Eexample.com"
            })
    void textThatIsNoTargetIsRefusedWithTheAcceptedForm(String written) {
        assertThatThrownBy(() -> reader.read(written))
                .isInstanceOf(BadInputException.class)
                .hasMessageMatching("(?s)(target|host|port|protocol|http): .+; accepted: .+")
                .hasMessageNotContainingAny("\u0000");
    }

    @Test
    void nameOf300CharactersIsRefusedAndShortened() {
        assertThatThrownBy(() -> reader.read("a".repeat(300) + ".example"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("host: 'aaa")
                .hasMessageContaining("(308 characters)")
                .hasMessageContaining("253 characters in all");
    }

    @ParameterizedTest
    @CsvSource({
        "smtp://mail.example.org:587,SMTP,587",
        "smtp://mail.example.org,SMTP,25",
        "XMPP-Server://example.org,XMPP_SERVER,5269",
        "postgres://db.example.org,POSTGRES,5432",
        "smtps://mail.example.org,TLS,465",
        "imaps://mail.example.org/,TLS,993",
        "ldaps://example.org,TLS,636"
    })
    void schemeSelectsProtocolAndPort(String written, Protocol protocol, int port) {
        Target target = reader.read(written);

        assertThat(target.protocol()).isEqualTo(protocol);
        assertThat(target.port()).isEqualTo(port);
        assertThat(target.http()).isEmpty();
    }

    @Test
    void pathOfAnHttpsUrlIsRequested() {
        assertThat(reader.read("https://example.com/health?full=1").http())
                .contains(new HttpCheck(HttpCheck.Method.GET, "/health?full=1", HttpCheck.ANY_SUCCESS));
        assertThat(reader.read("https://example.com/health").id()).isEqualTo("example.com:443");
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/, /",
        "HTTPS://example.com:8443/, /",
        "https://[::1]:8443/, /",
        "https://example.com?x=1, /?x=1",
        "https://example.com:8443?x=1&y=/a?b, /?x=1&y=/a?b",
        "https://example.com/?x=1, /?x=1",
        "https://example.com?, /?",
        "https://example.com/a@b, /a@b",
    })
    void emptyPathIsASlash(String written, String path) {
        assertThat(reader.read(written).http())
                .contains(new HttpCheck(HttpCheck.Method.GET, path, HttpCheck.ANY_SUCCESS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com", "example.com/", "imaps://mail.example.org/", "tls://example.com/"})
    void nothingIsRequestedWithoutASlashBehindHttps(String written) {
        assertThat(reader.read(written).http()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:S3cret@example.com/",
                "https://user:S3cret@example.com:8443/health?x=1",
                "https://S3cret@example.com",
                "https://user:S3:cret@example.com",
                "https://user:S3cret/more@example.com/",
                "https://user:S3cret?more@example.com/",
                "https://user:S3 cret@example.com/",
                "https://user:12@S3cret@example.com/",
                "imaps://user:S3cret@mail.example.org",
                "gopher://user:S3cret@example.com",
                "user:S3cret@example.com",
                "S3cret@example.com:443",
            })
    void passwordInATextIsNeverShown(String written) {
        TargetList texts = reader.readAll(List.of(written, Map.of("host", written), Map.of("serverName", written)));

        assertThat(texts.rejected()).hasSize(3).allSatisfy(rejected -> {
            assertThat(rejected.target()).doesNotContain("S3", "cret", "more").contains("…");
            assertThat(rejected.reason()).doesNotContain("S3", "cret", "more");
        });
        assertThatThrownBy(() -> reader.idOf(written)).hasMessageNotContainingAny("S3", "cret", "more");
    }

    @Test
    void objectSetsMeasurementsAndOffers() {
        Target target = reader.read(Map.of(
                "host",
                "example.com",
                "addresses",
                "all-ipv4",
                "tls",
                Map.of(
                        "profile",
                        "classic",
                        "versions",
                        List.of("1.2", 1.3, "TLSv1.1"),
                        "ciphers",
                        "TLS_AES_128_GCM_SHA256",
                        "groups",
                        List.of("x25519"),
                        "alpn",
                        List.of(),
                        "serverName",
                        "Other.example"),
                "resumption",
                true,
                "clientCertificate",
                Map.of("from", "secretsmanager:fleet/client", "password", "ssm:/fleet/password"),
                "http",
                Map.of("path", "/", "method", "HEAD", "status", List.of(200, "3xx", "404-410"))));

        assertThat(target.addresses()).isEqualTo(AddressChoice.ALL_IPV4);
        assertThat(target.expectedName()).isEqualTo("other.example");
        assertThat(target.tls())
                .isEqualTo(new TlsOffer(
                        TlsOffer.Profile.CLASSIC,
                        List.of("TLSv1.2", "TLSv1.3", "TLSv1.1"),
                        List.of("TLS_AES_128_GCM_SHA256"),
                        List.of("x25519"),
                        Optional.of(List.of())));
        assertThat(target.resumption()).isTrue();
        assertThat(target.clientCertificate().orElseThrow().password())
                .contains(new SecretSource(SecretSource.Kind.SSM, "/fleet/password"));
        assertThat(target.http().orElseThrow().status())
                .extracting(Object::toString)
                .containsExactly("200", "300-399", "404-410");
    }

    @Test
    void nameIsTheIdAndSeveralTargetsCanShareAnAddress() {
        TargetList list = reader.readAll(List.of(
                Map.of("name", "shop-rsa", "host", "example.com", "tls", Map.of("signatures", "rsa_pss_rsae_sha256")),
                Map.of("name", "Shop.ECDSA_1", "host", "example.com"),
                "example.com",
                Map.of("name", "shop-rsa", "host", "example.org")));

        assertThat(list.targets())
                .extracting(Target::id)
                .containsExactly("shop-rsa", "Shop.ECDSA_1", "example.com:443");
        assertThat(list.targets()).extracting(Target::endpoint).containsOnly("example.com:443");
        assertThat(list.rejected())
                .singleElement()
                .extracting(RejectedTarget::reason)
                .isEqualTo("duplicate: shop-rsa is probed once");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a:443",
                "a/b",
                "[::1]",
                "-a",
                ".a",
                "_a",
                "straße",
                "a\nb",
                "a@b",
                "a*",
                "a?",
                "name#1",
                "0123456789012345678901234567890123456789012345678901234567890123x"
            })
    void nameOfAnotherFormIsRefused(String name) {
        assertThatThrownBy(() -> reader.read(Map.of("name", name, "host", "example.com")))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("name: '")
                .hasMessageEndingWith(Target.ACCEPTED_NAME);
    }

    @Test
    void nameOnTheCommandLineBelongsToOneTarget() {
        assertThat(reader.readAll(List.of("example.com"), Map.of("name", "shop"))
                        .targets())
                .extracting(Target::id)
                .containsExactly("shop");
        assertThatThrownBy(() -> reader.readAll(List.of("a.example", "b.example"), Map.of("name", "shop")))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("name: 'shop'; accepted: one target");
    }

    @ParameterizedTest
    @CsvSource({
        "shop-rsa, shop-rsa shop-rsa:443",
        "Shop, Shop shop:443",
        "example.com, example.com example.com:443",
        "a..b, a..b",
        "example.com:443, example.com:443",
        "https://example.com, example.com:443",
        "straße.example, xn--strae-oqa.example:443",
        "::1, [::1]:443",
    })
    void textMayMeanANameOrAHost(String written, String ids) {
        assertThat(String.join(" ", reader.idsOf(written))).isEqualTo(ids);
    }

    @Test
    void signaturesAreReadByTheirRegisteredNames() {
        Target target = reader.read(Map.of(
                "host",
                "example.com",
                "tls",
                Map.of("signatures", List.of("RSA_PSS_RSAE_SHA256", "ecdsa_secp256r1_sha256", "rsa_pss_rsae_sha256"))));

        assertThat(target.tls().signatures()).containsExactly("rsa_pss_rsae_sha256", "ecdsa_secp256r1_sha256");
        assertThatThrownBy(() -> reader.read(Map.of("host", "example.com", "tls", Map.of("signatures", "ecdsa"))))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("tls.signatures: 'ecdsa'; accepted: ")
                .hasMessageContaining("ecdsa_secp256r1_sha256, ecdsa_secp384r1_sha384");
    }

    @Test
    void objectSetsEachExpectation() {
        Target target = reader.read(Map.of(
                "host",
                "Example.com",
                "port",
                8443,
                "serverName",
                "www.example.com",
                "sla",
                Map.of("tls", "PT0.3S", "total", Map.of("warning", "PT1S", "critical", "PT3S")),
                "expiry",
                Map.of("warningDays", 21, "criticalDays", 7, "caWarningDays", 60, "caCriticalDays", 14),
                "tags",
                Map.of("team", "web")));

        assertThat(target.id()).isEqualTo("example.com:8443/www.example.com");
        assertThat(target.expectedName()).isEqualTo("www.example.com");
        assertThat(target.sla().limits())
                .containsEntry(Phase.TLS, new SlaLimit(Duration.ofMillis(300), Duration.ofMillis(600)))
                .containsEntry(Phase.TOTAL, new SlaLimit(Duration.ofSeconds(1), Duration.ofSeconds(3)));
        assertThat(target.expiry().leaf()).contains(new ExpiryDays(21, 7));
        assertThat(target.expiry().authorities()).contains(new ExpiryDays(60, 14));
        assertThat(target.tags()).containsExactly(Map.entry("team", "web"));
    }

    @Test
    void objectKeepsDefaultsOfMissingFields() {
        Target target = reader.read(Map.of("host", "example.com", "sla", Map.of("dns", "PT0.1S")));

        assertThat(target.port()).isEqualTo(443);
        assertThat(target.serverName()).isEmpty();
        assertThat(target.sla().limits())
                .containsEntry(Phase.DNS, SlaLimit.of(Duration.ofMillis(100)))
                .containsEntry(Phase.TLS, SlaLimit.of(Duration.ofMillis(500)));
        assertThat(target.expiry()).isEqualTo(ExpiryPolicy.BY_LIFETIME);
    }

    @ParameterizedTest
    @MethodSource("revocations")
    void revocationIsAKeywordOrAnObject(Object written, RevocationPolicy policy) {
        Map<String, Object> fields = new HashMap<>(Map.of("host", "example.com"));
        fields.put("revocation", written);

        assertThat(reader.read(fields).revocation()).isEqualTo(policy);
        assertThat(policy.isOff()).isEqualTo(policy.equals(RevocationPolicy.OFF));
    }

    static List<Arguments> revocations() {
        return List.of(
                Arguments.of(null, RevocationPolicy.OFF),
                Arguments.of("off", RevocationPolicy.OFF),
                Arguments.of(false, RevocationPolicy.OFF),
                Arguments.of(Map.of(), RevocationPolicy.OFF),
                Arguments.of("ocsp", new RevocationPolicy(true, false, false, false)),
                Arguments.of("crl", new RevocationPolicy(false, true, false, false)),
                Arguments.of("both", new RevocationPolicy(true, true, false, false)),
                Arguments.of(Map.of("crl", true, "required", true), new RevocationPolicy(false, true, false, true)),
                Arguments.of(
                        Map.of("ocsp", true, "crl", true, "nonce", true, "required", true),
                        new RevocationPolicy(true, true, true, true)));
    }

    @Test
    void revocationAndRenewalInformationAreOffByDefault() {
        assertThat(reader.read("example.com").revocation()).isEqualTo(RevocationPolicy.OFF);
        assertThat(Target.ofDefaults("example.com", 443, TargetDefaults.BUILT_IN)
                        .revocation())
                .isEqualTo(RevocationPolicy.OFF);
        assertThat(reader.read("example.com").expiry().ari()).isEmpty();
    }

    @Test
    void revocationOverrideAppliesToAllTargets() {
        List<Object> written = List.of(Map.of("host", "a.example", "revocation", "both"), "b.example");

        assertThat(reader.readAll(written, Map.of("revocation", "crl")).targets())
                .extracting(Target::revocation)
                .containsOnly(new RevocationPolicy(false, true, false, false));
        assertThat(reader.readAll(written, Map.of("resumption", true)).targets())
                .extracting(Target::revocation)
                .containsExactly(new RevocationPolicy(true, true, false, false), RevocationPolicy.OFF);
        assertThat(reader.readAll(written, Map.of("revocation", "crl")).targets())
                .allSatisfy(target -> {
                    assertThat(target.withServerName("c.example").revocation()).isEqualTo(target.revocation());
                    assertThat(target.withTls(TlsOffer.DEFAULT).revocation()).isEqualTo(target.revocation());
                });
    }

    @Test
    void renewalInformationIsReadWithAndWithoutFixedDays() {
        String directory = "https://acme.example:14000/directory";

        ExpiryPolicy alone = reader.read(Map.of("host", "example.com", "expiry", Map.of("ari", directory)))
                .expiry();
        ExpiryPolicy beside = reader.read(Map.of(
                        "host",
                        "example.com",
                        "expiry",
                        Map.of("warningDays", 21, "criticalDays", 7, "ari", directory)))
                .expiry();

        assertThat(alone)
                .isEqualTo(new ExpiryPolicy(Optional.empty(), Optional.empty(), Optional.of(URI.create(directory))));
        assertThat(beside.leaf()).contains(new ExpiryDays(21, 7));
        assertThat(beside.ari()).contains(URI.create(directory));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme.example",
                "/directory",
                "http://acme.example/directory",
                "https:acme.example",
                "https:///directory",
                "https://user:secret@acme.example/directory",
                "https://acme.example:0/directory",
                "https://acme.example:70000/directory",
                "https://acme.example/directory#new",
                "https://acme.example/a b",
                "https://acme.example/\u0000"
            })
    void textThatIsNoAcmeDirectoryIsRefused(String written) {
        assertBadAri(written);
    }

    @Test
    void directoryOf501CharactersIsRefused() {
        assertBadAri("https://acme.example/" + "d".repeat(480));
        assertThat(reader.read(Map.of(
                                "host",
                                "example.com",
                                "expiry",
                                Map.of("ari", "https://acme.example/" + "d".repeat(479))))
                        .expiry()
                        .ari())
                .isPresent();
    }

    private void assertBadAri(String written) {
        assertThatThrownBy(() -> reader.read(Map.of("host", "example.com", "expiry", Map.of("ari", written))))
                .isInstanceOf(BadInputException.class)
                .hasMessageMatching("(?s)expiry\\.ari: '.*'.*; accepted: the https address of an ACME directory, .+");
    }

    static List<BadObject> badObjects() {
        return List.of(
                new BadObject(Map.of("port", 443), "host: missing"),
                new BadObject(Map.of("host", "example.com", "prot", 443), "field prot"),
                new BadObject(Map.of("host", "example.com", "port", "443"), "port: '443'"),
                new BadObject(Map.of("host", "example.com", "port", 0), "port: '0'"),
                new BadObject(Map.of("host", "example.com", "port", 70_000), "port: '70000'"),
                new BadObject(Map.of("host", 7), "host: '7'"),
                new BadObject(Map.of("host", "example.com", "protocol", "telnet"), "protocol: 'telnet'"),
                new BadObject(
                        Map.of("host", "example.com", "addresses", "both"), "addresses: 'both'; accepted: first,"),
                new BadObject(
                        Map.of("host", "example.com", "tls", Map.of("versions", "2.0")),
                        "tls.versions: '2.0'; accepted: TLSv1.3"),
                new BadObject(
                        Map.of("host", "example.com", "tls", Map.of("ciphers", "AES128-SHA")),
                        "tls.ciphers: 'AES128-SHA'; accepted: IANA names"),
                new BadObject(
                        Map.of("host", "example.com", "tls", Map.of("groups", "P-256")),
                        "tls.groups: 'P-256'; accepted: IANA names that this engine can negotiate, such as"),
                new BadObject(
                        Map.of(
                                "host",
                                "example.com",
                                "serverName",
                                "a.example",
                                "tls",
                                Map.of("serverName", "b.example")),
                        "tls.serverName: 'b.example'"),
                new BadObject(
                        Map.of("host", "example.com", "resumption", "yes"),
                        "resumption: 'yes'; accepted: true or false"),
                new BadObject(
                        Map.of("host", "example.com", "clientCertificate", "-----BEGIN PRIVATE KEY-----"),
                        "clientCertificate: 'a hidden value'; accepted: the place of the secret: file:NAME"),
                new BadObject(Map.of("host", "example.com", "http", "health"), "http: 'health'; accepted: a path"),
                new BadObject(
                        Map.of("host", "example.com", "http", Map.of("status", "20x")),
                        "http.status: '20x'; accepted: status"),
                new BadObject(
                        Map.of("host", "example.com", "protocol", "smtp", "http", "/"), "http: 'with protocol smtp'"),
                new BadObject(
                        Map.of("host", "example.com", "http", "/", "tls", Map.of("alpn", "imap")),
                        "tls.alpn: '[imap]'"),
                new BadObject(Map.of("host", "example.com", "sla", "PT1S"), "sla: 'PT1S'"),
                new BadObject(Map.of("host", "example.com", "sla", Map.of("tsl", "PT1S")), "sla: 'tsl'"),
                new BadObject(Map.of("host", "example.com", "sla", Map.of("tls", "fast")), "sla.tls: 'fast'"),
                new BadObject(Map.of("host", "example.com", "sla", Map.of("tls", "PT0S")), "sla.tls: 'PT0S'"),
                new BadObject(Map.of("host", "example.com", "sla", Map.of("tls", "-PT1S")), "sla.tls: '-PT1S'"),
                new BadObject(
                        Map.of(
                                "host",
                                "example.com",
                                "sla",
                                Map.of("tls", Map.of("warning", "PT2S", "critical", "PT1S"))),
                        "sla.critical: 'PT1S'"),
                new BadObject(Map.of("host", "example.com", "expiry", Map.of("warningDays", 7)), "expiry.criticalDays"),
                new BadObject(
                        Map.of("host", "example.com", "expiry", Map.of("warningDays", 7, "criticalDays", 9)),
                        "expiry.criticalDays: '9'"),
                new BadObject(
                        Map.of("host", "example.com", "expiry", Map.of("warningDays", 0, "criticalDays", 0)),
                        "expiry.warningDays: '0'"),
                new BadObject(Map.of("host", "example.com", "expiry", Map.of("ari", 7)), "expiry.ari: '7'"),
                new BadObject(
                        Map.of("host", "example.com", "revocation", "always"),
                        "revocation: 'always'; accepted: off, ocsp, crl, both, or an object with"),
                new BadObject(Map.of("host", "example.com", "revocation", true), "revocation: 'true'"),
                new BadObject(
                        Map.of("host", "example.com", "revocation", Map.of("ocps", true)),
                        "revocation: 'field ocps'; accepted: crl, nonce, ocsp, required"),
                new BadObject(
                        Map.of("host", "example.com", "revocation", Map.of("ocsp", "yes")),
                        "revocation.ocsp: 'yes'; accepted: true or false"),
                new BadObject(
                        Map.of("host", "example.com", "revocation", Map.of("crl", true, "nonce", true)),
                        "revocation.nonce: 'true'; accepted: true together with ocsp"),
                new BadObject(
                        Map.of("host", "example.com", "revocation", Map.of("required", true)),
                        "revocation.required: 'true'; accepted: true together with ocsp: true or crl: true"),
                new BadObject(Map.of("host", "example.com", "tags", Map.of("region", "x")), "tags: 'region'"),
                new BadObject(Map.of("host", "example.com", "tags", Map.of("a b", "x")), "tags: '…'"),
                new BadObject(Map.of("host", "example.com", "tags", Map.of("team", "")), "tags.team: ''"),
                new BadObject(Map.of("host", "example.com", "tags", Map.of("team", "a\nb")), "tags.team"),
                new BadObject(
                        Map.of("host", "example.com", "tags", Map.of("team", "a\u202eb")), "tags.team: 'a\uFFFDb'"),
                new BadObject(
                        Map.of("host", "example.com", "tags", Map.of("team", "a\u2028b")), "tags.team: 'a\uFFFDb'"),
                new BadObject(
                        Map.of(
                                "host",
                                "example.com",
                                "tags",
                                Map.of("a", "1", "b", "2", "c", "3", "d", "4", "e", "5", "f", "6")),
                        "at most 5 tags"));
    }

    record BadObject(Map<String, Object> written, String text) {}

    @ParameterizedTest
    @MethodSource("badObjects")
    void badFieldIsReportedWithItsValue(BadObject bad) {
        assertThatThrownBy(() -> reader.read(bad.written()))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(bad.text());
    }

    @Test
    void listKeepsGoodTargetsInOrderAndReportsBadOnes() {
        List<Object> written =
                new ArrayList<>(Arrays.asList("b.example", 7, "bad host", "a.example", "B.example:443", null));

        TargetList list = reader.readAll(written);

        assertThat(list.targets()).extracting(Target::id).containsExactly("b.example:443", "a.example:443");
        assertThat(list.rejected())
                .extracting(RejectedTarget::target)
                .containsExactly("7", "bad …", "B.example:443", "null");
        assertThat(list.rejected().get(2).reason()).isEqualTo("duplicate: b.example:443 is probed once");
    }

    @Test
    void hostWithTwoServerNamesIsTwoTargets() {
        TargetList list = reader.readAll(List.of(
                Map.of("host", "192.0.2.7", "serverName", "a.example"),
                Map.of("host", "192.0.2.7", "serverName", "b.example")));

        assertThat(list.targets())
                .extracting(Target::id)
                .containsExactly("192.0.2.7:443/a.example", "192.0.2.7:443/b.example");
    }

    @Test
    void tenThousandTargetsAreRead() {
        List<String> written = new ArrayList<>();
        for (int number = 0; number < 10_000; number++) {
            written.add("host-" + number + ".example");
        }

        assertThat(reader.readAll(written).targets()).hasSize(10_000);
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com:443",
        "example.com:443/www.example.com, example.com:443/www.example.com",
        "https://example.com/, example.com:443"
    })
    void idIsReadFromTheFormsThatResultsShow(String written, String id) {
        assertThat(reader.idOf(written)).isEqualTo(id);
    }

    @Test
    void anyTextIsReadOrRefusedWithAReason() {
        Random random = new Random(20_261_123);
        String alphabet = "a1.:/[]%-_@\u00fc\u0000 \u202e\ud83d";
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Optional<Target> target = readOrRefused(text.toString());
            target.ifPresent(read -> assertThat(reader.read(read.id())).isEqualTo(read));
        }
    }

    private Optional<Target> readOrRefused(String text) {
        try {
            return Optional.of(reader.read(text));
        } catch (BadInputException refused) {
            return Optional.empty();
        }
    }

    static Stream<Object> entriesWithASecret() {
        return Stream.of(
                "https://user:hunter2@example.com/",
                "https://user:hunter2@example.com:443",
                "user:hunter2@example.com",
                "https://user:hun/hunter2@example.com",
                "https://user:a@hunter2@example.com",
                "https://us er:hunter2@example.com",
                "nosuch://user:hunter2@example.com",
                "https://example.com:hunter/?token=hunter2",
                "example.com hunter2",
                Map.of("host", "https://user:hunter2@example.com"),
                Map.of("host", "example.com", "password", "hunter2"),
                Map.of("host", "example.com", "hunter2 as a name", 1),
                Map.of("host", "example.com", "port", Map.of("password", "hunter2")),
                Map.of("host", "example.com", "clientCertificate", Map.of("from", "file:x", "password", 1_000_002)),
                Map.of("host", "example.com", "clientCertificate", "hunter2"),
                Map.of("host", "example.com", "clientCertificate", List.of("hunter2")),
                Map.of("host", "example.com", "http", "/?token=hunter2 "),
                Map.of("host", "example.com", "expiry", Map.of("ari", "https://user:hunter2@ari.example/")),
                List.of("hunter2"));
    }

    @ParameterizedTest
    @MethodSource("entriesWithASecret")
    void rejectedEntryShowsNothingThatMayBeASecret(Object entry) {
        TargetList list = new TargetReader(TargetDefaults.BUILT_IN).readAll(List.of(entry));

        assertThat(list.rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.target() + rejected.reason())
                        .doesNotContain("hunter2", "1000002")
                        .contains("accepted: "));
    }
}
