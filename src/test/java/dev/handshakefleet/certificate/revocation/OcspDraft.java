package dev.handshakefleet.certificate.revocation;

import dev.handshakefleet.local.server.LocalIdentity;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An OCSP response before it is signed. By default it is "good", issued now by the issuer, and valid for a day. */
public final class OcspDraft {

    /** Longer than any clock is granted. */
    public static final long HOUR = 3_600;

    private record Single(CertID name, CertificateStatus status, Instant thisUpdate, Optional<Instant> nextUpdate) {}

    private final List<Single> besides = new ArrayList<>();
    private final List<Extension> extensions = new ArrayList<>();
    private CertID name;
    private CertificateStatus status = CertificateStatus.GOOD;
    private Instant thisUpdate;
    private Optional<Instant> nextUpdate;
    private LocalIdentity signer;
    private X509CertificateHolder[] sent = {};

    public OcspDraft(LocalIdentity certificate, LocalIdentity issuer, Instant now) {
        name = OcspRequest.name(certificate.certificate(), issuer.certificate());
        thisUpdate = now.minusSeconds(HOUR);
        nextUpdate = Optional.of(now.plusSeconds(24 * HOUR));
        signer = issuer;
    }

    public OcspDraft status(CertificateStatus other) {
        status = other;
        return this;
    }

    public OcspDraft about(CertID other) {
        name = other;
        return this;
    }

    public OcspDraft thisUpdate(Instant at) {
        thisUpdate = at;
        return this;
    }

    public OcspDraft nextUpdate(Instant until) {
        nextUpdate = Optional.of(until);
        return this;
    }

    public OcspDraft withoutNextUpdate() {
        nextUpdate = Optional.empty();
        return this;
    }

    /** Another answer beside, of the dates that are set by now. */
    public OcspDraft besides(CertID other, CertificateStatus otherStatus) {
        besides.add(new Single(other, otherStatus, thisUpdate, nextUpdate));
        return this;
    }

    public OcspDraft nonce(byte[] nonce) {
        return extension(new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, OcspRequest.nonceValue(nonce)));
    }

    public OcspDraft extension(Extension extension) {
        extensions.add(extension);
        return this;
    }

    /** Signed by that key, with its certificate sent along. */
    public OcspDraft by(LocalIdentity responder) {
        signer = responder;
        return sending(holder(responder));
    }

    public OcspDraft sending(X509CertificateHolder... certificates) {
        sent = certificates.clone();
        return this;
    }

    public byte[] der() {
        try {
            // By name, so that a stranger can bear the name of the issuer.
            BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(X500Name.getInstance(
                    signer.certificate().getSubjectX500Principal().getEncoded())));
            besides.forEach(single -> add(builder, single));
            add(builder, new Single(name, status, thisUpdate, nextUpdate));
            if (!extensions.isEmpty()) {
                builder.setResponseExtensions(new Extensions(extensions.toArray(Extension[]::new)));
            }
            return new OCSPRespBuilder()
                    .build(OCSPRespBuilder.SUCCESSFUL, builder.build(signing(signer), sent, Date.from(thisUpdate)))
                    .getEncoded();
        } catch (IOException | OCSPException notMade) {
            throw new IllegalStateException(notMade);
        }
    }

    /** A response that is nothing but a status (RFC 6960, 4.2.1). */
    static byte[] ofStatus(int status) {
        try {
            return new OCSPRespBuilder().build(status, null).getEncoded();
        } catch (IOException | OCSPException notMade) {
            throw new IllegalStateException(notMade);
        }
    }

    static X509CertificateHolder holder(LocalIdentity identity) {
        try {
            return new JcaX509CertificateHolder(identity.certificate());
        } catch (CertificateEncodingException alreadyEncoded) {
            throw new IllegalStateException(alreadyEncoded);
        }
    }

    static ContentSigner signing(LocalIdentity identity) {
        String algorithm = "SHA256with" + (identity.key().getAlgorithm().equals("EC") ? "ECDSA" : "RSA");
        try {
            return new JcaContentSignerBuilder(algorithm).build(identity.key());
        } catch (OperatorCreationException noSuchKey) {
            throw new IllegalStateException(noSuchKey);
        }
    }

    static Extension critical(String oid) {
        try {
            return new Extension(new ASN1ObjectIdentifier(oid), true, new DEROctetString(new byte[0]).getEncoded());
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void add(BasicOCSPRespBuilder builder, Single single) {
        builder.addResponse(
                new CertificateID(single.name()),
                single.status(),
                Date.from(single.thisUpdate()),
                single.nextUpdate().map(Date::from).orElse(null),
                null);
    }
}
