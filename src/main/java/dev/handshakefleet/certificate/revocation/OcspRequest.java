package dev.handshakefleet.certificate.revocation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.TBSRequest;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** An OCSP request about one certificate (RFC 6960, 4.1). */
final class OcspRequest {

    static final String MEDIA_TYPE = "application/ocsp-request";

    /** RFC 9654, 2.1. */
    static final int NONCE_BYTES = 32;

    /**
     * RFC 5019, 2.1.1: SHA-1 is no signature here, only an identifier, and the only hash that all responders support.
     */
    private static final AlgorithmIdentifier SHA_1 =
            new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1, DERNull.INSTANCE);

    private OcspRequest() {}

    /**
     * @param nonce a fresh answer repeats it (RFC 9654); empty if a prepared answer will do
     * @return the request in DER, unsigned
     */
    static byte[] about(X509Certificate certificate, X509Certificate issuer, Optional<byte[]> nonce) {
        try {
            Request request = new Request(name(certificate, issuer), null);
            Extensions extensions =
                    nonce.map(OcspRequest::nonceExtension).map(Extensions::new).orElse(null);
            return new OCSPRequest(new TBSRequest(null, new DERSequence(request), extensions), null).getEncoded("DER");
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
    }

    /** @return the identifier of the certificate in a request */
    static CertID name(X509Certificate certificate, X509Certificate issuer) {
        return name(certificate, issuer, SHA_1).orElseThrow();
    }

    /** @return its identifier by another hash; empty if the hash is unknown */
    static Optional<CertID> name(X509Certificate certificate, X509Certificate issuer, AlgorithmIdentifier hash) {
        try {
            MessageDigest digest = MessageDigest.getInstance(hash.getAlgorithm().getId());
            byte[] nameHash = digest.digest(issuer.getSubjectX500Principal().getEncoded());
            byte[] keyHash = digest.digest(
                    SubjectPublicKeyInfo.getInstance(issuer.getPublicKey().getEncoded())
                            .getPublicKeyData()
                            .getBytes());
            return Optional.of(new CertID(
                    hash,
                    new DEROctetString(nameHash),
                    new DEROctetString(keyHash),
                    new ASN1Integer(certificate.getSerialNumber())));
        } catch (NoSuchAlgorithmException unknownHash) {
            return Optional.empty();
        }
    }

    /** @return the content of the extension that carries a nonce: an octet string within that of the extension */
    static byte[] nonceValue(byte[] nonce) {
        try {
            return new DEROctetString(nonce).getEncoded();
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
    }

    private static Extension nonceExtension(byte[] nonce) {
        return new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, nonceValue(nonce));
    }
}
