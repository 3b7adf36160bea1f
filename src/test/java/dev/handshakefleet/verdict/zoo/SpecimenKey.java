package dev.handshakefleet.verdict.zoo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/**
 * A key, sound or not, by which a certificate can be signed.
 *
 * @param info the public half, as in the certificate
 * @param algorithm of its signatures by default: a JCA name, or {@code PSS-SHA-256} for RSASSA-PSS
 * @param signers makes a signer for such a name
 */
record SpecimenKey(SubjectPublicKeyInfo info, String algorithm, Function<String, ContentSigner> signers) {

    private static final String PSS = "PSS-";

    ContentSigner signer(String chosen) {
        return signers.apply(chosen);
    }

    static SpecimenKey p256() {
        return ec("secp256r1", "SHA256withECDSA");
    }

    static SpecimenKey ec(String curve, String algorithm) {
        return of("EC", new ECGenParameterSpec(curve), algorithm);
    }

    static SpecimenKey rsa(int bits) {
        return rsa(bits, RSAKeyGenParameterSpec.F4);
    }

    static SpecimenKey rsa(int bits, BigInteger exponent) {
        return of("RSA", new RSAKeyGenParameterSpec(bits, exponent), "SHA256withRSA");
    }

    /** A key that declares to sign by RSASSA-PSS only. */
    static SpecimenKey rsaPss() {
        return of("RSASSA-PSS", new RSAKeyGenParameterSpec(2_048, RSAKeyGenParameterSpec.F4), PSS + "SHA-256");
    }

    /** A kind whose name is the name of its algorithm too: Ed25519, Ed448, ML-DSA-65. */
    static SpecimenKey named(String kind) {
        try {
            return of(KeyPairGenerator.getInstance(kind).generateKeyPair(), kind);
        } catch (GeneralSecurityException everyJdk25HasIt) {
            throw new IllegalStateException(everyJdk25HasIt);
        }
    }

    static SpecimenKey dsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("DSA");
            generator.initialize(2_048);
            return of(generator.generateKeyPair(), "SHA256withDSA");
        } catch (GeneralSecurityException everyJdk25HasIt) {
            throw new IllegalStateException(everyJdk25HasIt);
        }
    }

    /** A key on a curve that the JDK does not know, such as {@code brainpoolP256r1}. */
    static SpecimenKey foreign(String curve) {
        ASN1ObjectIdentifier oid = ECNamedCurveTable.getOID(curve);
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(
                new ECNamedDomainParameters(oid, ECNamedCurveTable.getByOID(oid)), new SecureRandom()));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        try {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic());
            return new SpecimenKey(info, "SHA256withECDSA", name -> {
                AlgorithmIdentifier algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find(name);
                try {
                    return new BcECContentSignerBuilder(
                                    algorithm, new DefaultDigestAlgorithmIdentifierFinder().find(algorithm))
                            .build(pair.getPrivate());
                } catch (OperatorCreationException notMadeForThatKey) {
                    throw new IllegalStateException(notMadeForThatKey);
                }
            });
        } catch (IOException notEncodable) {
            throw new UncheckedIOException(notEncodable);
        }
    }

    /** An RSA key made of any two numbers; it signs nothing. */
    static SpecimenKey numbers(BigInteger modulus, BigInteger exponent) {
        return publicOnly(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                new DERSequence(new ASN1Encodable[] {new ASN1Integer(modulus), new ASN1Integer(exponent)}));
    }

    /** A key of P-256 made of any point, encoded; it signs nothing. */
    static SpecimenKey point(byte[] encoded) {
        ASN1ObjectIdentifier p256 = ECNamedCurveTable.getOID("P-256");
        return signsNothing(
                new SubjectPublicKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, p256), encoded));
    }

    private static SpecimenKey publicOnly(AlgorithmIdentifier algorithm, ASN1Encodable key) {
        try {
            return signsNothing(new SubjectPublicKeyInfo(algorithm, key));
        } catch (IOException notEncodable) {
            throw new UncheckedIOException(notEncodable);
        }
    }

    private static SpecimenKey signsNothing(SubjectPublicKeyInfo info) {
        return new SpecimenKey(info, "none", name -> {
            throw new IllegalStateException("This key signs nothing");
        });
    }

    private static SpecimenKey of(String kind, AlgorithmParameterSpec parameters, String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            generator.initialize(parameters);
            return of(generator.generateKeyPair(), algorithm);
        } catch (GeneralSecurityException everyJdk25HasIt) {
            throw new IllegalStateException(everyJdk25HasIt);
        }
    }

    private static SpecimenKey of(KeyPair pair, String algorithm) {
        return new SpecimenKey(
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()),
                algorithm,
                name -> name.startsWith(PSS)
                        ? pss(pair.getPrivate(), name.substring(PSS.length()))
                        : new JcaSigner(
                                new DefaultSignatureAlgorithmIdentifierFinder().find(name), pair.getPrivate(), name));
    }

    private static ContentSigner pss(PrivateKey key, String hash) {
        int saltLength = hash.equals("SHA-1") ? 20 : 32;
        AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(hash);
        RSASSAPSSparams parameters = new RSASSAPSSparams(
                digest,
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, digest),
                new ASN1Integer(saltLength),
                RSASSAPSSparams.DEFAULT_TRAILER_FIELD);
        return new JcaSigner(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS, parameters),
                key,
                "RSASSA-PSS",
                new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), saltLength, 1));
    }

    /** Signs with the JDK's own providers; Bouncy Castle's signer does not speak their RSASSA-PSS. */
    private static final class JcaSigner implements ContentSigner {

        private final AlgorithmIdentifier algorithm;
        private final PrivateKey key;
        private final String name;
        private final List<AlgorithmParameterSpec> parameters;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        JcaSigner(AlgorithmIdentifier algorithm, PrivateKey key, String name, AlgorithmParameterSpec... parameters) {
            this.algorithm = algorithm;
            this.key = key;
            this.name = name;
            this.parameters = List.of(parameters);
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return algorithm;
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            try {
                Signature signature = Signature.getInstance(name);
                for (AlgorithmParameterSpec parameter : parameters) {
                    signature.setParameter(parameter);
                }
                signature.initSign(key);
                signature.update(content.toByteArray());
                return signature.sign();
            } catch (GeneralSecurityException notMadeForThatKey) {
                throw new IllegalStateException(notMadeForThatKey);
            }
        }
    }
}
