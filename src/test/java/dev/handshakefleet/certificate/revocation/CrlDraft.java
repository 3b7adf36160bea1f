package dev.handshakefleet.certificate.revocation;

import dev.handshakefleet.local.server.LocalIdentity;
import java.io.IOException;
import java.math.BigInteger;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;

/** A certificate revocation list before it is signed. By default it is empty, issued now by the issuer, and valid for a day. */
final class CrlDraft {

    /** Bouncy Castle leaves the extension out. */
    private static final int NO_REASON = 0;

    private final LocalIdentity issuer;
    private final X509v2CRLBuilder builder;

    CrlDraft(LocalIdentity issuer, Instant thisUpdate, Optional<Instant> nextUpdate) {
        this.issuer = issuer;
        X500Name name = X500Name.getInstance(
                issuer.certificate().getSubjectX500Principal().getEncoded());
        builder = new X509v2CRLBuilder(name, Date.from(thisUpdate));
        nextUpdate.map(Date::from).ifPresent(builder::setNextUpdate);
        try {
            extension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils()
                            .createAuthorityKeyIdentifier(issuer.certificate().getPublicKey()));
        } catch (NoSuchAlgorithmException everyJdkHasSha1) {
            throw new IllegalStateException(everyJdkHasSha1);
        }
        extension(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE));
    }

    static CrlDraft ofNow(LocalIdentity issuer, Instant now) {
        return new CrlDraft(issuer, now.minusSeconds(3_600), Optional.of(now.plusSeconds(86_400)));
    }

    CrlDraft revoking(X509Certificate certificate, Instant at, int reason) {
        builder.addCRLEntry(certificate.getSerialNumber(), Date.from(at), reason);
        return this;
    }

    CrlDraft revoking(X509Certificate certificate, Instant at) {
        return revoking(certificate, at, NO_REASON);
    }

    CrlDraft revoking(BigInteger serial, Instant at) {
        builder.addCRLEntry(serial, Date.from(at), NO_REASON);
        return this;
    }

    /** An entry of another authority, as only an indirect list may hold (RFC 5280, 5.3.3). */
    CrlDraft revokingOf(X500Name other, BigInteger serial, Instant at) {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        try {
            extensions.addExtension(Extension.certificateIssuer, true, new GeneralNames(new GeneralName(other)));
        } catch (IOException notEncodable) {
            throw new IllegalStateException(notEncodable);
        }
        builder.addCRLEntry(serial, Date.from(at), extensions.generate());
        return this;
    }

    CrlDraft extension(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable content) {
        try {
            builder.addExtension(oid, critical, content);
            return this;
        } catch (IOException notEncodable) {
            throw new IllegalStateException(notEncodable);
        }
    }

    CrlDraft delta(boolean critical) {
        return extension(Extension.deltaCRLIndicator, critical, new ASN1Integer(1));
    }

    byte[] der() {
        return signedBy(issuer);
    }

    byte[] signedBy(LocalIdentity signer) {
        try {
            return builder.build(OcspDraft.signing(signer)).getEncoded();
        } catch (IOException notEncodable) {
            throw new IllegalStateException(notEncodable);
        }
    }
}
