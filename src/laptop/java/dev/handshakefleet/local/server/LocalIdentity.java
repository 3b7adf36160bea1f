package dev.handshakefleet.local.server;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key and its certificates. A server presents it; an authority issues with it. Immutable.
 *
 * @param keyPair the key of the first certificate
 * @param chain the certificates that a server sends: its own first, then each issuer but the root; never empty
 * @param root the end of its path; its own certificate where that is self-signed
 */
public record LocalIdentity(KeyPair keyPair, List<X509Certificate> chain, X509Certificate root) {

    /** JSSE wants a password for a key store that no one else sees. */
    private static final char[] IN_MEMORY = "none".toCharArray();

    public LocalIdentity {
        Objects.requireNonNull(keyPair, "keyPair");
        Objects.requireNonNull(root, "root");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("chain: empty; accepted: one certificate or more");
        }
    }

    /** @return its private key */
    public PrivateKey key() {
        return keyPair.getPrivate();
    }

    /** @return its own certificate */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** @return the chain and the root, each certificate once */
    public List<X509Certificate> path() {
        return Stream.concat(chain.stream(), Stream.of(root)).distinct().toList();
    }

    /** @return the chain as it goes over the wire */
    public List<byte[]> chainDer() {
        return der(chain);
    }

    /** @return the same key, presenting exactly these certificates, such as a chain that lacks one */
    public LocalIdentity presenting(X509Certificate... certificates) {
        return new LocalIdentity(keyPair, List.of(certificates), root);
    }

    /** @return a key store in memory, with the key and the chain under the alias {@code server} */
    public KeyStore keyStore(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", key(), password, chain.toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException impossibleInMemory) {
            throw new IllegalStateException(impossibleInMemory);
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
    }

    /**
     * @return the context of a TLS server of the JDK that presents this identity and trusts no client
     * @throws IllegalArgumentException if JSSE cannot use the key
     */
    public SSLContext serverContext() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore(IN_MEMORY), IN_MEMORY);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException("identity: not usable by JSSE", unusable);
        }
    }

    /** @return the private key as PEM (PKCS #8) */
    public String keyPem() {
        return block("PRIVATE KEY", key().getEncoded());
    }

    /** @return the chain as PEM, as servers want it in one file */
    public String chainPem() {
        return pem(chain);
    }

    /** @return the certificates as PEM, in the order given */
    public static String pem(Collection<X509Certificate> certificates) {
        StringWriter pem = new StringWriter();
        der(certificates).forEach(encoding -> pem.append(block("CERTIFICATE", encoding)));
        return pem.toString();
    }

    /** @return the encodings, in the order given */
    public static List<byte[]> der(Collection<X509Certificate> certificates) {
        return certificates.stream().map(LocalIdentity::encoded).toList();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException alreadyEncoded) {
            throw new IllegalStateException(alreadyEncoded);
        }
    }

    private static String block(String label, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(label, base64, label)
                .replace("\r", "");
    }
}
