package dev.handshakefleet.inquiry.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.handshakefleet.certificate.DownloadFailedException;
import dev.handshakefleet.egress.EgressPolicy;
import dev.handshakefleet.support.FixedNames;
import dev.handshakefleet.support.FreshClassLoader;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests refused without a lookup, and resources not opened before the first download. */
class EgressDownloadsTest {

    private final EgressDownloads downloads = new EgressDownloads(
            FixedNames.ipv4(host -> {
                throw new AssertionError("looked up " + host);
            }),
            EgressPolicy.anyAddress());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://ca.example/a.crt | https://ca.example/a.crt is not fetched: its scheme is not http",
                "ldap://ca.example/cn=a | its scheme is not http",
                "file:///etc/passwd | its scheme is not http",
                "ca.example/a.crt | its scheme is not http",
                "//ca.example/a.crt | its scheme is not http",
                "http:a.crt | it names no host",
                "http:/a.crt | it names no host",
                "http:///a.crt | it names no host",
                "http://:80/a.crt | its host cannot be read",
                "http://me@ca.example/ | it holds user info",
                "http://me:secret@ca.example/ | it holds user info",
                "http://@ca.example/ | it holds user info",
                "http://ca.example/#top | it has a fragment",
                "http://ca.example:0/ | its port is not one of 1 to 65,535",
                "http://ca.example:65536/ | its port is not one of 1 to 65,535",
                "http://ca.example:999999/ | its host cannot be read",
                "http://2130706433/ | its host is neither a DNS name nor an IP address",
                "http://0x7f.1/ | its host is neither a DNS name nor an IP address",
                "http://127.1/ | its host is neither a DNS name nor an IP address",
                "http://ca%2eexample/ | its host is neither a DNS name nor an IP address",
                "http://ca..example/ | its host is neither a DNS name nor an IP address",
                "http://[fe80::1%25eth0]/ | its host is neither a DNS name nor an IP address",
                "http://bücher.example/ | it holds characters that are not ASCII",
                "http://ca.example/\u202egpj.crt | \uFFFDgpj.crt is not fetched: it holds characters that are not ASCII",
            })
    void addressThatIsNotHttpIsRefused(String address, String text) {
        assertThatThrownBy(() -> downloads.get(URI.create(address), 10))
                .isInstanceOf(DownloadFailedException.class)
                .hasMessageContaining(text);
        assertThatThrownBy(() -> downloads.post(URI.create(address), "a/b", new byte[1], 10))
                .isInstanceOf(DownloadFailedException.class);
    }

    @Test
    void addressOfMoreThanAThousandCharactersIsRefused() {
        assertThatThrownBy(() -> downloads.get(URI.create("http://ca.example/" + "a".repeat(1_000)), 10))
                .isInstanceOf(DownloadFailedException.class)
                .hasMessageEndingWith("… is not fetched: it is longer than 1,000 characters")
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThanOrEqualTo(160));
    }

    @Test
    void trustedDownloadRequiresHttps() {
        assertThatThrownBy(() -> downloads.getTrusted(URI.create("http://ari.example/"), 10))
                .isInstanceOf(DownloadFailedException.class)
                .hasMessage("http://ari.example/ is not fetched: its scheme is not https");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP://CA_1.Example./, ca_1.example, 80, /",
        "http://ca.example:/x, ca.example, 80, /x",
        "http://ca.example:8080?a=b, ca.example, 8080, /?a=b",
        "http://[2001:DB8::1]:81/%C3%BC?q, 2001:db8::1, 81, /%C3%BC?q"
    })
    void addressIsReadAsWritten(String written, String host, int port, String pathAndQuery) throws Exception {
        assertThat(DownloadAddress.of(URI.create(written), "http"))
                .isEqualTo(new DownloadAddress("http", host, port, pathAndQuery));
    }

    @Test
    void zeroDurationIsRefused() {
        assertThatThrownBy(() -> new EgressDownloads(
                        FixedNames.ipv4(host -> List.of()), EgressPolicy.anyAddress(), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longest");
    }

    @Test
    void httpLibraryIsNotLoadedBeforeTheFirstDownload() throws Exception {
        try (FreshClassLoader loader = FreshClassLoader.ofAll()) {
            Class<?> names = loader.loadClass("dev.handshakefleet.egress.NameResolver");
            Class<?> policy = loader.loadClass("dev.handshakefleet.egress.EgressPolicy");
            Object any = policy.getMethod("anyAddress").invoke(null);
            Object downloads = loader.loadClass(EgressDownloads.class.getName())
                    .getConstructor(names, policy)
                    .newInstance(names.getMethod("ofSystem").invoke(null), any);
            downloads.getClass().getMethod("under", policy).invoke(downloads, any);

            assertThat(loader.asked())
                    .contains(EgressDownloads.class.getName())
                    .noneMatch(name -> name.startsWith("org.apache.") || name.startsWith("org.slf4j."));
        }
    }
}
