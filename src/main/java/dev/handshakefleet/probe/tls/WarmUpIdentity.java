package dev.handshakefleet.probe.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcContentSignerBuilder;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.operator.bc.BcRSAContentSignerBuilder;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;

/**
 * The identity of the warm-up server: a key that exists only during the warm-up, and its self-signed certificate.
 *
 * @param key signs the handshake
 * @param certificate self-signed
 * @param signature the signature algorithm of the key
 * @param suiteOfTls12 the single TLS 1.2 suite that fits the key
 */
record WarmUpIdentity(
        AsymmetricKeyParameter key,
        X509CertificateHolder certificate,
        SignatureAndHashAlgorithm signature,
        int suiteOfTls12) {

    /** Small, because it is generated at each start and protects nothing. */
    private static final int RSA_BITS = 1_024;

    private static final int PRIME_CERTAINTY = 64;
    private static final BigInteger RSA_EXPONENT = BigInteger.valueOf(65_537);

    static WarmUpIdentity ecdsa(SecureRandom random) throws OperatorCreationException, IOException {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        var curve = new ECNamedDomainParameters(
                X9ObjectIdentifiers.prime256v1, ECNamedCurveTable.getByOID(X9ObjectIdentifiers.prime256v1));
        generator.init(new ECKeyGenerationParameters(curve, random));
        AlgorithmIdentifier algorithm = algorithm("SHA256WITHECDSA");
        return of(
                generator.generateKeyPair(),
                new BcECContentSignerBuilder(algorithm, digest(algorithm)),
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa),
                CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
    }

    static WarmUpIdentity rsa(SecureRandom random) throws OperatorCreationException, IOException {
        RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(RSA_EXPONENT, random, RSA_BITS, PRIME_CERTAINTY));
        AlgorithmIdentifier algorithm = algorithm("SHA256WITHRSA");
        return of(
                generator.generateKeyPair(),
                new BcRSAContentSignerBuilder(algorithm, digest(algorithm)),
                SignatureAndHashAlgorithm.rsa_pss_rsae_sha256,
                CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256);
    }

    private static WarmUpIdentity of(
            AsymmetricCipherKeyPair pair,
            BcContentSignerBuilder signer,
            SignatureAndHashAlgorithm signature,
            int suiteOfTls12)
            throws OperatorCreationException, IOException {
        X500Name name = new X500Name("CN=localhost");
        Instant now = Instant.now();
        X509CertificateHolder certificate = new BcX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now),
                        Date.from(now.plus(Duration.ofDays(1))),
                        name,
                        pair.getPublic())
                .build(signer.build(pair.getPrivate()));
        return new WarmUpIdentity(pair.getPrivate(), certificate, signature, suiteOfTls12);
    }

    private static AlgorithmIdentifier algorithm(String name) {
        return new DefaultSignatureAlgorithmIdentifierFinder().find(name);
    }

    private static AlgorithmIdentifier digest(AlgorithmIdentifier algorithm) {
        return new DefaultDigestAlgorithmIdentifierFinder().find(algorithm);
    }
}
