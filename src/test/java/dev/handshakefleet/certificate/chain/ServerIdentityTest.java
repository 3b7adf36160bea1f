package dev.handshakefleet.certificate.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.certificate.SubjectNames;
import dev.handshakefleet.local.server.CertificateDraft;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of RFC 9525, one line each. */
class ServerIdentityTest {

    private static final KeyPair KEY = KeyKind.EC_P256.generate();

    @ParameterizedTest(name = "{0} covers {1}: {2}")
    @CsvSource({
        "www.example.com,       www.example.com,       true",
        "www.example.com,       WWW.Example.COM,       true",
        "WWW.EXAMPLE.COM,       www.example.com,       true",
        "www.example.com,       www.example.com.,      true",
        "www.example.com.,      www.example.com,       true",
        "www.example.com,       example.com,           false",
        "example.com,           www.example.com,       false",
        "www.example.com,       xwww.example.com,      false",
        "*.example.com,         www.example.com,       true",
        "*.EXAMPLE.com,         www.example.com,       true",
        "*.example.com.,        www.example.com,       true",
        "*.example.com,         example.com,           false",
        "*.example.com,         a.b.example.com,       false",
        "*.example.com,         www.example.org,       false",
        "*.com,                 example.com,           false",
        "*,                     localhost,             false",
        "*.,                    localhost,             false",
        "w*.example.com,        www.example.com,       false",
        "*w.example.com,        www.example.com,       false",
        "www.*.com,             www.example.com,       false",
        "*.*.example.com,       a.b.example.com,       false",
        "**.example.com,        www.example.com,       false",
        "xn--bcher-kva.example, bücher.example,        true",
        "xn--bcher-kva.example, xn--bcher-kva.example, true",
        "*.xn--bcher-kva.example, www.bücher.example,  true",
        "xn--strae-oqa.example, straße.example,        true",
        "strasse.example,       straße.example,        false",
        "xn--strae-oqa.example, strasse.example,       false",
        "XN--STRAE-OQA.example, STRAßE.example,        true",
        "*.example.com,         xn--bcher-kva.example.com, true",
        "xn--*.example.com,     xn--bcher-kva.example.com, false",
        "my_host.example.com,   my_host.example.com,   true",
        "*.0.0.1,               127.0.0.1,             false",
        "127.0.0.1,             127.0.0.1,             false",
    })
    void dnsNamesMatchByRfc9525(String pattern, String expected, boolean covered) {
        assertThat(covers(LocalAuthority.leaf("x").dns(pattern), expected)).isEqualTo(covered);
    }

    @ParameterizedTest(name = "address {0} covers {1}: {2}")
    @CsvSource({
        "127.0.0.1,   127.0.0.1,                true",
        "127.0.0.1,   127.0.0.2,                false",
        "127.0.0.1,   localhost,                false",
        "2001:db8::1, 2001:db8::1,              true",
        "2001:db8::1, 2001:0db8:0:0:0:0:0:1,    true",
        "2001:db8::1, [2001:db8::1],            true",
        "2001:db8::1, 2001:db8::2,              false",
    })
    void addressesMatchByRfc9525(String address, String expected, boolean covered) {
        assertThat(covers(LocalAuthority.leaf("x").ip(address), expected)).isEqualTo(covered);
    }

    @Test
    void commonNameIsNeverMatched() {
        assertThat(covers(LocalAuthority.leaf("www.example.com"), "www.example.com"))
                .isFalse();
        assertThat(covers(LocalAuthority.leaf("www.example.com").dns("other.example"), "www.example.com"))
                .isFalse();
    }

    @Test
    void oneOfManyNamesSuffices() {
        CertificateDraft draft =
                LocalAuthority.leaf("x").dns("a.example", "b.example").ip("10.0.0.1", "::1");
        assertThat(covers(draft, "b.example")).isTrue();
        assertThat(covers(draft, "::1")).isTrue();
        assertThat(covers(draft, "c.example")).isFalse();
    }

    @Test
    void nameWithAZeroByteCoversNothing() {
        assertThat(covers(LocalAuthority.leaf("x").dns("www.example.com\0.evil.example"), "www.example.com"))
                .isFalse();
    }

    @Test
    void expectedTextThatIsNoNameIsNotCovered() {
        assertThat(covers(LocalAuthority.leaf("x").dns("www.example.com"), "")).isFalse();
        assertThat(covers(LocalAuthority.leaf("x").dns("*.example.com"), ".example.com"))
                .isFalse();
    }

    private static boolean covers(CertificateDraft draft, String expected) {
        return ServerIdentity.covers(SubjectNames.of(draft.key(KEY).selfSigned().certificate()), expected);
    }
}
