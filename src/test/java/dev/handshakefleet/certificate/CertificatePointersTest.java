package dev.handshakefleet.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.handshakefleet.local.server.CertificateDraft;
import dev.handshakefleet.local.server.KeyKind;
import dev.handshakefleet.local.server.LocalAuthority;
import java.net.URI;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;

class CertificatePointersTest {

    private static final KeyPair KEY = KeyKind.EC_P256.generate();

    private static final ASN1ObjectIdentifier TLS_FEATURE = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.24");

    @Test
    void eachPointerIsReadInOrder() {
        CertificatePointers pointers = read(LocalAuthority.leaf("server")
                .ocspAt(URI.create("http://ocsp.example"))
                .issuerAt(URI.create("http://ca.example/ca.cer"))
                .ocspAt(URI.create("HTTP://ocsp2.example:8080/path"))
                .crlAt(URI.create("http://crl.example/1.crl"))
                .crlAt(URI.create("http://crl.example/2.crl"))
                .mustStaple());

        assertThat(pointers.ocspResponders())
                .containsExactly(URI.create("http://ocsp.example"), URI.create("HTTP://ocsp2.example:8080/path"));
        assertThat(pointers.issuerCertificates()).containsExactly(URI.create("http://ca.example/ca.cer"));
        assertThat(pointers.crlDistributionPoints())
                .containsExactly(URI.create("http://crl.example/1.crl"), URI.create("http://crl.example/2.crl"));
        assertThat(pointers.requiresStaple()).isTrue();
    }

    @Test
    void certificateWithoutPointersHasNone() {
        assertNoPointers(read(LocalAuthority.leaf("server")));
    }

    @Test
    void onlyHttpAddressesWithAHostAreFollowed() {
        CertificateDraft draft = LocalAuthority.leaf("server");
        List.of("https://a.example/", "ldap://a.example/cn=x", "file:///etc/passwd", "/path", "http:path", "http:///x")
                .forEach(address -> draft.ocspAt(URI.create(address))
                        .crlAt(URI.create(address))
                        .issuerAt(URI.create(address)));
        URI good = URI.create("http://good.example/");
        CertificatePointers pointers = read(draft.ocspAt(good).crlAt(good).issuerAt(good));

        assertThat(pointers.ocspResponders()).containsExactly(good);
        assertThat(pointers.crlDistributionPoints()).containsExactly(good);
        assertThat(pointers.issuerCertificates()).containsExactly(good);
    }

    @Test
    void malformedAndOverlongAddressesAreLeftOut() {
        ASN1ObjectIdentifier ocsp = AccessDescription.id_ad_ocsp;
        CertificatePointers pointers = read(LocalAuthority.leaf("server")
                .extension(Extension.authorityInfoAccess, new DERSequence(new ASN1Encodable[] {
                    new AccessDescription(ocsp, uri("http://a b/")),
                    new AccessDescription(ocsp, uri("http://exa\u0000mple/")),
                    new AccessDescription(ocsp, uri("http://a.example/" + "x".repeat(2_000))),
                    new AccessDescription(ocsp, new GeneralName(GeneralName.dNSName, "a.example")),
                    new AccessDescription(ocsp, new GeneralName(new X500Name("CN=x"))),
                    DERNull.INSTANCE,
                    new DERSequence(ocsp),
                    new AccessDescription(ocsp, uri("http://good.example/")),
                })));

        assertThat(pointers.ocspResponders()).containsExactly(URI.create("http://good.example/"));
    }

    @Test
    void fourDistinctAddressesOfEachKindAreFollowed() {
        CertificateDraft draft = LocalAuthority.leaf("server");
        IntStream.range(0, 40)
                .mapToObj(number -> URI.create("http://" + number / 2 + ".example/"))
                .forEach(address -> draft.ocspAt(address).crlAt(address).issuerAt(address));
        CertificatePointers pointers = read(draft);
        List<URI> firstFour = IntStream.range(0, 4)
                .mapToObj(number -> URI.create("http://" + number + ".example/"))
                .toList();

        assertThat(pointers.ocspResponders()).isEqualTo(firstFour);
        assertThat(pointers.crlDistributionPoints()).isEqualTo(firstFour);
        assertThat(pointers.issuerCertificates()).isEqualTo(firstFour);
    }

    @Test
    void distributionPointMayHaveSeveralNames() {
        GeneralNames names = new GeneralNames(
                new GeneralName[] {uri("ldap://a.example/cn=x"), uri("http://a.example/"), uri("http://b.example/")});
        CertificatePointers pointers = read(LocalAuthority.leaf("server")
                .extension(Extension.cRLDistributionPoints, new CRLDistPoint(new DistributionPoint[] {
                    new DistributionPoint(new DistributionPointName(names), null, null),
                    new DistributionPoint(null, null, new GeneralNames(new GeneralName(new X500Name("CN=x"))))
                })));

        assertThat(pointers.crlDistributionPoints())
                .containsExactly(URI.create("http://a.example/"), URI.create("http://b.example/"));
    }

    @Test
    void onlyStatusRequestRequiresAStaple() {
        assertThat(read(feature(17)).requiresStaple()).isTrue();
        assertThat(read(feature(1, 5)).requiresStaple()).isTrue();
        assertThat(read(feature(1)).requiresStaple()).isFalse();
        assertThat(read(feature()).requiresStaple()).isFalse();
        assertThat(read(feature(0x0105)).requiresStaple()).isFalse();
        assertThat(read(LocalAuthority.leaf("server").extension(TLS_FEATURE, new ASN1Integer(5)))
                        .requiresStaple())
                .isFalse();
    }

    @Test
    void malformedExtensionsHaveNoPointers() {
        Random random = new Random(20_261_124);
        for (int round = 0; round < 300; round++) {
            byte[] garbage = new byte[random.nextInt(40)];
            random.nextBytes(garbage);
            assertNoPointers(read(everywhere(new DEROctetString(garbage))));
        }
        assertNoPointers(read(everywhere(DERNull.INSTANCE)));
        assertNoPointers(read(everywhere(new DERSequence(new DERSequence(new DERSequence())))));
    }

    @Test
    void endlessNestingHasNoPointers() {
        ASN1Encodable nested = new DERSequence();
        for (int depth = 0; depth < 500; depth++) {
            nested = new DERTaggedObject(0, nested);
        }

        assertNoPointers(read(everywhere(new DERSequence(nested))));
    }

    private static CertificateDraft everywhere(ASN1Encodable content) {
        return LocalAuthority.leaf("server")
                .key(KEY)
                .extension(Extension.authorityInfoAccess, content)
                .extension(Extension.cRLDistributionPoints, content)
                .extension(TLS_FEATURE, content);
    }

    private static void assertNoPointers(CertificatePointers pointers) {
        assertThat(pointers.ocspResponders()).isEmpty();
        assertThat(pointers.crlDistributionPoints()).isEmpty();
        assertThat(pointers.issuerCertificates()).isEmpty();
        assertThat(pointers.requiresStaple()).isFalse();
    }

    private static CertificateDraft feature(int... numbers) {
        return LocalAuthority.leaf("server")
                .extension(
                        TLS_FEATURE,
                        new DERSequence(Arrays.stream(numbers)
                                .mapToObj(ASN1Integer::new)
                                .toArray(ASN1Integer[]::new)));
    }

    private static GeneralName uri(String address) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, address);
    }

    private static CertificatePointers read(CertificateDraft draft) {
        return CertificatePointers.of(draft.selfSigned().certificate());
    }
}
