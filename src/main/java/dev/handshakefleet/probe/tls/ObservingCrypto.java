package dev.handshakefleet.probe.tls;

import dev.handshakefleet.certificate.EcdsaKey;
import dev.handshakefleet.certificate.KeyLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.gcm.BasicGCMMultiplier;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.tls.CertificateType;
import org.bouncycastle.tls.DigitallySigned;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsObjectIdentifiers;
import org.bouncycastle.tls.crypto.DHGroup;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.TlsAgreement;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoUtils;
import org.bouncycastle.tls.crypto.TlsDHConfig;
import org.bouncycastle.tls.crypto.TlsDHDomain;
import org.bouncycastle.tls.crypto.TlsECConfig;
import org.bouncycastle.tls.crypto.TlsECDomain;
import org.bouncycastle.tls.crypto.TlsHash;
import org.bouncycastle.tls.crypto.TlsHashOutputStream;
import org.bouncycastle.tls.crypto.TlsSecret;
import org.bouncycastle.tls.crypto.TlsStreamVerifier;
import org.bouncycastle.tls.crypto.TlsVerifier;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * The light-weight cryptography of Bouncy Castle. In addition it records every certificate that the server sent, even
 * if one of them ends the handshake, and the server's signature scheme. Made for one handshake; used by one thread.
 */
class ObservingCrypto extends BcTlsCrypto {

    private static final int LONGEST_DH_EXPONENT = 512;

    private final List<byte[]> presentedChain = new ArrayList<>();
    private Optional<String> signatureScheme = Optional.empty();
    private boolean signatureBroken;
    private Optional<String> ellipticGroup = Optional.empty();
    private Optional<TlsAgreement> x25519 = Optional.empty();

    ObservingCrypto(SecureRandom random) {
        super(random);
    }

    /** The certificates parsed so far, DER, in the order sent. */
    List<byte[]> presentedChain() {
        return presentedChain;
    }

    /** IANA name of the server's signature scheme; empty before the server has signed. */
    Optional<String> signatureScheme() {
        return signatureScheme;
    }

    /** IANA name of the group of an elliptic-curve exchange before TLS 1.3. Bouncy Castle does not record it. */
    Optional<String> ellipticGroup() {
        return ellipticGroup;
    }

    @Override
    public TlsECDomain createECDomain(TlsECConfig config) {
        ellipticGroup = Optional.of(NamedGroup.getName(config.getNamedGroup()));
        return config.getNamedGroup() == NamedGroup.x25519 ? () -> x25519(config) : super.createECDomain(config);
    }

    /**
     * The key share of X25519 and that of X25519MLKEM768 have the same X25519 key, which the client may choose
     * (draft-ietf-tls-hybrid-design, 3.2) and Go does. The server answers one of them.
     */
    private TlsAgreement x25519(TlsECConfig config) {
        if (x25519.isEmpty()) {
            x25519 = Optional.of(
                    new AgreementOfOneKey(super.createECDomain(config).createECDH()));
        }
        return x25519.get();
    }

    /** An agreement that gives its ephemeral key as often as it is asked. */
    private static final class AgreementOfOneKey implements TlsAgreement {

        private final TlsAgreement agreement;
        private byte[] ephemeral = new byte[0];

        AgreementOfOneKey(TlsAgreement agreement) {
            this.agreement = agreement;
        }

        @Override
        public byte[] generateEphemeral() throws IOException {
            if (ephemeral.length == 0) {
                ephemeral = agreement.generateEphemeral();
            }
            return ephemeral.clone();
        }

        @Override
        public void receivePeerValue(byte[] peerValue) throws IOException {
            agreement.receivePeerValue(peerValue);
        }

        @Override
        public TlsSecret calculateSecret() throws IOException {
            return agreement.calculateSecret();
        }
    }

    /**
     * Without a length from the server, Bouncy Castle chooses a private exponent as long as the prime, which takes a
     * second of computing for a prime of 8,192 bits. An exponent of 512 bits is longer than any of RFC 7919 (5.2).
     */
    @Override
    public TlsDHDomain createDHDomain(TlsDHConfig config) {
        DHGroup group = config.getExplicitGroup();
        boolean isOpen = group != null && group.getL() == 0 && group.getP().bitLength() > LONGEST_DH_EXPONENT;
        return super.createDHDomain(
                isOpen
                        ? new TlsDHConfig(new DHGroup(group.getP(), group.getQ(), group.getG(), LONGEST_DH_EXPONENT))
                        : config);
    }

    /**
     * A handshake has a few kilobytes under four keys. The tables of the usual multiplier, 256 arrays for each key, take longer than
     * they save.
     */
    @Override
    protected AEADBlockCipher createGCMMode(BlockCipher cipher) {
        return GCMBlockCipher.newInstance(cipher, new BasicGCMMultiplier());
    }

    @Override
    public TlsCertificate createCertificate(short type, byte[] encoding) throws IOException {
        if (type != CertificateType.X509) {
            return super.createCertificate(type, encoding);
        }
        presentedChain.add(encoding);
        return new ObservedCertificate(encoding);
    }

    @Override
    public TlsSecret hkdfInit(int hash) {
        return ResumptionKey.salt(this, TlsCryptoUtils.getHashOutputSize(hash));
    }

    /** Whether the server has signed with a signature that does not verify. */
    boolean signatureBroken() {
        return signatureBroken;
    }

    private TlsStreamVerifier noting(TlsStreamVerifier verifier) {
        return new TlsStreamVerifier() {
            @Override
            public OutputStream getOutputStream() throws IOException {
                return verifier.getOutputStream();
            }

            @Override
            public boolean isVerified() throws IOException {
                return noted(verifier.isVerified());
            }
        };
    }

    private boolean noted(boolean verifies) {
        signatureBroken |= !verifies;
        return verifies;
    }

    private void signedWith(int scheme) {
        signatureScheme = Optional.of(SignatureScheme.getName(scheme));
    }

    private void signedWith(SignatureAndHashAlgorithm algorithm) {
        if (algorithm != null) {
            signedWith(SignatureScheme.from(algorithm));
        }
    }

    /** Gives the requested verifier: by scheme in TLS 1.3, by the algorithm beside the signature in TLS 1.2. */
    private final class ObservedCertificate extends BcTlsCertificate {

        ObservedCertificate(byte[] encoding) throws IOException {
            super(ObservingCrypto.this, encoding);
        }

        /**
         * Bouncy Castle ends the handshake if a certificate that requires stapling (RFC 7633) comes without a staple,
         * and it looks for the staple of TLS 1.3 in the wrong message. The verdict checks afterwards whether a staple
         * was required.
         */
        @Override
        public byte[] getExtension(ASN1ObjectIdentifier id) throws IOException {
            return TlsObjectIdentifiers.id_pe_tlsfeature.equals(id) ? null : super.getExtension(id);
        }

        /** Everything that the engine computes with this key, a signature or an encryption, asks for it here. */
        @Override
        protected AsymmetricKeyParameter getPublicKey() throws IOException {
            Optional<String> excess = KeyLimits.excess(getSubjectPublicKeyInfo().getEncoded());
            if (excess.isPresent()) {
                throw new RefusedKeyAlert("The server's certificate cannot be used: " + excess.get());
            }
            return super.getPublicKey();
        }

        /** The verdict checks the key usage afterwards. */
        @Override
        protected boolean supportsKeyUsage(int bit) {
            return true;
        }

        @Override
        public Tls13Verifier createVerifier(int scheme) throws IOException {
            signedWith(scheme);
            Optional<EcdsaKey> kept = SignatureScheme.isECDSA(scheme) ? EcdsaKey.of(getPubKeyEC()) : Optional.empty();
            Tls13Verifier verifier = kept.isPresent()
                    ? new EcdsaVerifier13(kept.get(), SignatureScheme.getCryptoHashAlgorithm(scheme))
                    : super.createVerifier(scheme);
            return new Tls13Verifier() {
                @Override
                public OutputStream getOutputStream() throws IOException {
                    return verifier.getOutputStream();
                }

                @Override
                public boolean verifySignature(byte[] signature) throws IOException {
                    return noted(verifier.verifySignature(signature));
                }
            };
        }

        @Override
        public TlsVerifier createVerifier(short signatureAlgorithm) throws IOException {
            TlsVerifier verifier = super.createVerifier(signatureAlgorithm);
            return new TlsVerifier() {
                @Override
                public TlsStreamVerifier getStreamVerifier(DigitallySigned signed) throws IOException {
                    signedWith(signed.getAlgorithm());
                    TlsStreamVerifier stream = verifier.getStreamVerifier(signed);
                    return stream == null ? null : noting(stream);
                }

                @Override
                public boolean verifyRawSignature(DigitallySigned signed, byte[] hash) throws IOException {
                    boolean isEcdsa = signed.getAlgorithm() != null
                            && signed.getAlgorithm().getSignature() == SignatureAlgorithm.ecdsa
                            && signatureAlgorithm == SignatureAlgorithm.ecdsa;
                    Optional<EcdsaKey> kept = isEcdsa ? EcdsaKey.of(getPubKeyEC()) : Optional.empty();
                    return noted(
                            kept.isPresent()
                                    ? kept.get().verifies(hash, signed.getSignature())
                                    : verifier.verifyRawSignature(signed, hash));
                }
            };
        }
    }

    /** Verifies as {@link EcdsaKey} does, which keeps the keys of servers that are probed again and again. */
    private final class EcdsaVerifier13 implements Tls13Verifier {

        private final EcdsaKey key;
        private final TlsHash hash;

        EcdsaVerifier13(EcdsaKey key, int hashAlgorithm) {
            this.key = key;
            this.hash = createHash(hashAlgorithm);
        }

        @Override
        public OutputStream getOutputStream() {
            return new TlsHashOutputStream(hash);
        }

        @Override
        public boolean verifySignature(byte[] signature) {
            return key.verifies(hash.calculateHash(), signature);
        }
    }
}
